"""Code lists shared by all families. A code nobody declared is an error, not a new category."""

from __future__ import annotations

from types import MappingProxyType

AREA = MappingProxyType(
    {
        "USA": "United States of America",
        "RUS": "Russian Federation",
        "SUN": "Union of Soviet Socialist Republics (to 1991-12-26)",
        "CHN": "China",
        "WLD": "World",
        "EU27": "European Union, 27 members since 2020-02-01",
        "EU28": "European Union, 28 members, 2013-07-01 to 2020-01-31",
        "EU27_2007": "European Union, 27 members, 2007-01-01 to 2013-06-30",
        "GRP_NATO": "CFE group of States Parties: North Atlantic alliance",
        "GRP_WARSAW_PACT": "CFE group of States Parties: Warsaw Treaty",
        "USA+RUS": "United States and Russia counted together",
        "USA+SUN": "United States and Soviet Union counted together",
    }
)
"""ISO 3166-1 alpha-3 and the declared areas that it lacks."""

FREQUENCY = MappingProxyType({"A": "annual", "H": "half-yearly", "Q": "quarterly", "M": "monthly", "D": "daily"})
"""SDMX CL_FREQ, the part in use. Series ids end in the same letter in lower case."""

OBS_STATUS = MappingProxyType(
    {
        "A": "normal value",
        "B": "break in series",
        "E": "estimated, a bound or an approximation",
        "M": "missing value, with its reason",
        "P": "provisional value",
        "U": "low reliability",
    }
)
"""SDMX CL_OBS_STATUS, the part in use."""

QUALITY = MappingProxyType(
    {
        "high": "seen in a primary source or a verbatim copy of it",
        "medium": "seen in a secondary source",
        "low": "not seen in a source; used only where nothing better exists, and marked",
    }
)

PUBLISHED_BASIS = MappingProxyType(
    {
        "release": "the publisher's release date",
        "event": "public on its own day",
        "source": "date of the document it was read in",
        "upper_bound": "no later than, such as the date of a stored copy",
        "assumed": "end of the period plus the source's usual lag",
    }
)

MISSING_REASON = MappingProxyType(
    {
        "not_published": "the publisher has not published it",
        "suspended": "the exchange that produced it is suspended",
        "refused": "the party refused to provide it",
        "not_collected": "it may exist, this collection does not hold it",
        "not_applicable": "the question does not arise for this row",
    }
)

DATE_PRECISION = MappingProxyType(
    {
        "day": "the day is known",
        "range": "first and last day of a span; the day within it is not known",
        "approx": "a report's date, within days of the event",
        "month": "only the month is known",
        "year": "only the year is known",
    }
)

PUBLISHER_RANK = MappingProxyType(
    {
        1: "primary publisher of the figure",
        2: "institutional compiler, or a verbatim copy of an indicator table",
        3: "aggregator or research house",
        4: "press",
        5: "not seen in a source",
    }
)
