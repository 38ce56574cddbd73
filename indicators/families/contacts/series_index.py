"""What contacts give to the relations index."""

from indicators.store.index_inputs import IndexInput, IndexPart, NotInIndex

INDEX = IndexPart(
    inputs=(
        IndexInput(
            "contacts.head_of_state.calls.m",
            "year_sum_root",
            1,
            "Calls between the presidents: mostly zero, so the sum of twelve months, in square roots. "
            "Complete since 2017. More contact is taken as warmer.",
        ),
        IndexInput(
            "contacts.head_of_state.meetings.q",
            "year_sum_root",
            1,
            "Meetings of the presidents by quarter: mostly zero, so the sum of four quarters, in square roots.",
        ),
        IndexInput(
            "contacts.foreign_minister.held_12m.m",
            "root",
            1,
            "Calls and meetings of the foreign ministers in twelve months, in square roots. Complete since 2021.",
        ),
    ),
    outside=(
        NotInIndex("*.a", "Yearly."),
        NotInIndex("contacts.head_of_state.meetings.m", "The same meetings by month; the quarters enter."),
        NotInIndex("contacts.head_of_state.held*", "The sum of calls and meetings, which enter apart."),
        NotInIndex("contacts.head_of_state.days_since*", "Follows from the dates of the contacts that enter."),
        NotInIndex("contacts.head_of_state.presence.*", "Presence at one event without a meeting is no contact."),
        NotInIndex("contacts.head_of_state.calls.q", "The same calls by quarter."),
        NotInIndex("contacts.foreign_minister.*", "Inside the contacts of the foreign ministers that enter."),
        NotInIndex(
            "contacts.head_of_state.in_person_share.q", "A share of few contacts; not known where there are none."
        ),
        NotInIndex("contacts.head_of_state.*", "Lengths are recorded for part of the contacts only."),
        NotInIndex(
            "contacts.senior.held.q", "Holds the contacts that enter; quarters without any are not known as zero."
        ),
        NotInIndex("contacts.*", "Collection of this level is not complete: a month without a contact is not zero."),
    ),
)
