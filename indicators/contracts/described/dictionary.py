"""The data dictionary: every table, column, code and rule as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from indicators.contracts.comparison.kinds import KINDS
from indicators.contracts.described.description import DescribedColumn, DescribedTable, Description
from indicators.contracts.described.phrases import by_family, common_columns, files, listing, markdown, same_codes, span
from indicators.contracts.described.sources import SourceUsed
from indicators.contracts.reading import FORMATS, TEXT_RULES

MADE_BY = "<!-- Made by: indicators contracts docs -->"
COMMON = "Columns of every table of facts"


def data_dictionary(description: Description, sources: Mapping[str, Sequence[SourceUsed]]) -> str:
    """The whole dictionary as one Markdown text.

    Parameters
    ----------
    description : Description
        All tables.
    sources : mapping
        Table name to the sources that its rows name.
    """
    common = common_columns(description)
    lines = [MADE_BY, "", "# Data dictionary", "", *_introduction(description)]
    for family, tables in by_family(description.tables.values()).items():
        lines += ["", f"## {_heading(family)}"]
        for table in tables:
            lines += ["", *_table(table, {c.name for c in common if c in table.columns}, sources.get(table.name, ()))]
    if common:
        lines += ["", f"## {COMMON}", "", *_columns(common), *_code_lists(common)]
    lines += ["", "## Changes and versions", "", *_changes()]
    return "\n".join(lines) + "\n"


def _heading(family: str) -> str:
    words = {"made": "Made by the build", "models": "Results of models", "shared": "Shared by all families"}
    return words.get(family, family.replace("_", " ").capitalize())


def _introduction(description: Description) -> Iterator[str]:
    tables = description.tables.values()
    columns, rules = sum(len(t.columns) for t in tables), sum(len(t.rules) for t in tables)
    yield (
        f"What each table promises: {len(tables)} tables, {columns} columns, {rules} rules over rows. A column's type, "
        "code list, range, form and reference are rules too. "
        "The same as data: [contracts.json](contracts.json); in standard formats: `indicators contracts export`."
    )
    yield ""
    yield from _grid(
        ("table", "one row is", "rules", "version"),
        ((f"[{t.name}](#{t.name})", markdown(t.row), str(len(t.rules) or ""), t.version) for t in tables),
    )
    yield ""
    yield "Cells of raw files:"
    yield ""
    for kind, (_, form) in FORMATS.items():
        yield f"- {kind}: {markdown(form)}"
    for _, _, sentence, _ in TEXT_RULES:
        yield f"- text: {markdown(sentence.removeprefix('Text '))}"


def _table(table: DescribedTable, common: set[str], sources: Sequence[SourceUsed]) -> Iterator[str]:
    yield f"### {table.name}"
    yield ""
    yield f"{markdown(table.title)}. {markdown(table.row)}"
    yield ""
    yield from _facts(table)
    if table.usage:
        yield ""
        yield "**Mind when using it**"
        yield ""
        yield from (f"- {markdown(sentence)}" for sentence in table.usage)
    yield ""
    own = [c for c in table.columns if c.name not in common]
    yield from _columns(own)
    if common:
        yield ""
        yield f"And the [columns of every table of facts](#{COMMON.lower().replace(' ', '-')})."
    yield from _code_lists(own)
    if table.rules:
        yield ""
        rules = (
            (f"`{r.id.partition('.')[2]}`", r.severity, markdown(r.sentence), _names(r.columns)) for r in table.rules
        )
        yield from _grid(("rule", "severity", "promise", "columns"), rules)
    if table.waits:
        yield ""
        yield "Rules that may have no row to test yet:"
        yield ""
        yield from (f"- `{name}`: {markdown(reason)}" for name, reason in table.waits)
    if sources:
        yield ""
        yield from _sources(sources)


def _facts(table: DescribedTable) -> Iterator[str]:
    yield f"- Version {table.version}"
    if table.files:
        yield "- Files: " + listing([f"`{path}`" for path in files(table)], most=4)
    if table.key:
        yield f"- No two rows agree on: {_names(table.key)}"
    if table.may_be_empty:
        yield f"- May have no row: {markdown(table.may_be_empty)}"
    if table.quantity:
        yield f"- Rows that agree on these are vintages or rival sources of one number: {_names(table.quantity)}"


def _columns(columns: Iterable[DescribedColumn]) -> Iterator[str]:
    yield from _grid(
        ("column", "type", "unit", "definition", "permitted"),
        ((f"`{c.name}`", _type(c), markdown(c.unit or ""), markdown(c.definition), _permitted(c)) for c in columns),
    )


def _type(column: DescribedColumn) -> str:
    return column.type if column.required else f"{column.type}, may be empty"


def _permitted(column: DescribedColumn) -> str:
    codes = ", ".join(f"`{code}`" for code, _ in column.codes[:12])
    if len(column.codes) > 12:
        codes += f" and {len(column.codes) - 12} more, see below"
    parts = [codes, span(column), f"values of `{column.references}`" if column.references else ""]
    if column.pattern:
        parts.append(_code(column.pattern))
    if column.free_text:
        parts.append("free text")
    return "; ".join(part for part in parts if part)


def _code_lists(columns: Sequence[DescribedColumn]) -> Iterator[str]:
    again = same_codes(columns)
    for column in columns:
        if column.codes and column.name not in again:
            names = [column.name, *(name for name, first in again.items() if first == column.name)]
            yield ""
            yield f"Codes of {_names(names)}:"
            yield ""
            yield from (f"- `{code}`" + (f": {markdown(meaning)}" if meaning else "") for code, meaning in column.codes)


def _sources(sources: Sequence[SourceUsed]) -> Iterator[str]:
    publishers: dict[str, int] = {}
    terms: dict[str, int] = {}
    for source in sources:
        publishers[source.publisher] = publishers.get(source.publisher, 0) + source.rows
        terms[source.licence] = terms.get(source.licence, 0) + 1
    ordered = [
        f"{markdown(name)} ({rows:,})"
        for name, rows in sorted(publishers.items(), key=lambda item: (-item[1], item[0]))
    ]
    yield f"Sources: {len(sources):,} of {len(publishers):,} publishers, with their rows: {listing(ordered)}."
    listed = [f"{markdown(name)} ({n})" for name, n in sorted(terms.items(), key=lambda item: (-item[1], item[0]))]
    yield f"Their terms: {listing(listed)}."


def _changes() -> Iterator[str]:
    yield (
        "Versions are major.minor.patch: a change that breaks one side raises major, a compatible one minor, wording "
        "patch. A promise that becomes weaker can break readers, one that becomes stronger can break writers. "
        "`indicators contracts diff` names each change; a breaking one needs the version and a line in CHANGELOG.md "
        "with the table's name in backticks. Made tables have no writer but the build."
    )
    yield ""
    yield from _grid(
        ("change", "for readers", "for writers"), ((markdown(k.says), k.reader, k.writer) for k in KINDS.values())
    )


def _grid(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    yield from (f"| {' | '.join(cells)} |" for cells in rows)


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _code(text: str) -> str:
    """A code span within a table: a bar would end the cell, so it is escaped."""
    return f"`{text}`".replace("|", "\\|")
