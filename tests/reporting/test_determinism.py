"""The same bytes under other threads, seeds, zones, locales and kernels; what differs is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.errors import DataProblem
from indicators.project import Project
from indicators.reporting.determinism import PROGRAM, compare_reports, compare_variants, kernel_variants, side_by_side
from indicators.reporting.verify import Finding

from .small import small_project

ROOT = Path(__file__).resolve().parents[2]
LEAKS = """
import os, sys
from pathlib import Path
root = Path(sys.argv[sys.argv.index("--project") + 1])
out = Path(sys.argv[sys.argv.index("--out") + 1]) if "--out" in sys.argv else root / "reports" / "2020Q4"
(root / "data" / "processed").mkdir(exist_ok=True)
(root / "data" / "processed" / "zone.csv").write_text("id,zone\\na," + os.environ["TZ"] + "\\n")
out.mkdir(parents=True)
(out / "seed.md").write_text("# Seed\\n\\n" + os.environ["PYTHONHASHSEED"] + "\\n")
(out / "same.md").write_text(str(sorted(name for name in os.environ if name.startswith("INDICATORS"))))
if "--out" in sys.argv:
    (out / "again.txt").write_text("")
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return small_project(tmp_path / "project")


def test_a_small_project_comes_out_the_same(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    program = ("-c", "from tests.reporting.small import main; main()")
    verdict = compare_variants(project, ("2020Q4",), lambda _: None, program=program)
    assert verdict.lines() == [
        "good      determinism 2020Q4: 2 variants, each built from nothing and its report written twice: "
        "17 table files and 15 report files, 0 unequal; beside 'one thread': many threads, other seed, zone and locale"
    ]
    assert not project.processed.exists(), "nothing is made in the project itself"


def test_what_leaks_from_the_surroundings_is_named(project: Project) -> None:
    told: list[str] = []
    verdict = compare_variants(project, (), told.append, program=("-c", LEAKS))
    other = "under 'many threads, other seed, zone and locale'"
    zone, seed, *again = verdict.findings
    assert zone.lines() == [
        f"  data/processed/zone.csv differs {other}", "    where:    row 1 (id=a), column zone",
        "    expected: Etc/GMT+12", "    got:      Pacific/Kiritimati",
    ]  # fmt: skip
    assert seed.lines() == [
        f"  reports/2020Q4/seed.md differs {other}", "    where:    section 'Seed', line 3",
        "    expected: 0", "    got:      4711",
    ]  # fmt: skip
    assert again == [
        Finding("again.txt", "is not made otherwise when written again under 'one thread'"),
        Finding("again.txt", f"is not made otherwise when written again {other}"),
    ]
    assert sorted(told) == ["variant 'many threads, other seed, zone and locale'", "variant 'one thread'"]


def test_a_build_that_fails_says_in_which_variant(project: Project) -> None:
    with pytest.raises(DataProblem, match="the build failed: no luck") as raised:
        compare_variants(project, (), lambda _: None, program=("-c", "import sys; sys.exit('error: no luck')"))
    assert "variant 'one thread'" in str(raised.value)


def test_the_kernels_are_those_of_the_issue_and_more() -> None:
    variants = {v.name: v.environment for v in kernel_variants()}
    assert {"BLAS kernel Haswell", "BLAS kernel Zen", "BLAS kernel Prescott", "old processor"} <= set(variants)
    assert variants["old processor"]["OPENBLAS_CORETYPE"] == "Prescott"


def test_at_least_one_build_is_run_at_a_time() -> None:
    assert side_by_side() >= 1
    assert PROGRAM[-1] == "indicators.cli"


def test_without_a_report_the_newest_quarter_is_taken(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, ...]] = []
    monkeypatch.setattr(
        "indicators.reporting.determinism.compare_variants", lambda _p, edition, _t, **_: seen.append(tuple(edition))
    )
    compare_reports(project, [], lambda _: None)
    assert seen == [()]
