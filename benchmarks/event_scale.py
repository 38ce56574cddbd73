"""Event files through the reader: against the bare DuckDB query, against pandas in chunks, and as the input grows.

    python benchmarks/event_scale.py [--gigabytes 1] [--sizes 0.1 1 10] [--rounds 3] [--cluster 1 2 4] [--skip pandas]

Every way runs in a process of its own, one after the other, round by round, so that what else the machine does hits all
alike; the best round counts. Sizes above the first are the same files named again by other paths. Ratios of processor
time are told as well: they say what the work costs, whoever else works.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(1, str(Path(__file__).resolve().parent.parent))

from event_files import write_files

BOTH = ("USA", "RUS")
COLUMNS = 61
DAY, ACTOR_1, ACTOR_2, CODE, ADDED = 2, 8, 18, 27, 60
Answer = dict[str, int]
"""Events by dyad, month and code."""


def by_reader(paths: Sequence[Path]) -> Answer:
    """As `indicators ingest` reads them, with rows read, malformed rows and days."""
    from indicators.families.contacts.readers.gdelt import VERSION_2
    from indicators.ingesting.opening import Original
    from indicators.ingesting.reader import Request

    facts = VERSION_2.read(Request(tuple(map(Original, paths)))).candidates["event_counts"]
    keys = ["source_country", "target_country", "period", "event_code"]
    return {"|".join(row[:4]): row[4] for row in facts.select(*keys, "events_count").iter_rows()}


def by_query(paths: Sequence[Path]) -> Answer:
    """The same counts by one query that asks for nothing else."""
    import duckdb

    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(1, COLUMNS + 1))
    listed = ", ".join(f"'{p}'" for p in paths)
    with duckdb.connect(config={"preserve_insertion_order": "false"}) as connection:
        rows = connection.execute(
            f"SELECT c{ACTOR_1}, c{ACTOR_2}, substr(c{DAY}, 1, 4) || '-' || substr(c{DAY}, 5, 2), c{CODE}, count(*) "
            f"FROM read_csv([{listed}], delim='\t', header=false, quote='', escape='', columns={{{columns}}}, "
            f"auto_detect=false, null_padding=true, ignore_errors=true) "
            f"WHERE c{ACTOR_1} IN {BOTH} AND c{ACTOR_2} IN {BOTH} AND c{ACTOR_1} <> c{ACTOR_2} "
            f"AND length(c{DAY}) = 8 AND c{ADDED} IS NOT NULL GROUP BY ALL"
        ).fetchall()
    return {"|".join(row[:4]): row[4] for row in rows}


def by_pandas(paths: Sequence[Path], columns: Sequence[int] | None = None) -> Answer:
    """The same counts by pandas, 200,000 rows at a time, all columns or those that are needed."""
    import pandas as pd

    found: dict[str, int] = {}
    for path in paths:
        for chunk in pd.read_csv(
            path, sep="\t", header=None, names=range(COLUMNS), usecols=columns, dtype="string", quoting=3,
            on_bad_lines="skip", keep_default_na=False, chunksize=200_000, index_col=False,
        ):  # fmt: skip
            one, two, day = chunk[ACTOR_1 - 1], chunk[ACTOR_2 - 1], chunk[DAY - 1]
            sound = (day.str.len() == 8) & (chunk[ADDED - 1].str.len() == 14)
            ours = chunk[one.isin(BOTH) & two.isin(BOTH) & (one != two) & sound]
            month = ours[DAY - 1].str[:4] + "-" + ours[DAY - 1].str[4:6]
            keys = ours[ACTOR_1 - 1] + "|" + ours[ACTOR_2 - 1] + "|" + month + "|" + ours[CODE - 1]
            for key, n in keys.value_counts().items():
                found[str(key)] = found.get(str(key), 0) + int(n)
    return found


def by_pandas_projected(paths: Sequence[Path]) -> Answer:
    """The five columns alone."""
    return by_pandas(paths, [DAY - 1, ACTOR_1 - 1, ACTOR_2 - 1, CODE - 1, ADDED - 1])


WAYS: dict[str, Callable[[Sequence[Path]], Answer]] = {
    "reader": by_reader,
    "query": by_query,
    "pandas": by_pandas,
    "pandas_projected": by_pandas_projected,
}


def measure(way: str, paths: Sequence[Path]) -> dict[str, object]:
    """One way in this process, without the time that its libraries take to load."""
    import duckdb  # noqa: F401
    import pandas  # noqa: F401
    import polars  # noqa: F401

    import indicators.families.contacts.readers.gdelt  # noqa: F401

    start, used = time.perf_counter(), time.process_time()
    answer = WAYS[way](paths)
    seconds, cpu = time.perf_counter() - start, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cpu": cpu, "peak_mb": peak, "answer": answer}


def in_a_process(way: str, paths: Sequence[Path]) -> dict[str, object]:
    """One way in a process of its own."""
    command = [sys.executable, __file__, "--only", way, "--paths", *map(str, paths)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if run.returncode:
        sys.exit(run.stderr)
    found: dict[str, object] = json.loads(run.stdout)
    return found


def best(ways: Sequence[str], paths: Sequence[Path], rounds: int) -> dict[str, dict[str, float]]:
    """The best of some rounds by way; fails where two ways disagree."""
    runs: dict[str, list[dict[str, object]]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            runs[way].append(in_a_process(way, paths))
    answers = [run["answer"] for of_way in runs.values() for run in of_way]
    if any(answer != answers[0] for answer in answers):
        sys.exit("two ways or two rounds found different counts")
    return {
        way: {name: pick(float(str(run[name])) for run in of_way) for name, pick in PICKS.items()}
        for way, of_way in runs.items()
    }


PICKS: dict[str, Callable[..., float]] = {"seconds": min, "cpu": min, "peak_mb": max}


def again(paths: Sequence[Path], gigabytes: float, folder: Path) -> list[Path]:
    """The files under as many further names as make up the size."""
    size = sum(p.stat().st_size for p in paths)
    made: list[Path] = []
    for number in range(max(1, round(gigabytes * 1e9 / size))):
        for path in paths:
            made.append(folder / f"{number:04}-{path.name}")
            made[-1].symlink_to(path)
    return made


def compare(paths: Sequence[Path], rounds: int, ways: Sequence[str]) -> None:
    """Reader, bare query and pandas on the same files."""
    size = sum(p.stat().st_size for p in paths) / 1e9
    found = best(ways, paths, rounds)
    for way in ways:
        print(f"{way} {size:.2f} GB: {found[way]['seconds']:.1f} s, {found[way]['cpu']:.1f} s of processor, "
              f"peak {found[way]['peak_mb']:.0f} MB")  # fmt: skip
    for way in ways[1:]:
        print(f"reader / {way} (of {rounds} rounds): {found['reader']['seconds'] / found[way]['seconds']:.2f} in time, "
              f"{found['reader']['cpu'] / found[way]['cpu']:.2f} in processor time")  # fmt: skip


def unpacking(paths: Sequence[Path], folder: Path) -> None:
    """The same rows from zip archives, as the publisher keeps them: the whole, and the unpacking alone."""
    from indicators.ingesting.opening import unpack

    archive = folder / f"{paths[0].name}.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        packed.write(paths[0], paths[0].name)
    start = time.perf_counter()
    (made,) = unpack(archive, folder)
    alone = time.perf_counter() - start
    found = {"plain": in_a_process("reader", [made]), "zip": in_a_process("reader", [archive])}
    plain, whole = (float(str(found[k]["seconds"])) for k in ("plain", "zip"))
    if found["plain"]["answer"] != found["zip"]["answer"]:
        sys.exit("an archive counts differently")
    print(f"zip of {archive.stat().st_size / 1e6:.0f} MB, unpacked {made.stat().st_size / 1e6:.0f} MB: {whole:.1f} s; "
          f"unpacking alone {alone:.1f} s, the plain file {plain:.1f} s")  # fmt: skip


def grow(paths: Sequence[Path], sizes: Sequence[float], folder: Path) -> None:
    """Time and memory by size; linear where seconds a gigabyte stay the same."""
    first = 0.0
    for number, size in enumerate(sizes):
        here = folder / str(number)
        here.mkdir()
        some = paths if size >= 1 else paths[:1]
        named = again(some, size, here)
        real = sum(p.stat().st_size for p in named) / 1e9
        run, once = in_a_process("reader", named), in_a_process("reader", some)
        if run["answer"] != {key: n * (len(named) // len(some)) for key, n in dict(once["answer"]).items()}:  # type: ignore[call-overload]
            sys.exit("the counts did not grow with the files")
        cpu = float(str(run["cpu"])) / real
        first = first or cpu
        print(f"{real:.2f} GB in {len(named)} files: {float(str(run['seconds'])):.1f} s, {cpu:.2f} s of processor a GB "
              f"({cpu / first:.2f} of the first), peak {float(str(run['peak_mb'])):.0f} MB")  # fmt: skip


def spread(paths: Sequence[Path], counts: Sequence[int]) -> None:
    """The same files over a cluster of processes on this machine."""
    from distributed import LocalCluster

    from indicators.families.contacts.readers.gdelt import VERSION_2
    from indicators.ingesting.opening import Original
    from indicators.ingesting.reader import Request

    files, first, rows = tuple(map(Original, paths)), 0.0, None
    for count in counts:
        with LocalCluster(n_workers=count, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0",
                          worker_dashboard_address=None, silence_logs=50) as cluster:  # fmt: skip
            VERSION_2.read(Request(files[:count], scheduler=cluster.scheduler_address))  # libraries are loaded
            start = time.perf_counter()
            found = (
                VERSION_2.read(Request(files, scheduler=cluster.scheduler_address)).candidates["event_counts"].rows()
            )
            seconds = time.perf_counter() - start
        first, rows = first or seconds, rows or found
        print(f"{count} worker(s), one thread each: {seconds:.1f} s, {first / seconds:.2f} times as fast, "
              f"{'the same answer' if found == rows else 'ANOTHER ANSWER'}")  # fmt: skip


def main() -> None:
    """Write the files, run every part, print the ratios."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--gigabytes", type=float, default=1.0)
    asked.add_argument("--files", type=int, default=10)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--sizes", type=float, nargs="*", default=[0.1, 1, 10])
    asked.add_argument("--cluster", type=int, nargs="*", default=[1, 2, 4], help="Numbers of workers.")
    asked.add_argument("--skip", choices=("pandas", "pandas_projected"), nargs="*", default=[])
    asked.add_argument("--folder", type=Path, help="Where the files are, or are to be written.")
    asked.add_argument("--only", choices=WAYS, help=argparse.SUPPRESS)
    asked.add_argument("--paths", type=Path, nargs="*", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.only:
        print(json.dumps(measure(given.only, given.paths)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary) / "events"
        start = time.perf_counter()
        paths = sorted(folder.glob("*.CSV")) or write_files(
            folder, version=2, gigabytes=given.gigabytes, files=given.files, seed=1
        )
        size = sum(p.stat().st_size for p in paths) / 1e9
        print(f"{len(paths)} files, {size:.2f} GB, ready in {time.perf_counter() - start:.0f} s; "
              f"load {os.getloadavg()[0]:.1f} on {len(os.sched_getaffinity(0))} cores", flush=True)  # fmt: skip
        compare(paths, given.rounds, [way for way in WAYS if way not in given.skip])
        unpacking(paths, Path(temporary))
        grow(paths, given.sizes, Path(temporary))
        spread(paths, given.cluster)


if __name__ == "__main__":
    main()
