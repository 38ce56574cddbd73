"""Models hall: declared models meet the series as they were known; results are frozen, rounded and kept.

`kinds` lists the kinds of model there are, one module each, all with the same small interface (`kind.Kind`);
`fitting` fits what families declare and keeps each fit by the hash of its input; `step` writes the newest results
into the database as contracted tables (`tables`). Charts, tables and prose read only what passed here.
"""
