"""What arms control gives to the relations index."""

from indicators.store.index_inputs import IndexInput, IndexPart, NotInIndex

INDEX = IndexPart(
    inputs=(
        IndexInput(
            "arms_control.limits_not_suspended.rus.m",
            "root",
            1,
            "Limits in force that Russia has not suspended: a stepped count, in square roots, so that the first limits "
            "count more than the last. More limits are taken as warmer.",
        ),
        IndexInput(
            "arms_control.limits_not_suspended.usa.m",
            "root",
            1,
            "Limits in force that the United States has not suspended: a stepped count, in square roots.",
        ),
        IndexInput(
            "arms_control.new_start.days_since_exchange.m",
            "log_1p",
            -1,
            "Days since both sides last exchanged New START data, in logarithms: a saw tooth while exchanges went on, "
            "a long rise since they ended. A longer silence is taken as cooler.",
        ),
    ),
    outside=(
        NotInIndex("arms_control.limits_in_force.*", "Holds suspended limits; those not suspended enter."),
        NotInIndex(
            "arms_control.limits_suspended.*", "Zero in nearly all months; it is inside the limits not suspended."
        ),
        NotInIndex("arms_control.strategic_treaties_in_force.m", "Counts the treaties of the limits that enter."),
        NotInIndex("arms_control.new_start.*.h", "Half-yearly and ended with 2022; the days since the exchange enter."),
        NotInIndex("arms_control.start_1.*.h", "Half-yearly and ended in 2009."),
        NotInIndex("*.ceiling.a", "A number written in a treaty; whether it holds is counted by the limits."),
        NotInIndex("*.a", "Yearly, by estimators that change their ways; a stockpile is not a relation."),
    ),
)
