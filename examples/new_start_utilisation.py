"""How much of the New START limit on deployed warheads Russia used: the published figure beside ours.

Published: US Department of State, fact sheet on the aggregate numbers of 1 March 2022: 1,474 deployed Russian warheads;
the treaty's limit is 1,550. Ours: the series made of the declared facts and of the limit in force.
"""

# %% What was declared, the limit, and the part of it that was used
import indicators as ind

PUBLISHED_WARHEADS, PUBLISHED_LIMIT, PERIOD = 1474, 1550, "2022-S1"
STEM = "arms_control.new_start.rus.deployed_warheads"
names = [f"{STEM}.{end}.h" for end in ("declared", "ceiling", "utilisation")]
rows = ind.series(names).select("series_id", "period", "value", "missing_reason", "quality")
print(rows.filter(series_id=names[0]).tail(4))

# %% Beside the published figures
declared, limit, used = (rows.filter(series_id=name, period=PERIOD)["value"].item() for name in names)
share = 100 * PUBLISHED_WARHEADS / PUBLISHED_LIMIT
print(f"published: {PUBLISHED_WARHEADS:,} of {PUBLISHED_LIMIT:,} warheads = {share:.1f} per cent")
print(f"ours:      {declared:,.0f} of {limit:,.0f} warheads = {used:.1f} per cent")

# %% The fact and its source
fact = ind.provenance(names[0], PERIOD).facts[0]
print("source:", fact.publisher, fact.cells["value_count"], "on", fact.cells["reference_date"])
