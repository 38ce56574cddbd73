"""Made-up event files in the column layout of GDELT 1.0 (58 columns) and 2.0 (61): tabs, no header, no quoting.

    python benchmarks/event_files.py FOLDER [--version 2] [--gigabytes 1] [--files 4] [--seed 1]

The same seed gives the same bytes. Of the actors about one in three has no country, a few countries have most of the
others, and about one row in 120 is between the two countries. About one row in 20,000 is broken: cut in two lines, with
a cell too many, or without a day. Quotation marks stand in names as letters.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

BLOCK_ROWS = 250_000
ROW_BYTES = {1: 395, 2: 412}
"""Of a row, about."""
COUNTRIES = (
    "USA", "GBR", "ISR", "CHN", "RUS", "NGA", "AUS", "IRN", "CAN", "IND", "PAK", "SYR", "DEU", "FRA", "PSE", "PRK",
    "TUR", "KOR", "JPN", "UKR", "EGY", "PHL", "IRQ", "AFG", "SAU", "ITA", "ESP", "MEX", "ZAF", "KEN", "BRA", "VEN",
)  # fmt: skip
ROLES = ("", "GOV", "MIL", "MED", "BUS", "COP", "LEG", "EDU", "OPP", "CVL")
ROOT_WEIGHTS = (19, 8, 5, 27, 8, 2, 4, 3, 2, 3, 8, 4, 2, 3, 1, 2, 5, 4, 10, 1)
"""Of the 20 root codes of CAMEO, in their order."""
BROKEN = 20_000
"""Of so many rows one is broken."""


class Words:
    """What cells are drawn from: frames, so that cells that belong together stay together."""

    def __init__(self) -> None:
        weight = 1 / (np.arange(len(COUNTRIES)) + 2.0) ** 1.1
        named = [(c, r) for c in COUNTRIES for r in ROLES]
        share = [weight[COUNTRIES.index(c)] * (0.55 if not r else 0.05) for c, r in named]
        nameless = [("", r) for r in ROLES[1:]]
        self.actors = _actors([("", ""), *named, *nameless])
        self.actor_1 = _cumulated([0.1 * sum(share), *share, *[0.04 * sum(share)] * len(nameless)])
        self.actor_2 = _cumulated([0.4 * sum(share), *share, *[0.03 * sum(share)] * len(nameless)])
        self.codes, self.code = _codes()
        self.places = _places(800)
        self.place = _cumulated(1 / (np.arange(800) + 3.0) ** 0.8)
        self.addresses = pl.Series(
            [f"https://news{i % 97}.example/{_letters(i)}/{i:x}-{_letters(i * 7)}" for i in range(20_000)]
        )


def _actors(pairs: list[tuple[str, str]]) -> pl.DataFrame:
    """The ten columns of an actor."""
    names = [f'{role or "THE"} "{country}" {_letters(len(country + role))[:9].upper()}' for country, role in pairs]
    blank = [""] * len(pairs)
    return pl.DataFrame(
        {
            "code": [c + r for c, r in pairs],
            "name": [n if c or r else "" for n, (c, r) in zip(names, pairs, strict=True)],
            "country": [c for c, _ in pairs],
            "group": blank, "ethnic": blank, "religion_1": blank, "religion_2": blank,
            "type_1": [r for _, r in pairs], "type_2": blank, "type_3": blank,
        }
    )  # fmt: skip


def _codes() -> tuple[pl.DataFrame, np.ndarray]:
    """Code, base code, root code, class and scale; with their cumulated shares."""
    rows, weights = [], []
    for root, weight in enumerate(ROOT_WEIGHTS, start=1):
        for last in range(8):
            quad = 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4
            rows.append((f"{root:02}{last}", f"{root:02}{last}", f"{root:02}", str(quad), f"{(10 - root) / 2:.1f}"))
            weights.append(weight / (last + 1))
    return pl.DataFrame(rows, schema=["code", "base", "root", "quad", "scale"], orient="row"), _cumulated(weights)


def _places(count: int) -> pl.DataFrame:
    """The seven (1.0) or eight (2.0) columns of a place; the fifth is the one that 2.0 added."""
    at = [(f"{((i * 7919) % 18000) / 100 - 90:.4f}", f"{((i * 104729) % 36000) / 100 - 180:.4f}") for i in range(count)]
    return pl.DataFrame(
        {
            "type": [str(1 + i % 5) for i in range(count)],
            "name": [
                f"{_letters(i * 13)[:9].title()}, {_letters(i % 40)[:8].title()}, {COUNTRIES[i % 32].title()}"
                for i in range(count)
            ],
            "country": [COUNTRIES[i % 32][:2] for i in range(count)],
            "district": [f"{COUNTRIES[i % 32][:2]}{i % 60:02}" for i in range(count)],
            "second_district": [str(10_000 + i) if i % 3 else "" for i in range(count)],
            "north": [n for n, _ in at],
            "east": [e for _, e in at],
            "feature": [str(i * 997 - 400_000) for i in range(count)],
        }
    )  # fmt: skip


def _letters(number: int) -> str:
    """A made-up word of twelve letters."""
    rng = np.random.default_rng(number)
    return "".join("bcdfghklmnprstvz"[i] + "aeiou"[j] for i, j in rng.integers(0, (16, 5), (6, 2)))


def _cumulated(weights: object) -> np.ndarray:
    shares = np.asarray(weights, dtype=float)
    return np.cumsum(shares / shares.sum())


def block(words: Words, version: int, seed: tuple[int, int], day: dt.date, rows: int) -> pl.DataFrame:
    """Rows of one day as text cells, some of them broken."""
    rng = np.random.default_rng(seed)

    def drawn(frame: pl.DataFrame, shares: np.ndarray, prefix: str) -> list[pl.Series]:
        at = np.minimum(np.searchsorted(shares, rng.random(rows, dtype=np.float32)), frame.height - 1)
        names = [c for c in frame.columns if c != "second_district" or version == 2]
        return [s.alias(prefix + s.name) for s in frame.select(names)[at].get_columns()]

    all_first = np.zeros(rows, dtype=np.int64)
    late = np.where(rng.random(rows, dtype=np.float32) < 0.97, 0, rng.integers(1, 30, rows))
    days = (pl.Series("day", np.full(rows, np.datetime64(day)) - late).cast(pl.Date)).dt
    mentions = rng.integers(1, 20, rows, dtype=np.int32)
    added = f"{day:%Y%m%d}"
    if version == 2:
        quarter = np.arange(rows) * 96 // rows
        when = pl.Series("added", [f"{added}{q // 4:02}{q % 4 * 15:02}00" for q in range(96)])[quarter]
    else:
        when = pl.Series("added", [added])[all_first]
    number = (seed[0] * 1000 + seed[1]) * BLOCK_ROWS
    return _broken(
        pl.DataFrame(
            [
                pl.Series("id", np.arange(number, number + rows)).cast(pl.String),
                days.strftime("%Y%m%d").alias("day"), days.strftime("%Y%m").alias("month"),
                days.strftime("%Y").alias("year"), pl.Series("fraction", [f"{day:%Y}.{day.month * 820:04}"])[all_first],
                *drawn(words.actors, words.actor_1, "a_"), *drawn(words.actors, words.actor_2, "b_"),
                pl.Series("is_root", rng.integers(0, 2, rows)).cast(pl.String),
                *drawn(words.codes, words.code, "e_"),
                pl.Series("mentions", mentions), pl.Series("sources", mentions // 8 + 1),
                pl.Series("articles", mentions),
                pl.Series("tone", rng.normal(-2, 4, rows)),
                *drawn(words.places, words.place, "p_"), *drawn(words.places, words.place, "q_"),
                *drawn(words.places, words.place, "r_"),
                when, words.addresses[rng.integers(0, 20_000, rows)].alias("address"),
            ]
        ),
        rng,
    )  # fmt: skip


def _broken(frame: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """A line end within a name makes two short rows, a tab within it a long one; some days are no days."""
    at = pl.Series("fault", rng.integers(0, BROKEN, frame.height))
    name = pl.when(at == 0).then(pl.lit("cut\nin two")).when(at == 1).then(pl.lit("one\tcell more")).otherwise("p_name")
    day = pl.when(at == 2).then(pl.lit("0")).otherwise("day")
    return frame.with_columns(name.alias("p_name"), day.alias("day"))


def write_files(folder: Path, *, version: int, gigabytes: float, files: int, seed: int) -> list[Path]:
    """Files of successive days that come to about so many gigabytes."""
    folder.mkdir(parents=True, exist_ok=True)
    words, made = Words(), []
    rows_each = max(1, round(gigabytes * 1e9 / files / ROW_BYTES[version]))
    for number in range(files):
        day = dt.date(2014, 1, 1) + dt.timedelta(number)
        made.append(folder / f"{day:%Y%m%d}.export.CSV")
        with made[-1].open("wb") as stream:
            for part, start in enumerate(range(0, rows_each, BLOCK_ROWS)):
                rows = min(BLOCK_ROWS, rows_each - start)
                block(words, version, (seed * 10_000 + number, part), day, rows).write_csv(
                    stream, separator="\t", include_header=False, quote_style="never", float_precision=12,
                )  # fmt: skip
    return made


def main() -> None:
    """Write the files and say how large they are."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("folder", type=Path)
    reader.add_argument("--version", type=int, choices=(1, 2), default=2)
    reader.add_argument("--gigabytes", type=float, default=1)
    reader.add_argument("--files", type=int, default=4)
    reader.add_argument("--seed", type=int, default=1)
    asked = reader.parse_args()
    start = time.perf_counter()
    made = write_files(
        asked.folder, version=asked.version, gigabytes=asked.gigabytes, files=asked.files, seed=asked.seed
    )
    size = sum(p.stat().st_size for p in made)
    sys.stdout.write(f"{len(made)} files, {size / 1e9:.3f} GB in {time.perf_counter() - start:.1f} s\n")


if __name__ == "__main__":
    main()
