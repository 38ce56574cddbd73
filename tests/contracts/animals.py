"""A table made up for tests, its sources, and how to write their files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from indicators.contracts.model import Contract, FactTable, column, rule

SPECIES = {"bear": "Bear", "eagle": "Eagle"}
FILES = ("animals.1.csv", "animals.2.csv", "animals.3.csv", "animals.4.csv", "animals.5.csv")


class Animals(FactTable):
    """One count of animals, in five files."""

    _contract = Contract(
        name="animals",
        folder="zoo",
        files=FILES,
        title="Animals counted",
        key=("species", "seen_on", "source_id"),
        quantity=("species", "seen_on"),
        reference_end="seen_on",
    )
    _rules = (
        rule(
            "animals.within_year",
            "The days of a species lie within one year",
            holds=pl.col("seen_on").dt.year().drop_nulls().n_unique().over("species") == 1,
            applies=pl.col("species") == "bear",
            columns=("seen_on", "species"),
            mend="give the rows of another year a file of their own",
        ),
        rule(
            "animals.ranked",
            "A counted animal has a source of the first rank",
            holds=pl.col("source_publisher_rank") == 1,
            columns=("source_id",),
            severity="warning",
        ),
        rule(
            "animals.heavy_zoned",
            "A heavy animal has a zone",
            holds=pl.col("zone").is_not_null(),
            applies=pl.col("weight_kg") > 200,
            columns=("zone",),
        ),
        rule(
            "animals.eagles_small",
            "An eagle weighs less than a bear",
            holds=pl.col("weight_kg") < 100,
            applies=pl.col("species") == "eagle",
            columns=("weight_kg",),
        ),
    )

    species: str = column("Kind of animal", codes=SPECIES)
    seen_on: dt.date = column("Day of the count", ge=dt.date(2000, 1, 1))
    animals_count: int = column("Animals", unit="animals", ge=0, le=1000)
    weight_kg: float = column("Mean weight", unit="kilograms", nullable=True, gt=0)
    zone: str = column("Zone, such as A1", nullable=True, pattern=r"[A-Z]\d")


HEADER = (
    "fact_id,species,seen_on,animals_count,weight_kg,zone,source_id,seen_in,published_on,published_basis,"
    "obs_status,quality,note"
)
SOURCES_HEADER = "source_id,title,publisher,url,licence,published_on,publisher_rank,release_lag_days,collected_on"
SOURCES = f"{SOURCES_HEADER}\nzoo-1,Yearbook,Zoo,,not stated,2020-02-01,1,,2021-01-01\n"


def row(number: int, **changed: str) -> str:
    """A good row; ``changed`` replaces cells by column."""
    cells = {
        "fact_id": f"zoo.animal-{number}", "species": "bear", "seen_on": f"2020-01-{number:02}",
        "animals_count": str(number), "weight_kg": "250.5", "zone": "A1", "source_id": "zoo-1",
        "seen_in": "page 1", "published_on": "2020-02-01", "published_basis": "source", "obs_status": "A",
        "quality": "high", "note": "",
    }  # fmt: skip
    return ",".join((cells | changed).values()) + "\n"


def write(raw: Path, **files: str | bytes) -> Path:
    """Raw files: two good rows each, unless given by name (``animals_3``, ``sources``)."""
    (raw / "zoo").mkdir(parents=True, exist_ok=True)
    texts: dict[str, str | bytes] = {"sources.csv": SOURCES}
    for n, name in enumerate(FILES):
        texts[f"zoo/{name}"] = f"{HEADER}\n{row(2 * n + 1)}{row(2 * n + 2)}"
    for short, text in files.items():
        texts["sources.csv" if short == "sources" else f"zoo/{short.replace('_', '.')}.csv"] = text
    for name, text in texts.items():
        (raw / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return raw
