"""The share of the United States in Russia's foreign trade: the figure of Russian customs beside ours.

Published: the Federal Customs Service, as reported by RT in October 2021: 4.8 per cent of turnover in January to August
2021. Ours: turnover with the United States over turnover with the world in customs figures of the same year; the months
that were published differ by one.
"""

# %% The published figure, as the fact's remark has it
import indicators as ind

PUBLISHED = 4.8
fact = "trade.cumulative.rt.2021-10.rus.usa.import.2021-01.2021-08"
print("published:", ind.load("trade_cumulative").filter(fact_id=fact)["note"].item(), "(January to August 2021)")

# %% Ours, from the parts of years that customs published for both partners
share = ind.series("trade.rus.usa_share_part_year.a").select("period", "value", "reference_date", "quality")
ours = share.filter(period="2021").row(0, named=True)
print(f"ours:      {ours['value']:.1f} per cent, January to {ours['reference_date']:%B %Y}")
print(f"distance:  {ours['value'] - PUBLISHED:+.1f} percentage points")

# %% Where our number comes from
traced = ind.provenance("trade.rus.usa_share_part_year.a", "2021")
for found in traced.facts:
    print(found.fact_id, found.publisher, found.cells["value_usd_mn"])

# %% Whole years, from another source: imports of both sides in the Correlates of War data
print(ind.series("trade.rus.usa_share.a").select("period", "value").tail(5))
