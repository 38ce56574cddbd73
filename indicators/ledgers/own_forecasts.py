"""Our own forecasts as rows, and how good they were: against what came, beside the naive forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from indicators.modelling.kind import SEASON, Fitted, Known, starts_and_values

if TYPE_CHECKING:
    from indicators.store.view import AsOfView

KIND = "forecast"
LEVELS = (80, 95)
ENDS = tuple(f"{end}_{level}" for level in LEVELS for end in ("lower", "upper"))
DECIMALS = 3
KEY = ("quarter", "series_id", "period_start")
COLUMNS: dict[str, type[pl.DataType]] = {
    "quarter": pl.String, "series_id": pl.String, "period_start": pl.Date, "horizon": pl.Int64, "method": pl.String,
    "median": pl.Float64, **dict.fromkeys(ENDS, pl.Float64), "naive": pl.Float64,
    **dict.fromkeys((f"naive_{end}" for end in ENDS), pl.Float64), "scale": pl.Float64,
}  # fmt: skip
"""``median`` with its bands is the forecast; ``naive`` with its bands the better naive one; ``scale`` the mean absolute
difference between values one season apart in the series as it was known, by which errors are divided."""


def forecast_rows(quarter: str, fit: Fitted, known: Known) -> pl.DataFrame:
    """The forecast of a fit as rows with ``COLUMNS``; none where the fit has no number."""
    from indicators.timeseries.backtesting import mase_scale
    from indicators.timeseries.rounding import published_significant

    empty = pl.DataFrame(schema=COLUMNS)
    if fit.reason is not None or fit.series.freq not in SEASON:
        return empty
    values = starts_and_values(known)[1]
    scale = published_significant(mase_scale(values, SEASON[fit.series.freq]))
    naive = {"naive": "benchmark", **{f"naive_{end}": f"benchmark_{end}" for end in ENDS}}
    frame = fit.frame.select(
        pl.lit(quarter).alias("quarter"), pl.lit(fit.series.id).alias("series_id"), "period_start",
        pl.int_range(1, pl.len() + 1).alias("horizon"), pl.lit(fit.method).alias("method"),
        pl.col("mean").alias("median"), *ENDS, *(pl.col(old).alias(new) for new, old in naive.items()),
        pl.lit(None if scale is None else float(scale)).alias("scale"),
    )  # fmt: skip
    return pl.concat([empty, frame.cast(COLUMNS)])  # type: ignore[arg-type]


def outcomes(view: AsOfView, series: list[str]) -> pl.DataFrame:
    """What came: ``series_id``, ``period_start``, ``actual``, as known in the view."""
    return view.observations(*series).select("series_id", "period_start", pl.col("value").alias("actual")).drop_nulls()


def scored_rows(forecasts: pl.DataFrame, came: pl.DataFrame) -> pl.DataFrame:
    """The forecasts whose period is known now, each with its error, CRPS, and whether it lay within the intervals.

    Parameters
    ----------
    forecasts : DataFrame
        Rows with ``COLUMNS``.
    came : DataFrame
        As from `outcomes`.
    """
    from indicators.timeseries.quantile_scores import quantile_crps

    rows = forecasts.join(came, on=["series_id", "period_start"], how="inner").sort(KEY)
    made = {}
    for name, middle, prefix in (("crps", "median", ""), ("naive_crps", "naive", "naive_")):
        bands = {n: (rows[f"{prefix}lower_{n}"].to_numpy(), rows[f"{prefix}upper_{n}"].to_numpy()) for n in LEVELS}
        made[name] = pl.Series(name, quantile_crps(rows["actual"].to_numpy(), rows[middle].to_numpy(), bands))
    return rows.with_columns(
        *made.values(),
        error=pl.col("actual") - pl.col("median"),
        naive_error=pl.col("actual") - pl.col("naive"),
        **{f"within_{n}": pl.col("actual").is_between(f"lower_{n}", f"upper_{n}") for n in LEVELS},
    )


def summary(scored: pl.DataFrame) -> pl.DataFrame:
    """Scores by series, and by series and horizon (0 stands for all horizons together).

    Returns
    -------
    DataFrame
        ``series_id, horizon, forecasts, editions, mase, naive_mase, crps, naive_crps, crps_ratio`` and, for both
        levels, ``coverage_80`` with the exact 95 % interval (shares from 0 to 1), which takes forecasts as independent:
        overlapping ones are not, so that the true interval is wider.
    """
    by_horizon = [scored, scored.with_columns(horizon=pl.lit(0, pl.Int64))]
    frame = pl.concat(by_horizon).group_by("series_id", "horizon").agg(
        pl.len().alias("forecasts"), pl.col("quarter").n_unique().alias("editions"),
        (pl.col("error").abs() / pl.col("scale")).mean().alias("mase"),
        (pl.col("naive_error").abs() / pl.col("scale")).mean().alias("naive_mase"),
        pl.col("error").mean().alias("mean_error"),
        pl.col("crps").mean(), pl.col("naive_crps").mean(),
        *(pl.col(f"within_{n}").sum().cast(pl.Int64) for n in LEVELS),
    ).sort("series_id", "horizon")  # fmt: skip
    ratio = pl.when(pl.col("naive_crps") > 0).then(pl.col("crps") / pl.col("naive_crps")).alias("crps_ratio")
    covered = [_coverage(frame, n) for n in LEVELS]
    numbers = pl.col("mase", "naive_mase", "mean_error", "crps", "naive_crps", "crps_ratio").round(DECIMALS)
    whole = pl.concat([frame.with_columns(ratio).with_columns(numbers), *covered], how="horizontal")
    return whole.drop("within_80", "within_95").cast({"forecasts": pl.Int64, "editions": pl.Int64})


def _coverage(frame: pl.DataFrame, level: int) -> pl.DataFrame:
    from indicators.timeseries.event_scores import proportion

    found = [proportion(k, n) for k, n in frame.select(f"within_{level}", "forecasts").iter_rows()]
    name = f"coverage_{level}"
    rows = [(p.share, *p.exact) if p else (None, None, None) for p in found]
    schema = dict.fromkeys((name, f"{name}_low", f"{name}_high"), pl.Float64)
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(pl.all().round(DECIMALS))


def frozen_summary(published_forecasts: pl.DataFrame, came: pl.DataFrame) -> pl.DataFrame:
    """`summary` of the published forecasts whose period is known; no row where none is."""
    return summary(scored_rows(published_forecasts.select(list(COLUMNS)), came))
