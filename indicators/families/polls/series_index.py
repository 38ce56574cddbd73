"""What polls give to the relations index."""

from indicators.store.index_inputs import IndexInput, IndexPart, NotInIndex

INDEX = IndexPart(
    inputs=(
        IndexInput(
            "polls.rus.usa_attitude.levada.net.m",
            "level",
            1,
            "Russians who think well of the United States less those who think badly, Levada's waves, in percentage "
            "points. Of Levada's three forms only the waves enter.",
        ),
        IndexInput(
            "polls.usa.russia_favourable.net.m",
            "level",
            1,
            "Americans with a favourable view of Russia less those with an unfavourable one, Gallup and Pew, in "
            "percentage points; about one month a year.",
        ),
    ),
    outside=(
        NotInIndex("polls.rus.usa_attitude.levada_chart.*", "Levada's other form: read off a line that ended in 2021."),
        NotInIndex("polls.rus.usa_attitude.levada.*.m", "A part of the net attitude that enters."),
        NotInIndex("*.a", "Yearly: the waves of the same question enter, or the question has none."),
        NotInIndex("polls.rus.eu_attitude.*", "Attitude to the European Union."),
        NotInIndex("polls.rus.putin_approval.*", "Approval of a president at home is not a relation of two countries."),
        NotInIndex("polls.usa.russia_favourable.*", "A part of the net view that enters, or one pollster of it."),
        NotInIndex("polls.usa.russia_role.*", "Asked since 2022 only, and close to the favourable view."),
        NotInIndex("polls.usa.trump_*", "Views of a US president's conduct, not of the other country."),
    ),
)
