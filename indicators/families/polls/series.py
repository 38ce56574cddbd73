"""The named poll series: each pollster apart, and the comparable polls of a month together."""

from __future__ import annotations

from indicators.families.polls.series_index import INDEX
from indicators.families.polls.waves import PER_CENT, POINTS, of_question, together
from indicators.store.declare import Composite, Family, Model

LEVEL: tuple[Model, ...] = ("local_level",)
LEVEL_BREAKS: tuple[Model, ...] = ("local_level", "breaks", "interventions")
ALL_MODELS: tuple[Model, ...] = ("seasonal", "local_level", "breaks", "forecast")

RUSSIANS = (
    *of_question(
        "rus.usa_attitude.levada",
        "levada_us_attitude",
        "Attitude of Russians to the United States, Levada",
        ("good.m", "bad.m", "net.m", "good.a", "bad.a", "net.a"),
        lag=130,
        models={"net.m": LEVEL_BREAKS},
    ),
    *of_question(
        "rus.usa_attitude.levada_chart",
        "levada_us_attitude_chart",
        "Attitude of Russians to the United States, Levada, read off a plotted line",
        ("good.m",),
        lag=130,
        models={"good.m": LEVEL},
    ),
    *of_question(
        "rus.usa_attitude.levada_yearmean",
        "levada_us_attitude_yearmean",
        "Attitude of Russians to the United States, Levada, printed yearly mean",
        ("good.a",),
    ),
    *of_question(
        "rus.usa_favourable.pew", "pew_us_fav_russia", "Russians on the United States, Pew", ("favourable.a",)
    ),
    *of_question(
        "rus.us_president_confidence.pew",
        "pew_us_president_confidence_russia",
        "Russians on the US president, Pew",
        ("confidence.a",),
    ),
    *of_question(
        "rus.eu_attitude.levada",
        "levada_eu_attitude",
        "Attitude of Russians to the European Union, Levada",
        ("good.m", "bad.m", "net.m"),
        lag=130,
    ),
    *of_question(
        "rus.hostile_countries.levada",
        "levada_hostile_country_us",
        "Countries Russians call most hostile, Levada",
        ("names_usa.a",),
    ),
    *of_question(
        "rus.putin_approval.levada",
        "levada_putin_approval",
        "Approval of Vladimir Putin in Russia, Levada",
        ("approve.m", "disapprove.m", "net.m"),
        models={"approve.m": ALL_MODELS},
    ),
)

AMERICANS = (
    *of_question(
        "usa.russia_favourable.gallup",
        "gallup_russia_fav",
        "Americans on Russia, Gallup",
        ("favourable.m", "unfavourable.m", "net.m", "favourable.a", "unfavourable.a", "net.a"),
        lag=430,
        models={"favourable.m": LEVEL},
    ),
    *of_question(
        "usa.russia_favourable.pew",
        "pew_russia_fav",
        "Americans on Russia, Pew",
        ("favourable.m", "unfavourable.m", "net.m", "favourable.a"),
        lag=430,
    ),
    *together(
        "usa.russia_favourable",
        "russia_favourable",
        "Americans on Russia",
        "Gallup and Pew",
        ("favourable.m", "unfavourable.m", "net.m"),
        lag=430,
        models={"net.m": LEVEL_BREAKS},
    ),
    *of_question("usa.russia_role.pew", "pew_russia_role", "Americans on Russia's role, Pew", ("enemy.m",), lag=430),
    *of_question(
        "usa.greatest_enemy.gallup",
        "gallup_greatest_enemy",
        "The greatest enemy of the United States, Gallup",
        ("names_russia.a",),
    ),
    *of_question(
        "usa.russia_military_threat.gallup",
        "gallup_russia_military_threat",
        "Russia's military power, Gallup",
        ("critical.a",),
    ),
    *of_question(
        "usa.putin_favourable.gallup",
        "gallup_putin_fav",
        "Americans on Vladimir Putin, Gallup",
        ("favourable.a", "unfavourable.a", "net.a"),
    ),
    *of_question(
        "usa.putin_confidence.pew",
        "pew_putin_confidence",
        "Americans' confidence in Vladimir Putin, Pew",
        ("confidence.a",),
    ),
)

