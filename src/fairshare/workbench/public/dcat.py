"""The catalogue of open data in the words of DCAT-AP (the profile for data portals in Europe), as JSON-LD."""

from __future__ import annotations

from typing import Any, Final

CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
TABLES: Final = {
    "pool": "Annual Solidarity Pool {year}: share, fair share, role and balances of each state",
    "tests": "Annual Solidarity Pool {year}: the tests of Article 63",
    "votes": "Annual Solidarity Pool {year}: the vote on the act",
}
"""The tables that are published for each pool, by name."""

_EU: Final = "http://publications.europa.eu/resource/authority/"
_FORMATS: Final = {"csv": ("CSV", "text/csv"), "json": ("JSON", "application/json")}


def catalogue(base: str, years: list[int]) -> dict[str, Any]:
    """The catalogue; ``base`` is the address of the first page."""
    publisher = {"@type": "foaf:Agent", "foaf:name": "Fairshare"}
    return {
        "@context": CONTEXT,
        "@id": f"{base}data/catalogue.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": {"@value": "Fairshare: the Annual Solidarity Pool", "@language": "en"},
        "dct:description": {
            "@value": "Fair shares, pledges and deliveries under Regulation (EU) 2024/1351, Articles 56 to 69",
            "@language": "en",
        },
        "dct:publisher": publisher,
        "foaf:homepage": {"@id": base},
        "dcat:dataset": [_dataset(base, year, name, publisher) for year in years for name in TABLES],
    }


def _dataset(base: str, year: int, name: str, publisher: dict[str, str]) -> dict[str, Any]:
    address = f"{base}data/{year}/{name}"
    return {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:title": {"@value": TABLES[name].format(year=year), "@language": "en"},
        "dct:description": {"@value": TABLES[name].format(year=year), "@language": "en"},
        "dct:publisher": publisher,
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": f"{year}-01-01", "@type": "xsd:date"},
            "dcat:endDate": {"@value": f"{year}-12-31", "@type": "xsd:date"},
        },
        "dct:accessRights": {"@id": f"{_EU}access-right/PUBLIC"},
        "dcat:theme": {"@id": f"{_EU}data-theme/JUST"},
        "dcat:distribution": [
            {
                "@id": f"{address}.{ending}",
                "@type": "dcat:Distribution",
                "dcat:accessURL": {"@id": f"{address}.{ending}"},
                "dcat:downloadURL": {"@id": f"{address}.{ending}"},
                "dct:format": {"@id": f"{_EU}file-type/{label}"},
                "dcat:mediaType": {"@id": f"http://www.iana.org/assignments/media-types/{media}"},
            }
            for ending, (label, media) in _FORMATS.items()
        ],
    }
