"""What sanctions give to the relations index."""

from indicators.store.index_inputs import IndexInput, IndexPart, NotInIndex

INDEX = IndexPart(
    inputs=(
        IndexInput(
            "sanctions.ofac.russia.entries.m",
            "log",
            -1,
            "Russia-related entries of the OFAC list at the end of the month, where a copy is known; in logarithms: "
            "the list grew manyfold. More entries are taken as cooler. Months before 2015 are not known, not zero.",
        ),
    ),
    outside=(
        NotInIndex("sanctions.eu.*", "Measures of the European Union; the index is of two countries."),
        NotInIndex("sanctions.uk.*", "Measures of the United Kingdom; the index is of two countries."),
        NotInIndex("*.a", "Yearly."),
        NotInIndex("*.d", "Single days without a regular axis; the month's end enters."),
        NotInIndex("sanctions.ofac.whole_list.*", "The whole list, whatever the programme."),
        NotInIndex("sanctions.ofac.russia_address.*", "The same list counted by address."),
        NotInIndex("sanctions.ofac.russia.entries.q", "The same entries at the quarter's end."),
        NotInIndex("sanctions.ofac.*.entries.*", "Part of the entries that enter."),
        NotInIndex(
            "sanctions.ofac.*", "Additions and removals are known for single months; the list they make enters."
        ),
        NotInIndex("sanctions.us.entity_list_additions.m", "Eight months only."),
        NotInIndex("sanctions.rus.*", "Single months only; no regular count of Russian measures was found."),
    ),
)