HANDLING = "Handling of the war in Ukraine by the US president"
UKRAINE_HOUSES = (
    ("gallup", "gallup_trump_ukraine", "Gallup"),
    ("ipsos", "ipsos_trump_ukraine", "Reuters/Ipsos"),
    ("quinnipiac", "quinnipiac_university_trump_ukraine", "Quinnipiac"),
    ("atlasintel", "atlasintel_trump_ukraine", "AtlasIntel"),
    ("nyt_siena", "the_new_york_times_siena_college_trump_ukraine", "New York Times/Siena"),
    ("economist_yougov", "yougov_the_economist_trump_ukraine", "Economist/YouGov"),
    ("marquette", "marquette_university_law_school_trump_ukraine", "Marquette"),
)
"""Houses with at least three waves have series of their own; all comparable polls stand in the joint one."""

LEADERS = (
    *(
        series
        for house, name in (("gallup", "Gallup"), ("ipsos", "Reuters/Ipsos"), ("pew", "Pew"))
        for series in of_question(
            f"usa.trump_approval.{house}",
            f"{house}_trump_approval",
            f"Approval of Donald Trump as president, {name}",
            ("approve.m", "disapprove.m", "net.m"),
        )
    ),
    *together(
        "usa.trump_approval",
        "trump_approval",
        "Approval of Donald Trump as president",
        "Gallup, Reuters/Ipsos and Pew",
        ("approve.m", "disapprove.m", "net.m"),
    ),
    *(
        series
        for house, question, name in UKRAINE_HOUSES
        for series in of_question(
            f"usa.trump_ukraine.{house}", question, f"{HANDLING}, {name}", ("approve.m", "disapprove.m", "net.m")
        )
    ),
    *together(
        "usa.trump_ukraine",
        "trump_ukraine",
        HANDLING,
        "all houses that ask for approval",
        ("approve.m", "disapprove.m", "net.m"),
    ),
    *of_question(
        "usa.trump_russia.ipsos",
        "ipsos_trump_russia",
        "Handling of relations with Russia by the US president, Reuters/Ipsos",
        ("approve.m", "disapprove.m", "net.m"),
    ),
    *together(
        "usa.trump_russia",
        "trump_russia",
        "Handling of relations with Russia by the US president",
        "Reuters/Ipsos, Gallup, YouGov and Fox News",
        ("approve.m", "disapprove.m", "net.m"),
    ),
    *(
        series
        for house, question, name in (
            ("gallup", "gallup_trump_foreign_affairs", "Gallup"),
            ("ipsos", "ipsos_trump_foreign_policy", "Reuters/Ipsos"),
        )
        for series in of_question(
            f"usa.trump_foreign_policy.{house}",
            question,
            f"Handling of foreign policy by the US president, {name}",
            ("approve.m", "net.m"),
        )
    ),
    *together(
        "usa.trump_foreign_policy",
        "trump_foreign_policy",
        "Handling of foreign policy by the US president",
        "Gallup and Reuters/Ipsos",
        ("approve.m", "net.m"),
    ),
)

LEVADA_SIZE, US_SIZE = 1600, 1000
"""Interviews assumed where none are stated: Levada's usual sample, and the smaller of the American ones."""


def average(stem: str, freq: str, title: str, side: str, size: int, **settings: object) -> Composite:
    """The latent opinion behind the waves of one question, or of all pooled questions of a topic."""
    net = side == "net"
    return Composite(
        id=f"polls.{stem}.average.{freq}",
        kind="poll_average",
        title=f"{title}, average of the polls",
        unit=POINTS if net else PER_CENT,
        definition="Latent opinion by a state-space model of the printed waves: a random walk seen through sampling "
        "and other error, house effects that sum to zero and declared changes of wording.",
        settings=(("side", side), ("default_size", size), *settings.items()),
    )


