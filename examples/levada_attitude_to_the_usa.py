"""Russians' attitude to the United States: printed yearly means of Levada's polls beside means of the polls held here.

Published: yearly means of "good" answers, as a notebook of January 2023 prints them from Levada's indicator table.
Ours: the mean of the single polls that releases and the press printed. The two can be compared only where every poll of
a year is held: in 2022. In 2008 we hold one of seven, taken in September, a month after the war in Georgia: its 23 per
cent is a poll and not a year, and the mean of that year is 42.6. What can be compared in other years is poll against
poll: a printed share and the point of the same month on the plotted line of the same table. (Means of that line prove
nothing: where it could be read in two ways, the reading was chosen by the printed mean.)
"""

# %% Printed means, ours, and how many polls stand behind each
import polars as pl

import indicators as ind

STEM = "polls.rus.usa_attitude"
year = pl.col("period_start").dt.year().alias("year")
printed = ind.series(f"{STEM}.levada_yearmean.good.a").drop_nulls("value").select(year, published="value")
held = ind.series(f"{STEM}.levada.good.m").drop_nulls("value")
line = ind.series(f"{STEM}.levada_chart.good.m").drop_nulls("value")
ours = held.group_by(year).agg(ours=pl.col("value").mean(), polls_held=pl.len())
drawn = line.group_by(year).agg(polls_of_the_year=pl.len())
years = printed.join(ours, on="year").join(drawn, on="year", how="left").sort("year")


# %% 2022: the line ends before it; a mean of whole per cents says itself how many polls it needs at least
def fewest_polls(mean: float) -> int:
    """The smallest number of whole per cents with this mean."""
    return next(n for n in range(1, 100) if abs(mean * n - round(mean * n)) < 1e-4)


needed = pl.col("published").map_elements(fewest_polls, return_dtype=pl.UInt32)
years = years.with_columns(pl.coalesce("polls_of_the_year", needed).alias("polls_of_the_year"))
with pl.Config(tbl_rows=-1):
    print(years)
for row in years.filter(pl.col("polls_held") == pl.col("polls_of_the_year")).iter_rows(named=True):
    print(f"{row['year']}, {row['polls_held']} polls: published {row['published']:.1f}, ours {row['ours']:.1f}")

# %% 2008: one poll is no year
autumn = held.filter(year == 2008).select("period", "value")
print("held of 2008:", autumn.rows(), "the line of 2008:", line.filter(year == 2008).select("period", "value").rows())

# %% Poll against poll: printed in releases and the press, and drawn by Levada
both = held.join(line, on="period_start", suffix="_drawn")
gap = (both["value"] - both["value_drawn"]).abs()
print(f"{both.height} polls printed and drawn: {(gap == 0).sum()} the same, largest distance {gap.max():.0f} points")
print(both.filter(gap > 0).select("period", "value", "value_drawn"))
