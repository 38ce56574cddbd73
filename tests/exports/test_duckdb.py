"""The DuckDB file explains itself, and a DuckDB one major version older reads it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from indicators.exports.bundle import Bundle

from .conftest import Written
from .outside import needs_checks, told_by

OLDER = """
import json, sys
import duckdb
c = duckdb.connect(sys.argv[1], read_only=True)
total = c.sql("SELECT sum(value) FROM observations WHERE series_id = 'trade.usa_rus.total.a'").fetchone()[0]
told = c.sql("SELECT comment FROM duckdb_columns() WHERE column_name = 'value_eur_mn'").fetchone()[0]
print(json.dumps([duckdb.__version__, total, told, c.sql("SELECT as_of::VARCHAR FROM about").fetchone()[0]]))
"""


@pytest.fixture(scope="module")
def path(written: Written) -> Path:
    return written("duckdb") / "indicators.duckdb"


def test_rows_types_keys_and_comments(bundle: Bundle, path: Path) -> None:
    with duckdb.connect(str(path), read_only=True) as connection:
        for item in bundle.datasets:
            back = connection.sql(f"FROM {item.name}").pl()
            assert back.equals(item.frame), item.name
        bare = "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND coalesce(comment, '') = ''"
        assert connection.sql(bare).fetchall() == []
        assert connection.sql("SELECT table_name FROM duckdb_tables() WHERE comment IS NULL").fetchall() == []
        keys = connection.sql("SELECT count(*) FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'")
        assert keys.fetchall() == [(len(bundle.datasets),)]


@needs_checks
def test_an_older_major_version_reads_it(bundle: Bundle, path: Path) -> None:
    version, total, told, as_of = told_by(OLDER, path)
    assert int(version.partition(".")[0]) == int(duckdb.__version__.partition(".")[0]) - 1
    item = bundle.named("observations")
    assert item is not None
    assert total == pytest.approx(item.frame.filter(series_id="trade.usa_rus.total.a")["value"].sum())
    assert (told.endswith("unit: EUR million"), as_of) == (True, "2026-06-30")
