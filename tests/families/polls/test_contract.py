"""The real poll results keep their promises; each rule and column is broken in tests/rows."""

from __future__ import annotations

from indicators.contracts.findings import Audit
from indicators.families.polls import codes


def test_real_rows_keep_every_promise(audited: Audit) -> None:
    tables = {"poll_questions", "poll_results"}
    assert {f.rule_id for f in audited.findings if f.table in tables} == {
        "poll_results.fresh_levada_usa", "poll_results.fresh_gallup_russia",
    }  # fmt: skip
    assert not [r.rule_id for r in audited.results if r.table in tables and not r.tested]


def test_code_list_of_answers_holds_only_answers_in_use(audited: Audit) -> None:
    assert set(audited.tables["poll_results"]["response"]) == set(codes.RESPONSE)
