"""Made-up copies of the OFAC list, one a day, in the layout of ``sdn.csv``: entries come, go and change.

    python benchmarks/list_files.py FOLDER [--days 308] [--entries 15000] [--seed 1]

The same seed gives the same bytes. Numbers of entries that are gone are never used again.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

TAGS = (
    "RUSSIA-EO14024", "SDGT", "UKRAINE-EO13661", "SDNTK", "CUBA", "IRAN", "RUSSIA-EO14024] [CYBER2", "NPWMD] [IFSR",
    "UKRAINE-EO13662] [RUSSIA-EO14024", "BELARUS-EO14038", "CAATSA - RUSSIA", "SYRIA", "GLOMAG", "VENEZUELA",
)  # fmt: skip
TYPES = ("-0- ", '"individual"', '"vessel"', '"aircraft"')
TYPE_SHARES = (0.47, 0.47, 0.05, 0.01)
NOTHING = "-0- "
SENTENCE = "Secondary sanctions risk: section 11 of Executive Order 14024, as amended; Registration Number "
ADDED, REMOVED, CHANGED = 12, 5, 20
"""Entries a day, on the average."""


def entries(rng: np.random.Generator, numbers: np.ndarray) -> pl.DataFrame:
    """Made-up entries under the given numbers, cells as the file has them."""
    count = numbers.size
    tags = pl.Series(TAGS)[np.minimum(rng.geometric(0.25, count) - 1, len(TAGS) - 1)]
    kinds = pl.Series(TYPES)[rng.choice(len(TYPES), count, p=TYPE_SHARES)]
    names = pl.Series("name", numbers).cast(pl.String)
    frame = pl.DataFrame({"number": numbers, "tag": tags, "kind": kinds, "text": rng.integers(0, 10**9, count)})
    is_vessel = pl.col("kind") == '"vessel"'
    return frame.with_columns(
        pl.concat_str(pl.lit('"MADE UP NAME '), names, pl.lit(", 'S.A.'"), pl.lit('"')).alias("name"),
        pl.when(is_vessel).then(pl.lit('"Crude Oil Tanker"')).otherwise(pl.lit(NOTHING)).alias("vessel"),
        pl.when(is_vessel).then(pl.lit('"Panama"')).otherwise(pl.lit(NOTHING)).alias("flag"),
    )  # fmt: skip


def as_file(held: pl.DataFrame) -> bytes:
    """The twelve cells of each entry, CR LF, and the mark at the end."""
    nothing = pl.lit(NOTHING)
    cells = (
        "number", "name", "kind", pl.concat_str(pl.lit('"'), "tag", pl.lit('"')), nothing, nothing, "vessel", nothing,
        nothing, "flag", nothing,
        pl.concat_str(pl.lit(f'"DOB 1 Jan 1970; {SENTENCE}'), "text", pl.lit(f' (made up); {SENTENCE}none."')),
    )  # fmt: skip
    lines = held.select(pl.concat_str(*cells, separator=",").alias("line"))["line"]
    return ("\r\n".join(lines) + "\r\n\x1a").encode("ascii")


def write_lists(folder: Path, *, days: int, count: int, seed: int) -> tuple[list[Path], dict[str, int]]:
    """One list a day; returns the files, and how many entries were added, removed and changed."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    held = entries(rng, np.arange(36, 36 + count))
    following = 36 + count
    made, totals = [], {"added": 0, "removed": 0, "changed": 0}
    for number in range(days):
        if number:
            added, removed, changed = (int(n) for n in rng.poisson((ADDED, REMOVED, CHANGED)))
            places = rng.permutation(held.height)[: removed + changed]
            gone, other = np.zeros(held.height, dtype=bool), np.zeros(held.height, dtype=np.int64)
            gone[places[:removed]], other[places[removed:]] = True, 1
            kept = held.with_columns(pl.col("text") + pl.Series(other)).filter(~pl.Series(gone))
            held = pl.concat([kept, entries(rng, np.arange(following, following + added))])
            following += added
            for name, n in (("added", added), ("removed", removed), ("changed", changed)):
                totals[name] += n
        made.append(folder / f"sdn_{dt.date(2023, 1, 2) + dt.timedelta(number)}.csv")
        made[-1].write_bytes(as_file(held))
    return made, totals


def main() -> None:
    """Write the lists and say how large they are."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("folder", type=Path)
    reader.add_argument("--days", type=int, default=308)
    reader.add_argument("--entries", type=int, default=15_000)
    reader.add_argument("--seed", type=int, default=1)
    asked = reader.parse_args()
    start = time.perf_counter()
    made, totals = write_lists(asked.folder, days=asked.days, count=asked.entries, seed=asked.seed)
    size = sum(p.stat().st_size for p in made)
    sys.stdout.write(f"{len(made)} lists, {size / 1e9:.2f} GB in {time.perf_counter() - start:.1f} s: {totals}\n")


if __name__ == "__main__":
    main()
