"""What to look at for sanctions: packages and counter-measures are kept by hand."""

from __future__ import annotations

import polars as pl

from indicators.ingesting.sentinel import Sentinel

EU = pl.col("issuer") == "eu_council"
SENTINELS = (
    Sentinel(
        name="eu_packages",
        family="sanctions",
        table="sanctions_actions",
        rows=EU & pl.col("package").is_not_null(),
        day="action_date",
        every_days=30,
        look_at=("eur-lex.europa.eu (Regulations 269/2014 and 833/2014, amendments)", "consilium.europa.eu/en/press"),
        confirm=(
            "no package was adopted since the newest one, or its listings stand here by annex and type",
            "the number of the package is the Council's own, not by sequence",
            "record numbers printed in Annex I agree with the counts",
        ),
    ),
    Sentinel(
        name="eu_prolongation",
        family="sanctions",
        table="sanctions_actions",
        rows=EU,
        day="action_date",
        every_days=60,
        look_at=("consilium.europa.eu/en/press",),
        confirm=("the measures were prolonged to the next half-year", "removals at the prolongation stand here"),
    ),
    Sentinel(
        name="russian_countermeasures",
        family="sanctions",
        table="sanctions_actions",
        rows=pl.col("issuer").str.starts_with("rus_"),
        day="action_date",
        every_days=60,
        look_at=("mid.ru (stop lists)", "fedsfm.ru"),
        confirm=("no list of barred persons was published or lengthened since the newest action",),
    ),
    Sentinel(
        name="us_state_and_bis",
        family="sanctions",
        table="sanctions_actions",
        rows=pl.col("issuer").is_in(["us_state", "us_bis"]),
        day="action_date",
        every_days=60,
        look_at=("state.gov/sanctions", "federalregister.gov (Entity List)"),
        confirm=("additions that OFAC's list does not hold stand here",),
    ),
)
