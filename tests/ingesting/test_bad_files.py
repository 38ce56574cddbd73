"""Files that are not what they seem: three lines each, and the facts stay as they are."""

from __future__ import annotations

import gzip
import lzma
import random
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from indicators.cli import app
from indicators.errors import DataProblem, Problem, UsageProblem
from indicators.ingesting.opening import Original, unpack
from indicators.ingesting.reader import Request
from indicators.registry import all_readers

from .projects import SPECIMENS, SmallProject, reader_named, reading_of, small_project, specimens_of

HELD = pl.DataFrame(
    schema=dict.fromkeys(["question_id", "responses", "source_id", "title", "publisher", "url"], pl.String)
)
CENSUS = SPECIMENS / "trade" / "census_country.csv"
SDN = SPECIMENS / "sanctions" / "ofac_sdn.2025-03-10.csv"
XML = SPECIMENS / "sanctions" / "ofac_sdn_xml.xml"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE sdnList [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    "<sdnList><sdnEntry><uid>&b;</uid></sdnEntry></sdnList>"
)
OUTWARD = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><sdnList><sdnEntry/></sdnList>'
PAGE = "<!DOCTYPE html>\n<html><head><title>404</title></head><body>Not found</body></html>\n"


def text(old: str, new: str, source: Path = CENSUS) -> Callable[[Path], None]:
    """The specimen with one thing changed."""

    def write(path: Path) -> None:
        data = source.read_bytes()
        assert old.encode() in data
        path.write_bytes(data.replace(old.encode(), new.encode()))

    return write


def data(content: bytes | str) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content.encode() if isinstance(content, str) else content) and None


def cut(source: Path, share: float = 0.6) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(source.read_bytes()[: int(source.stat().st_size * share)]) and None


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 20_000_000)


def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("one.csv", CENSUS.read_text(encoding="utf-8"))
        made.writestr("two.csv", "a,b\n")