AVERAGES = (
    average(
        "rus.usa_attitude.levada.good", "m", "Russians with a good attitude to the United States, Levada", "positive",
        LEVADA_SIZE, questions=("levada_us_attitude",),
    ),
    average(
        "rus.usa_attitude.levada.net", "m", "Net attitude of Russians to the United States, Levada", "net",
        LEVADA_SIZE, questions=("levada_us_attitude",),
    ),
    average(
        "rus.putin_approval.levada.approve", "m", "Approval of Vladimir Putin in Russia, Levada", "positive",
        LEVADA_SIZE, questions=("levada_putin_approval",),
        wordings=(
            ("asked about the prime minister", "levada_putin_approval", "1999-08-01", "1999-12-31"),
            ("asked about the prime minister", "levada_putin_approval", "2008-05-08", "2012-05-06"),
        ),
    ),
    average(
        "usa.russia_favourable.favourable", "m", "Americans with a favourable opinion of Russia", "positive", US_SIZE,
        topic="russia_favourable",
        wordings=(
            ("asked about the Soviet Union", "gallup_russia_fav", "1989-01-01", "1992-12-31"),
            ("asked online", "pew_russia_fav", "2020-07-01", "2099-12-31"),
        ),
    ),
    average("usa.trump_approval.net", "m", "Net approval of Donald Trump as president", "net", US_SIZE,
            topic="trump_approval"),
    average("usa.trump_ukraine.net", "d", f"{HANDLING}, net", "net", US_SIZE, topic="trump_ukraine"),
    average("usa.trump_russia.net", "m", "Handling of relations with Russia by the US president, net", "net", US_SIZE,
            topic="trump_russia"),
    average("usa.trump_foreign_policy.net", "m", "Handling of foreign policy by the US president, net", "net", US_SIZE,
            topic="trump_foreign_policy"),
)  # fmt: skip

FAMILY = Family(
    name="polls",
    title="Polls",
    question="What do Russians and Americans say of each other, of the leaders, and of the handling of the war?",
    series=(*RUSSIANS, *AMERICANS, *LEADERS),
    chronology="polls_chronology",
    composites=AVERAGES,
    index=INDEX,
    headlines=(
        "polls.rus.usa_attitude.levada.good.m",
        "polls.usa.russia_favourable.favourable.m",
        "polls.usa.trump_ukraine.net.m",
    ),
    reading=(
        ("polls.rus.usa_attitude.levada.good.average.m", "poll_average"),
        ("polls.usa.russia_favourable.favourable.average.m", "poll_average"),
        ("polls.rus.usa_attitude.levada.net.m", "breaks"),
    ),
    definitions=(
        "A wave is one field period of one question in the widest national sample given (adults before voters); "
        "party groups feed no series.",
        "A wave belongs to the month of the middle day of its interviews; a wave known only by year or season enters "
        "yearly series alone.",
        "Net is the positive less the negative share of one wave; no wave lends a side to another.",
        "Together: the plain mean over the polls of the month whose question and answer scale are comparable "
        "(column pooled of poll_questions); confidence items and scales from excellent to terrible stay apart.",
        "Where several sources print one share, the pollster's release goes first, then copies, aggregators, press.",
    ),
    cautions=(
        "Months without a wave are missing, not unchanged; nothing is carried forward.",
        "A change of a joint series can be a change of the houses that asked; a pollster's own series cannot. The poll "
        "average takes estimated house effects out.",
        "Levada's chart readings and yearly means are the same polls as its waves, in whole points read off a line or "
        "averaged; they stand in series of their own.",
        "Interviews in wartime Russia: Levada and others warn of guarded answers.",
        "Pew asked by telephone until about 2020 and online since; Gallup stopped rating individual politicians after "
        "Dec 2025.",
        "The margin of error of a share is about 3 to 4 points, that of a net larger: smaller changes may be chance.",
    ),
)
