"""What trade gives to the relations index."""

from indicators.store.index_inputs import IndexInput, IndexPart, NotInIndex

INDEX = IndexPart(
    inputs=(
        IndexInput(
            "trade.usa_rus.exports_12m.m",
            "log",
            1,
            "US goods exports, sum of twelve months so that the season is out; in logarithms, since equal percentages "
            "should count alike. More trade is taken as warmer.",
        ),
        IndexInput(
            "trade.usa_rus.imports_12m.m",
            "log",
            1,
            "US goods imports, sum of twelve months, in logarithms. More trade is taken as warmer; prices of oil "
            "and metals move it, too.",
        ),
    ),
    outside=(
        NotInIndex("trade.usa_sun.*", "The Soviet Union; the sample begins in 2000."),
        NotInIndex("*.a", "Yearly: the monthly series of the same flow enters, or there is none of both countries."),
        NotInIndex("trade.usa_rus.*.q", "The same months, added up to quarters."),
        NotInIndex("trade.usa_rus.*growth*", "A change of the flows that enter as levels."),
        NotInIndex("trade.usa_rus.balance*", "Who buys more says nothing of warmth."),
        NotInIndex("trade.usa_rus.total*", "The sum of the two flows that enter apart."),
        NotInIndex("trade.usa_rus.*.m", "Single months have a season; their sums of twelve months enter."),
        NotInIndex("trade.usa.russia_share.m", "Ended in Feb 2025, where the figures for the world end."),
        NotInIndex("trade.usa_wld.*", "Trade with the world, not with Russia."),
        NotInIndex("trade.rus_wld.*", "Trade with the world, not with the United States."),
        NotInIndex("trade.eu27_rus.*", "Trade of the European Union; the index is of two countries."),
    ),
)
