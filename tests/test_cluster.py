"""Work on a cluster of processes: the answer is that of one process, whatever the workers and whichever is lost."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from distributed import Client, LocalCluster

from indicators import cluster as hall
from indicators.cluster import carry_out
from indicators.errors import DataProblem, EnvironmentProblem
from indicators.ingesting.reader import Reading
from indicators.ingesting.recognising import requests
from indicators.registry import all_readers
from indicators.reporting.analysis_each import analyse_each, series_of
from tests.ingesting.projects import SPECIMENS

FILES, TIMES = 8, 8_000


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """One worker at first, each a process of its own; all of it on the loopback address."""
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0",
        worker_dashboard_address=None, silence_logs=50,
    ) as made:  # fmt: skip
        yield made


Ask = Callable[[str], Reading]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Event files of a few megabytes, each of another day, and their reader."""
    folder = tmp_path_factory.mktemp("events")
    text = (SPECIMENS / "contacts" / "gdelt_2_events.CSV").read_text(encoding="utf-8")
    for day in range(1, FILES + 1):
        (folder / f"201801{day:02}.export.CSV").write_text(text.replace("20180101", f"201801{day:02}") * TIMES)
    ((reader, request),) = requests(sorted(folder.iterdir()), all_readers(), None, None, "release")
    return lambda scheduler: reader.read(replace(request, scheduler=scheduler))


def told(reading: Reading) -> tuple[object, ...]:
    return reading.candidates["event_counts"].rows(), reading.rows_read, dict(reading.counts)


def pids(cluster: LocalCluster, at_least: int) -> set[int]:
    with Client(cluster, set_as_default=False) as client:
        client.wait_for_workers(at_least, timeout=60)
        return set(client.run(os.getpid).values())


def test_one_two_and_four_workers_say_what_this_process_says_and_so_do_those_left_of_a_killed_one(
    cluster: LocalCluster, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = told(ask(""))
    assert expected[1] == FILES * TIMES * 3
    for count in (1, 2, 4):
        cluster.scale(count)
        assert len(pids(cluster, count)) == count
        assert told(ask(cluster.scheduler_address)) == expected
    victim, killed = min(pids(cluster, 4)), []

    @contextmanager
    def killing() -> Iterator[Callable[[str], None]]:
        def tell(_: str) -> None:
            if not killed:
                os.kill(victim, signal.SIGKILL)
                killed.append(victim)

        yield tell

    monkeypatch.setattr(hall, "progress", killing)
    assert told(ask(cluster.scheduler_address)) == expected
    assert killed == [victim]
    assert victim not in pids(cluster, 3)


@pytest.mark.nightly
def test_series_come_back_from_workers_to_the_last_digit(cluster: LocalCluster) -> None:
    months = [f"{2018 + m // 12}-{m % 12 + 1:02d}" for m in range(36)]
    rows = [(name, month, str(0.1 * n * n + k)) for k, name in enumerate("ab") for n, month in enumerate(months)]
    frame = pl.DataFrame(rows, schema=["name", "month", "value"], orient="row")
    series = series_of(frame, "name", value=None, period=None, freq="M")
    here, away = analyse_each(series), analyse_each(series, cluster.scheduler_address)
    assert [one.methods for one in here] == [one.methods for one in away]
    for one, other in zip(here, away, strict=True):
        assert {n: f.write_csv() for n, f in one.tables.items()} == {n: f.write_csv() for n, f in other.tables.items()}
        assert "trend" in one.tables


def test_a_problem_on_a_worker_is_the_problem_here(cluster: LocalCluster, tmp_path: Path) -> None:
    missing = tmp_path / "absent.csv"
    with pytest.raises(DataProblem, match="cannot be read") as met:
        carry_out(size_of, [missing], cluster.scheduler_address)
    assert met.value.where == str(missing)


def size_of(path: Path) -> int:
    from indicators.ingesting.opening import Original

    return len(Original(path).head)


def test_other_versions_on_a_worker_stop_the_work(cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else digits may differ with the machine."""
    monkeypatch.setattr(hall, "versions", lambda: {"indicators": "0.0.0"})
    with pytest.raises(EnvironmentProblem, match="a worker has indicators"):
        carry_out(len, ["a"], cluster.scheduler_address)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "127.0.0.1:8786", "http://x:1", "tcp://h:99999", "tcp://"])
def test_a_bad_address_is_told_in_three_lines(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hall, "SECONDS_TO_ANSWER", 0.3)
    with pytest.raises(EnvironmentProblem) as met:
        carry_out(len, ["a"], address)
    assert met.value.exit_code == 3
    assert len(str(met.value).splitlines()) == 3


def test_a_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(EnvironmentProblem, match="needs the extra scale"):
        carry_out(len, ["a"], "tcp://127.0.0.1:1")


def test_progress_is_told_in_few_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert carry_out(abs, range(-1000, 0)) == list(range(1000, 0, -1))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == hall.LINES_OF_PROGRESS
    assert lines[-1] == "1,000 of 1,000 done"
