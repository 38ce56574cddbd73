"""The audit of millions of rows against the bare polars expressions of the same rules.

    python benchmarks/audit_speed.py --rows 5000000

Both start from the same csv files and count the same broken rows; each runs in a process of its own, whose peak memory
is printed. The audit also checks the files' structure, finds rows and lines, and never holds the whole table.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent))

from trade_rows import write_facts

from indicators.contracts.audit import audit
from indicators.contracts.model import Rule, columns_of, rule, rules_of
from indicators.contracts.reading import TEXT_RULES
from indicators.contracts.rules import SOURCE, column_rules
from indicators.contracts.shared import Sources
from indicators.families.trade.contract import TradeVolumes

KINDS = {"text": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date}


def by_audit(raw: Path) -> dict[str, int]:
    """Broken rows by rule, as the audit counts them; that every rule has a row to test is not asked of made-up rows."""
    result = audit(raw, (Sources, TradeVolumes), keep=False)
    table = TradeVolumes._contract.name
    return {r.rule_id: r.broken for r in result.results if r.table == table and r.rule_id != f"{table}.every_rule_tests"}


def by_expressions(raw: Path) -> dict[str, int]:
    """Broken rows by rule, all rules in one selection over the whole table."""
    contract, columns = TradeVolumes._contract, columns_of(TradeVolumes)
    schema = {c.name: KINDS[c.kind] for c in columns}
    frame = pl.concat([pl.read_csv(raw / "trade" / name, schema=schema) for name in contract.files])
    asked = [pl.col(name).alias(alias) for name, alias in SOURCE.items()]
    sources = pl.read_csv(raw / "sources.csv", try_parse_dates=True).select("source_id", *asked)
    frame = frame.join(sources, on="source_id", how="left", maintain_order="left")
    rules = [*column_rules(contract.name, columns), *_text_rules(), _reference(sources), *rules_of(TradeVolumes)]
    counts = frame.lazy().select((r.applies & ~r.holds).sum().alias(r.id) for r in rules).collect()
    return counts.row(0, named=True)


def _text_rules() -> list[Rule]:
    return [
        rule(f"{TradeVolumes._contract.name}.{c.name}.{name}", sentence,
             holds=~pl.col(c.name).str.contains(pattern), columns=(c.name,))
        for c in columns_of(TradeVolumes) if c.kind == "text" for name, pattern, sentence, _ in TEXT_RULES
    ]  # fmt: skip


def _reference(sources: pl.DataFrame) -> Rule:
    known = sources["source_id"].implode()
    name = f"{TradeVolumes._contract.name}.source_id.references"
    return rule(name, "source_id stands in sources", holds=pl.col("source_id").is_in(known), columns=("source_id",))


WAYS = {"audit": by_audit, "expressions": by_expressions}


def measure(way: str, raw: Path) -> dict[str, object]:
    """One way in this process."""
    start, used = time.perf_counter(), time.process_time()
    broken = {rule_id: n for rule_id, n in WAYS[way](raw).items() if n}
    seconds, cpu = time.perf_counter() - start, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": round(seconds, 1), "cpu_seconds": round(cpu, 1), "peak_mb": round(peak), "broken": broken}


def in_a_process(way: str, raw: Path) -> dict[str, object]:
    """One way in a process of its own."""
    run = subprocess.run([sys.executable, __file__, "--only", way, "--raw", raw], capture_output=True, check=True)
    found: dict[str, object] = json.loads(run.stdout)
    print(f"{way}: {found['seconds']} s ({found['cpu_seconds']} s of processor), peak {found['peak_mb']} MB")
    print(f"  broken: {found['broken']}")
    return found


def main() -> None:
    """Write the rows, run both ways, print the ratio; fails if they disagree."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=5_000_000)
    asked.add_argument("--only", choices=WAYS, help=argparse.SUPPRESS)
    asked.add_argument("--raw", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.only:
        print(json.dumps(measure(given.only, given.raw)))
        return
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        written = write_facts(raw, given.rows)
        size = sum(path.stat().st_size for path in raw.rglob("*.csv")) / 1e6
        print(f"{written} rows, {size:.0f} MB of csv")
        bare, full = (in_a_process(way, raw) for way in ("expressions", "audit"))
    print(f"audit / expressions: {full['seconds'] / bare['seconds']:.2f} in time, "
          f"{full['cpu_seconds'] / bare['cpu_seconds']:.2f} in processor time, "
          f"{full['peak_mb'] / bare['peak_mb']:.2f} in memory")  # fmt: skip
    if bare["broken"] != full["broken"]:
        sys.exit("the two ways found different rows")


if __name__ == "__main__":
    main()