TRADE = SPECIMENS / "trade"
API, KEP, IMF = (TRADE / n for n in ("census_api.json", "rosstat_kep.csv", "imf_dots.2022-02-28.csv"))
READ = CENSUS.read_text(encoding="utf-8")
CASES: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "empty": ("country.csv", data(b""), "the file is empty"),
    "a web page": ("country.csv", data(PAGE), "this is a web page"),
    "a web page as a list": ("sdn_2025-03-10.csv", data(PAGE), "this is a web page"),
    "another file under the name": ("country.csv", data("a,b\n1,2\n"), "no reader knows this content"),
    "binary": ("country.csv", data(b"\x00\x01\x02" * 50), "neither text nor a known archive"),
    "an archive of several files": ("country.zip", archive, "this archive; it holds 2 file(s): one.csv, two.csv"),
    "packed with gzip": ("country.csv.gz", data(gzip.compress(b"a,b\n")), "packed with gzip"),
    "packed with xz": ("country.csv.xz", data(lzma.compress(b"a,b\n")), "packed with xz"),
    "a PDF document": ("country.pdf", data("%PDF-1.7\n1 0 obj\n"), "the file is a PDF document"),
    "an old workbook": ("country.xls", data(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00"), "a workbook of Excel"),
    "R data": ("trade.RData", data(gzip.compress(b"RDX3\nX\n")), "the file is R data"),
    "latin-1": ("country.csv", data(READ.replace("Elsewhere", "C\xf4te").encode("latin-1")),
                "the file is not UTF-8: byte 0xf4"),
    "cut off within a row": ("country.csv", cut(CENSUS), "a row has"),
    "a new column": ("country.csv", text("CTYNAME,", "CTYNAME,NOTE,"), "new 'NOTE'"),
    "a renamed column": ("country.csv", text("CTY_CODE", "COUNTRY_CODE"), "missing 'CTY_CODE', new 'COUNTRY_CODE'"),
    "a country under another code": ("country.csv", text("4621,Russia", "4621,Rusland"),
        "unknown country under a known code"),
    "no row of the world": ("country.csv", text("0015", "0016"), "no row of country code 0015"),
    "a cut workbook": ("eu.xlsx", cut(SPECIMENS / "trade" / "eurostat_ds045409.xlsx"), "the archive is damaged"),
    "a zip bomb": ("country.xlsx", bomb, "the archive would unpack to"),
    "an unknown programme": ("sdn_2025-03-10.csv", text("CUBA", "ATLANTIS-EO1", SDN),
        "unknown programme tag: 'ATLANTIS-EO1'"),
    "an unknown type": ("sdn_2025-03-10.csv", text('"individual"', '"airship"', SDN),
        "unknown type of entry: 'airship'"),
    "an entry twice": ("sdn_2025-03-10.csv", text('\r\n43,', '\r\n42,', SDN),
        "entry 42 stands twice"),
    "a list without a day": ("sdn.csv", text("CUBA", "CUBA", SDN), "does not say its day"),
    "a list that is cut off": ("sdn_2025-03-10.csv", cut(SDN), "the file cannot be read"),
    "an entity bomb": ("sdn.xml", data(BOMB), "declares a document type"),
    "an entity of another file": ("sdn.xml", data(OUTWARD), "declares a document type"),
    "XML that is cut off": ("sdn.xml", cut(XML), "no well-formed XML"),
    "XML with fewer entries than it says": ("sdn.xml", text("<Record_Count>2<", "<Record_Count>3<", XML),
        "says 3 entries and holds 2"),
    "JSON that is cut off": ("api.json", cut(API), "no well-formed JSON"),
    "an unknown country code": ("api.json", text('"4621"', '"9999"', API),
                                "unknown country code: '9999'"),
    "a figure that is none": ("tab.csv", text("2,5", "2,x", KEP),
        "no figure with a decimal comma"),
    "a member state nobody knows": ("imf_2022-02-28.csv", text("1C_080", "1c 080", IMF),
                                    "unknown country code"),
}  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> SmallProject:
    return small_project(tmp_path_factory.mktemp("bad"), "trade", lambda _, row: row["fact_id"].endswith("2017"))


@pytest.mark.parametrize("case", CASES)
def test_it_stops_with_three_lines_and_changes_nothing(project: SmallProject, tmp_path: Path, case: str) -> None:
    name, write, words = CASES[case]
    write(tmp_path / name)
    before = project.state
    with pytest.raises(DataProblem) as found:
        project.take(tmp_path / name)
    assert words in found.value.what
    assert name in found.value.where
    assert found.value.do
    assert len(str(found.value).splitlines()) == 3
    assert found.value.exit_code == 1
    assert project.state == before


SAME: dict[str, Callable[[str], bytes]] = {
    "UTF-16": lambda text: text.encode("utf-16"),
    "no end of the last line": lambda text: text.rstrip("\n").encode(),
    "thousands with commas": lambda text: re.sub(r"(?<=,)(\d{2,3})(\d{3})(?=[,\n])", r'"\1,\2"', text).encode(),
}


@pytest.mark.parametrize("case", SAME)
def test_a_file_written_otherwise_gives_the_same_facts(tmp_path: Path, case: str) -> None:
    plain, other = tmp_path / "a.csv", tmp_path / "b.csv"
    plain.write_text(READ, encoding="utf-8")
    other.write_bytes(SAME[case](READ))
    assert other.read_bytes() != plain.read_bytes()
    wanted, found = (reading_of(p).candidates["trade_volumes"] for p in (plain, other))
    assert wanted.height > 0
    assert found.equals(wanted)


@pytest.mark.parametrize(("arguments", "words", "where"), [
    (["none-*.csv"], "there is no such file", "none-*.csv"),
    (["empty"], "the folder holds no file", "empty"),
    ([str(CENSUS), "--published-on", "10.1.2024"], "not a day: '10.1.2024'", "--published-on"),
    ([str(CENSUS), "--collected-on", "latest"], "not a day: 'latest'", "--collected-on"),
    (["census_country"], "no file is named", "FILE"),
])  # fmt: skip
def test_wrong_use_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str, where: str
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageProblem) as found:
        app(["ingest", *arguments, "--project", str(SPECIMENS.parents[1])], standalone_mode=False)
    assert (found.value.what, found.value.where) == (words, where)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Played, for the tests may run as a user who may read all."""

    def refused(self: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    path = Path(shutil.copy(CENSUS, tmp_path))
    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(DataProblem, match="cannot be read: Permission denied"):
        _ = Original(path).kind


def test_a_folder_of_mixed_files_stops_before_anything_is_written(project: SmallProject, tmp_path: Path) -> None:
    shutil.copy(CENSUS, tmp_path / "country.csv")
    (tmp_path / "notes.txt").write_text("hello\n", encoding="utf-8")
    before = project.state
    with pytest.raises(DataProblem, match="no reader knows this content") as found:
        project.take(tmp_path)
    assert found.value.where.endswith("notes.txt")
    assert project.state == before


def test_a_file_of_another_format_under_a_named_reader(project: SmallProject) -> None:
    with pytest.raises(DataProblem, match="this is no file of ofac_sdn"):
        project.take(CENSUS, reader="ofac_sdn")


@pytest.mark.parametrize("reader", [r.name for r in all_readers()])
def test_every_reader_has_a_specimen_that_it_alone_knows(reader: str) -> None:
    """So a file is recognised without being named, and no reader takes another's."""
    found = specimens_of(reader_named(reader))
    assert found, "write one under tests/specimens/"
    for path in found:
        assert [r.name for r in all_readers() if r.recognises(Original(path))] == [reader], path.name


