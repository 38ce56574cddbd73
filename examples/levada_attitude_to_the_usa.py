"""Russians' attitude to the United States: the yearly means that Levada printed beside means of its single polls.

Published: the Levada Center's printed yearly means of "good" answers. Ours: the mean of the polls of each year that
this collection holds. They differ where a poll of the year was not found.
"""

# %% Both, side by side
import polars as pl

import indicators as ind

PRINTED, OURS = "polls.rus.usa_attitude.levada_yearmean.good.a", "polls.rus.usa_attitude.levada.good.a"
wide = ind.series([PRINTED, OURS], wide=True).drop_nulls()
both = wide.select(year=pl.col("period_start").dt.year(), printed=PRINTED, ours=OURS)
both = both.with_columns(difference=pl.col("ours") - pl.col("printed"))
print(both)

# %% How far they are apart
gap = both["difference"].abs()
print(f"{both.height} years; mean distance {gap.mean():.1f}, largest {gap.max():.1f} percentage points")

# %% How many polls stand behind a year
polls = ind.series("polls.rus.usa_attitude.levada.good.m").drop_nulls("value")
counted = polls.group_by(year=pl.col("period_start").dt.year()).len("polls").sort("year")
print(both.join(counted, on="year", how="left"))
