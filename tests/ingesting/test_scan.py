"""Scans in DuckDB: what goes into one query, what is too broken to count, and what falls back to slow reading."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from indicators.errors import DataProblem
from indicators.families.sanctions.readers.ofac import entries_of, scanned
from indicators.ingesting import scan as hall
from indicators.ingesting.opening import Original
from indicators.ingesting.scan import batches, scanning

from .projects import SPECIMENS, reading_of

EVENTS = SPECIMENS / "contacts" / "gdelt_2_events.CSV"
LIST = SPECIMENS / "sanctions" / "ofac_sdn.2025-03-10.csv"


def test_archives_are_unpacked_as_many_at_a_time_as_the_bound_lets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = EVENTS.read_bytes()
    for number in range(5):
        with zipfile.ZipFile(tmp_path / f"{number}.zip", "w") as archive:
            archive.writestr("a.CSV", plain)
    originals = [Original(p) for p in sorted(tmp_path.iterdir())]
    assert [len(b) for b in batches(originals)] == [5]
    monkeypatch.setattr(hall, "MOST_UNPACKED", 2 * len(plain))
    assert [len(b) for b in batches(originals)] == [2, 2, 1]
    assert reading_of(*(o.path for o in originals)).rows_read == 5 * reading_of(EVENTS).rows_read
    monkeypatch.setattr(hall, "MOST_FILES", 1)
    assert [len(b) for b in batches([Original(EVENTS)] * 3)] == [1, 1, 1]


def test_a_file_of_malformed_rows_is_refused_before_they_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hall, "MOST_REJECTED", 20)
    path = tmp_path / "events.CSV"
    first = EVENTS.read_text(encoding="utf-8").splitlines()[0]
    path.write_text("\n".join([first] + [first + "\tmore"] * 19) + "\n", encoding="utf-8")
    assert reading_of(path).counts["malformed rows"] == 19
    path.write_text("\n".join([first] + [first + "\tmore"] * 25) + "\n", encoding="utf-8")
    with pytest.raises(DataProblem, match="20 rows or more are malformed"):
        reading_of(path)


def test_a_scan_has_a_bounded_memory_and_the_threads_it_was_given() -> None:
    with scanning([EVENTS], threads=1) as connection:
        settings = (
            "SELECT current_setting('threads'), current_setting('memory_limit'), current_setting('temp_directory')"
        )
        threads, memory, disk = connection.execute(settings).fetchone() or ()
    assert (threads, disk) == (1, "")
    assert memory == "457.7 MiB"


@pytest.mark.parametrize(
    ("old", "new"), [(b'44,"', b'x,"'), (b',-0- ,"made up"\r\n', b",-0- \r\n"), (b"EXAMPLE", b"EX\xe4MPLE")]
)
def test_a_list_that_is_not_whole_is_left_to_the_reading_that_names_the_line(
    tmp_path: Path, old: bytes, new: bytes
) -> None:
    broken, data = tmp_path / "sdn_2025-03-11.csv", LIST.read_bytes()
    assert old in data
    broken.write_bytes(data.replace(old, new))
    assert scanned([broken]) == [None]
    with pytest.raises(DataProblem, match=r"sdn_2025-03-11\.csv:\d"):
        entries_of(Original(broken))


def test_the_scan_of_a_list_says_what_the_slow_reading_says() -> None:
    (rows,) = scanned([LIST.resolve()])
    assert rows is not None
    assert entries_of(Original(LIST), rows).sort("entry_id").equals(entries_of(Original(LIST)).sort("entry_id"))
