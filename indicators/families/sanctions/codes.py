"""Code lists of the sanctions family; the choice of Russia-related programmes is declared here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

RUSSIA_RELATED: Mapping[str, str] = MappingProxyType(
    {
        "RUSSIA-EO14024": "harmful foreign activities of the Russian Federation (Executive Order 14024)",
        "BPI-RUSSIA-EO14024": "blocked pending investigation under Executive Order 14024",
        "RUSSIA-EO14065": "the regions named in Executive Order 14065",
        "UKRAINE-EO13660": "situation in Ukraine (Executive Order 13660)",
        "UKRAINE-EO13661": "situation in Ukraine (Executive Order 13661)",
        "UKRAINE-EO13662": "situation in Ukraine (Executive Order 13662)",
        "UKRAINE-EO13685": "Crimea (Executive Order 13685)",
        "CAATSA - RUSSIA": "Countering America's Adversaries Through Sanctions Act, Russia",
        "PEESA": "Protecting Europe's Energy Security Act",
        "PEESA-EO": "Protecting Europe's Energy Security Act, first tag of Executive Order 14039",
        "PEESA-EO14039": "Protecting Europe's Energy Security Act (Executive Order 14039)",
        "MAGNIT": "Magnitsky Act",
    }
)
"""The OFAC programmes that count as Russia-related: an entry with at least one of these tags is in RUSSIA-UNION."""

OTHER_PROGRAMMES: Mapping[str, str] = MappingProxyType(
    {
        "BELARUS": "Belarus",
        "BELARUS-EO": "Belarus, first tag of Executive Order 14038",
        "BELARUS-EO14038": "Belarus (Executive Order 14038)",
        "CYBER2": "malicious cyber activities (Executive Order 13694 as amended)",
        "CYBER3": "malicious cyber activities, later tag",
        "CYBER4": "malicious cyber activities, later tag",
        "ELECTION-EO13848": "election interference (Executive Order 13848)",
    }
)
"""Tags that are counted but are not Russia-related as a whole."""

PROGRAMME: Mapping[str, str] = MappingProxyType(
    {
        "ALL-PROGRAMMES": "the whole list",
        "RUSSIA-UNION": "entries with at least one Russia-related tag",
        **RUSSIA_RELATED,
        **OTHER_PROGRAMMES,
    }
)
ENTITY_TYPE: Mapping[str, str] = MappingProxyType(
    {
        "all": "all types together",
        "entity": "companies, bodies and other organisations",
        "individual": "natural persons",
        "vessel": "ships",
        "aircraft": "aircraft",
    }
)
ISSUER: Mapping[str, str] = MappingProxyType(
    {
        "us_ofac": "US Treasury, Office of Foreign Assets Control",
        "us_state": "US Department of State",
        "us_ofac_and_state": "US Treasury and Department of State together",
        "us_bis": "US Bureau of Industry and Security",
        "eu_council": "Council of the European Union",
        "uk_fcdo": "UK Foreign, Commonwealth and Development Office",
        "rus_mfa": "Ministry of Foreign Affairs of the Russian Federation",
        "rus_rosfinmonitoring": "Federal Financial Monitoring Service of the Russian Federation",
    }
)
TARGET: Mapping[str, str] = MappingProxyType(
    {
        "RUSSIA-UNION": "OFAC list, entries with at least one Russia-related tag",
        "RUSSIA-EO14024": "OFAC list, Executive Order 14024",
        "CYBER2+CAATSA - RUSSIA": "OFAC list, cyber and election measures of March 2018",
        "UKRAINE-EO13661+UKRAINE-EO13662": "OFAC list, Executive Orders 13661 and 13662",
        "ELECTION-EO13848": "OFAC list, election interference",
        "us_general_licence_russia": "OFAC general licence that permits what the Russia programmes forbid",
        "us_entity_list_russia": "BIS Entity List, Russia-related additions (export controls)",
        "eu_269_2014": "EU asset freezes, Regulation 269/2014 Annex I",
        "eu_269_2014_and_belarus": "EU asset freezes, Russia and Belarus regimes together",
        "eu_belarus": "EU asset freezes, Belarus regime",
        "eu_833_2014_annex_iv": "EU export controls, military end users, Regulation 833/2014 Annex IV",
        "eu_833_2014_annex_xlii": "EU port-access and services ban, vessels, Regulation 833/2014 Annex XLII",
        "eu_2024_1485": "EU asset freezes, repression in Russia, Regulation 2024/1485",
        "eu_2024_2642": "EU asset freezes, hybrid threats, Regulation 2024/2642",
        "uk_russia_regime": "UK sanctions list, Russia regime",
        "rus_stop_list_us_citizens": "US citizens barred from entering Russia",
        "rus_terrorists_and_extremists_list": "Russian list of terrorists and extremists",
    }
)
BOUND: Mapping[str, str] = MappingProxyType(
    {
        "exact": "the number as counted or printed",
        "lower": "at least ('more than', or only those still listed later)",
        "upper": "at most ('nearly')",
        "approximate": "about ('around')",
    }
)