def test_an_archive_is_unpacked_under_plain_names(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../../up.txt", "x")
        archive.writestr("b/c d.txt", "y")
    (tmp_path / "out").mkdir()
    assert sorted(p.name for p in unpack(tmp_path / "a.zip", tmp_path / "out")) == ["c_d.txt", "up.txt"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.zip", "out"]


def test_a_damaged_member_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", "abcdefgh" * 10)
    damaged = path.read_bytes().replace(b"abcdefgh", b"abcdxfgh", 1)
    path.write_bytes(damaged)
    with pytest.raises(DataProblem, match="damaged or locked"):
        unpack(path, tmp_path)
    shutil.rmtree(tmp_path, ignore_errors=True)


SPLINTERS = (
    b",",
    b'"',
    b"\n",
    b"\t",
    b";",
    b"999999999999999999",
    b"NaN",
    b"\r\n",
    b"\x00",
    b"2020-13-45",
    b"<",
    b"&x;",
)


def broken(data: bytes, chance: random.Random) -> bytes:
    """A file with one fault: cut, thinned, a splinter put in, its lines repeated, or a digit replaced."""
    at = chance.randrange(len(data))
    match chance.randrange(5):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + data[at + chance.randrange(1, 30) :]
        case 2:
            return data[:at] + chance.choice(SPLINTERS) + data[at:]
        case 3:
            return data + data[data.find(b"\n") + 1 :]
    return data.replace(str(chance.randrange(10)).encode(), chance.choice([b"", b"x", b"99999"]))


@pytest.mark.parametrize("path", sorted(SPECIMENS.glob("*/*.*")), ids=lambda p: p.name)
def test_a_file_with_a_fault_is_read_or_told_in_three_lines(path: Path, tmp_path: Path) -> None:
    chance = random.Random(path.name)
    reader = next(r for r in all_readers() if r.recognises(Original(path)))
    for number in range(3):
        faulty = tmp_path / str(number) / path.name
        faulty.parent.mkdir()
        faulty.write_bytes(broken(path.read_bytes(), chance))
        try:
            original = Original(faulty)
            assert original.kind
            reader.read(Request((original,), held=lambda _: HELD))
        except Problem as problem:
            assert len(str(problem).splitlines()) == 3
