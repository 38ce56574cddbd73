"""The folder is swapped whole: a failure leaves the old report, other people's files are not touched."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.errors import UsageProblem
from indicators.reporting.write import check_out
from indicators.store.plan import put_back, swap_folder


def tree(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()}


OLD = {"manifest.json": "{}", "charts/a.svg": "old"}
NEW = {"manifest.json": "{ }", "charts/b.svg": "new", "report.md": "new"}


def put(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return put(tmp_path / "reports" / "2026Q2", OLD)


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    return put(tmp_path / "work" / "2026Q2", NEW)


def test_a_new_report_takes_the_place_of_the_old(out: Path, fresh: Path) -> None:
    swap_folder(fresh, out)
    assert tree(out.parent) == {f"2026Q2/{name}": text for name, text in NEW.items()}
    assert [p.name for p in out.parent.iterdir()] == ["2026Q2"]


def test_the_first_report_makes_its_folders(tmp_path: Path, fresh: Path) -> None:
    swap_folder(fresh, tmp_path / "some" / "where" / "2026Q2")
    assert tree(tmp_path / "some" / "where" / "2026Q2") == NEW


def fail(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", ["copy", "first rename", "second rename"])
def test_a_failed_write_leaves_the_old_folder_whole(
    out: Path, fresh: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename: Callable[[Path, Path], Path] = Path.rename

    def some_fail(self: Path, target: Path) -> Path:
        if (step == "first rename") == (self == out) and not self.name.startswith(".2026Q2.old"):
            fail()
        return rename(self, target)

    if step == "copy":
        copytree = shutil.copytree

        def half(source: Path, target: Path) -> None:
            copytree(source / "charts", target / "charts")
            fail()

        monkeypatch.setattr(shutil, "copytree", half)
    else:
        monkeypatch.setattr(Path, "rename", some_fail)
    with pytest.raises(OSError, match="No space"):
        swap_folder(fresh, out)
    monkeypatch.undo()
    assert tree(out) == OLD
    assert [p.name for p in out.parent.iterdir()] == ["2026Q2"]


class KilledError(BaseException):
    """Stands for SIGKILL: nothing catches it."""


@pytest.mark.parametrize("before", ["first rename", "second rename", "clearing away"])
def test_a_kill_leaves_one_of_them_whole_and_the_next_run_tidies_up(
    out: Path, fresh: Path, before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename: Callable[[Path, Path], Path] = Path.rename
    rmtree = shutil.rmtree

    def killed_rename(self: Path, target: Path) -> Path:
        if (self == out) == (before == "first rename"):
            raise KilledError
        return rename(self, target)

    def killed_rmtree(path: Path, **options: bool) -> None:
        if ".old-" in path.name:
            raise KilledError
        rmtree(path, **options)

    if before == "clearing away":
        monkeypatch.setattr(shutil, "rmtree", killed_rmtree)
    else:
        monkeypatch.setattr(Path, "rename", killed_rename)
    with pytest.raises(KilledError):
        swap_folder(fresh, out)
    monkeypatch.undo()
    whole = [tree(p) for p in out.parent.iterdir()]
    assert OLD in whole or NEW in whole
    if before == "second rename":
        assert not out.exists()
        put_back(out.parent, out.name)
        assert tree(out) == OLD
    swap_folder(fresh, out)
    assert tree(out) == NEW
    assert [p.name for p in out.parent.iterdir()] == ["2026Q2"], "nothing piles up"


def test_recovery_leaves_other_names_alone(out: Path, fresh: Path) -> None:
    others = [".2026Q2.old-x", ".2026Q1.old-12", "2026Q2.old-12", ".2026Q2.old-12.bak"]
    for name in others:
        put(out.parent / name, {"keep": "me"})
    swap_folder(fresh, out)
    assert sorted(p.name for p in out.parent.iterdir()) == sorted(["2026Q2", *others])


def test_only_a_report_or_an_empty_folder_is_replaced(tmp_path: Path, out: Path) -> None:
    check_out(out)
    check_out(tmp_path / "new")
    (tmp_path / "empty").mkdir()
    check_out(tmp_path / "empty")
    (tmp_path / "file").touch()
    (tmp_path / "nowhere").symlink_to(tmp_path / "elsewhere")
    mine = put(tmp_path / "mine", {"thesis.txt": "years of work"})
    for taken in (mine, tmp_path / "file", tmp_path / "nowhere", tmp_path):
        with pytest.raises(UsageProblem, match="something else") as caught:
            check_out(taken)
        assert caught.value.exit_code == 2
        assert "--out" in caught.value.do
