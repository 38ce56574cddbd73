"""Made-up rows of `trade_volumes` in any number, always the same, with two planted faults."""

from __future__ import annotations

from pathlib import Path

import polars as pl

PAIRS = [(r, p) for r in ("USA", "RUS", "CHN", "EU27") for p in ("WLD", "USA", "RUS", "CHN") if r != p]
YEARS = range(2000, 2020)
EDITION_ROWS = len(PAIRS) * 2 * len(YEARS) * 13
"""Two flows, twelve months and a year."""


def write_facts(raw: Path, rows: int) -> int:
    """Write ``trade/*.csv`` and ``sources.csv``; returns the number of rows, the next full edition."""
    editions = -(-rows // EDITION_ROWS)
    (raw / "trade").mkdir(parents=True)
    with (
        (raw / "trade" / "trade_volumes.csv").open("wb") as first,
        (raw / "trade" / "census_vintages.csv").open("wb") as second,
    ):
        for edition in range(editions):
            stream = first if edition < editions // 2 else second
            frame = _planted(_edition(edition), edition, editions)
            frame.write_csv(stream, include_header=stream.tell() == 0, float_scientific=False, float_precision=1)
    _sources(editions).write_csv(raw / "sources.csv")
    return editions * EDITION_ROWS


def _edition(edition: int) -> pl.DataFrame:
    """All figures of one edition: months in tenths of a million, years as their sums."""
    pairs = pl.DataFrame(PAIRS, schema=["reporter", "partner"], orient="row").with_row_index("pair")
    flows = pl.DataFrame({"flow": ["export", "import"], "valuation": ["fob", "cif"]})
    months = pl.DataFrame({"year": list(YEARS)}).join(pl.DataFrame({"month": list(range(1, 13))}), how="cross")
    size = pl.when(pl.col("partner") == "WLD").then(900_000).otherwise(20_000 + 1_000 * pl.col("pair"))
    wave = (pl.col("month") * 37 + pl.col("year") * 11 + edition) % 100
    monthly = (
        pairs.join(flows, how="cross")
        .join(months, how="cross")
        .with_columns(tenths=(size + wave).cast(pl.Int64), freq=pl.lit("M"))
        .with_columns(period=pl.format("{}-{}", "year", pl.col("month").cast(pl.String).str.zfill(2)))
    )
    yearly = monthly.group_by("pair", "reporter", "partner", "flow", "valuation", "year", maintain_order=True).agg(
        pl.col("tenths").sum()
    )
    yearly = yearly.with_columns(freq=pl.lit("A"), period=pl.col("year").cast(pl.String))
    columns = ["reporter", "partner", "flow", "freq", "period", "valuation", "tenths"]
    frame = pl.concat([monthly.select(columns), yearly.select(columns)])
    return _dressed(frame, edition)


def _day(edition: int) -> str:
    """The month of an edition."""
    return f"{2020 + edition // 12:04}-{1 + edition % 12:02}"


def _dressed(frame: pl.DataFrame, edition: int) -> pl.DataFrame:
    """The frame with the columns of the contract, in its order."""
    day = _day(edition)
    name = pl.format(f"bench.e{edition:04}.{day}.{{}}.{{}}.{{}}.{{}}", "reporter", "partner", "flow", "period")
    return frame.select(
        fact_id=name.str.to_lowercase(),
        reporter="reporter",
        partner="partner",
        flow="flow",
        freq="freq",
        period="period",
        valuation="valuation",
        adjustment=pl.lit("nsa"),
        vintage=pl.lit(day),
        value_usd_mn=pl.col("tenths") / 10,
        source_id=pl.lit(f"office-{edition:04}"),
        seen_in=pl.lit("made up"),
        published_on=pl.lit(f"{day}-15"),
        published_basis=pl.lit("upper_bound"),
        obs_status=pl.lit("A"),
        quality=pl.lit("high"),
        note=pl.when(pl.col("freq") == "A").then(pl.lit("made up, the sum of twelve months")),
    )


def _planted(frame: pl.DataFrame, edition: int, editions: int) -> pl.DataFrame:
    """Two faults: an id of the first edition is used again in the last one; a year of the second does not add up."""
    number = pl.int_range(pl.len())
    if edition == editions - 1:
        again = pl.lit(frame["fact_id"][0].replace(f"e{edition:04}.{_day(edition)}", f"e0000.{_day(0)}"))
        return frame.with_columns(fact_id=pl.when(number == 0).then(again).otherwise("fact_id"))
    if edition == 1:
        more = pl.col("value_usd_mn") + pl.when(number == pl.len() - 1).then(10).otherwise(0)
        return frame.with_columns(value_usd_mn=more)
    return frame


def _sources(editions: int) -> pl.DataFrame:
    numbers = pl.DataFrame({"n": list(range(editions))})
    name = pl.col("n").cast(pl.String).str.zfill(4)
    return numbers.select(
        source_id=pl.format("office-{}", name), title=pl.format("Edition {}", name), publisher=pl.lit("Office"),
        url=pl.lit(None, dtype=pl.String), licence=pl.lit("made up"), published_on=pl.col("n").map_elements(lambda n: f"{_day(n)}-15", return_dtype=pl.String),
        publisher_rank=pl.lit(1), release_lag_days=pl.lit(40), collected_on=pl.lit("2099-12-31"),
    )  # fmt: skip
