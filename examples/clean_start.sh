#!/bin/sh
# From a clean environment to a table in pandas, a labelled Stata file, an SDMX message read by sdmx1, and a chart.
# Run it in a checkout: sh examples/clean_start.sh [FOLDER]    The folder (default: clean_start) gets everything.
set -eu
folder=${1:-clean_start}
checkout=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$folder"
cd "$folder"

"${PYTHON:-python3}" -m venv venv
venv/bin/pip wheel --quiet --no-deps --wheel-dir . "$checkout"
venv/bin/pip install --quiet "$(ls indicators-*.whl)[export]" sdmx1
export INDICATORS_CACHE="$PWD/cache"

venv/bin/python - <<'PYTHON'
import altair as alt
import pyreadstat
import sdmx

import indicators as ind

ID = "trade.usa_rus.total.a"
total = ind.series(ID)
table = total.to_pandas()
print(table[["period", "value", "obs_status"]].tail(3).to_string(index=False))
print("unit:", table.attrs["series"][ID]["unit"], "| version of the facts:", table.attrs["data_version"])

ind.export(ID, to="dta", out="total.dta")
_, about = pyreadstat.read_dta("total.dta")
print("Stata:", about.column_names_to_labels["value"], "|", about.variable_value_labels["obs_status"])

for to in ("sdmx-ml-3", "sdmx-ml"):  # sdmx1 2.28 loads its reader of 3.0 only before it has read data of 2.1
    ind.export(ID, to=to, out=to)
    structure = sdmx.read_sdmx(f"{to}/structure.xml").structure["DSD_SERIES"]
    read = sdmx.to_pandas(sdmx.read_sdmx(f"{to}/data.xml", structure=structure).data[0])
    print(f"{to}:", len(read), "observations, the last", read.iloc[-1], "|", read.tolist() == table["value"].tolist())

unit = total.about.series[ID].unit
chart = alt.Chart(total).mark_line().encode(x=alt.X("period_start:T", title="year"), y=alt.Y("value:Q", title=unit))
chart.properties(title="US goods trade with Russia").save("total.svg")
PYTHON
venv/bin/indicators doctor
ls -l total.dta sdmx-ml/data.xml sdmx-ml-3/data.xml total.svg
