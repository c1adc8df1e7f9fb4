"""The catalogue of open data in the words of DCAT-AP 3 (the profile for data portals in Europe), as JSON-LD.

One function describes what the Workbench publishes of its pools and what the Observatory publishes as files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
TABLES: Final = {
    "pool": "Annual Solidarity Pool {year}: share, fair share, role and balances of each state",
    "tests": "Annual Solidarity Pool {year}: the tests of Article 63",
    "votes": "Annual Solidarity Pool {year}: the vote on the act",
}
"""The tables that are published for each pool, by name."""

RIGHTS: Final = "The compilation is licensed as named; figures keep the terms of their sources, which each row names."

_EU: Final = "http://publications.europa.eu/resource/authority/"
_FORMATS: Final = {
    "csv": ("CSV", "text/csv"),
    "json": ("JSON", "application/json"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a dataset: its name (an address relative to that of its folder), ending, bytes and SHA-256."""

    name: str
    ending: str
    size: int = 0
    checksum: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table to describe: its address, title, files and the address of their folder, when it was last changed, the
    days it is about, how often it is renewed (a code of the EU's vocabulary of frequencies), and what it holds."""

    address: str
    title: str
    files: tuple[File, ...]
    folder: str
    modified: str = ""
    period: tuple[str, str] | None = None
    frequency: str = ""
    description: str = ""


def catalogue(base: str, years: list[int]) -> dict[str, Any]:
    """The catalogue of the pools of a Workbench; ``base`` is the address of the first page."""
    datasets = [
        Dataset(
            f"{base}data/{year}/{name}",
            title.format(year=year),
            tuple(File(f"{name}.{ending}", ending) for ending in ("csv", "json")),
            f"{base}data/{year}/",
            period=(f"{year}-01-01", f"{year}-12-31"),
        )
        for year in years
        for name, title in TABLES.items()
    ]
    return catalogue_of(
        f"{base}data/catalogue.jsonld",
        base,
        "Fairshare: the Annual Solidarity Pool",
        "Fair shares, pledges and deliveries under Regulation (EU) 2024/1351, Articles 56 to 69",
        datasets,
    )


def catalogue_of(
    address: str, home: str, title: str, description: str, datasets: Iterable[Dataset], modified: str = ""
) -> dict[str, Any]:
    """The catalogue of some datasets, with its own address and that of the first page."""
    publisher = {"@type": "foaf:Agent", "foaf:name": "Fairshare"}
    return {
        "@context": CONTEXT,
        "@id": address,
        "@type": "dcat:Catalog",
        "dct:title": _english(title),
        "dct:description": _english(description),
        "dct:publisher": publisher,
        "foaf:homepage": {"@id": home},
        **_modified(modified),
        "dcat:dataset": [_dataset(one, publisher) for one in datasets],
    }


def _dataset(one: Dataset, publisher: dict[str, str]) -> dict[str, Any]:
    return {
        "@id": one.address,
        "@type": "dcat:Dataset",
        "dct:title": _english(one.title),
        "dct:description": _english(one.description or one.title),
        "dct:publisher": publisher,
        **_modified(one.modified),
        **_period(one.period),
        **({"dct:accrualPeriodicity": {"@id": f"{_EU}frequency/{one.frequency}"}} if one.frequency else {}),
        "dct:accessRights": {"@id": f"{_EU}access-right/PUBLIC"},
        "dcat:theme": {"@id": f"{_EU}data-theme/JUST"},
        "dct:spatial": {"@id": f"{_EU}continent/EUROPE"},
        "dcat:distribution": [_distribution(one.folder, file) for file in one.files],
    }


def _distribution(folder: str, file: File) -> dict[str, Any]:
    label, media = _FORMATS[file.ending]
    address = {"@id": f"{folder}{file.name}"}
    return {
        "@id": address["@id"],
        "@type": "dcat:Distribution",
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dct:format": {"@id": f"{_EU}file-type/{label}"},
        "dcat:mediaType": {"@id": f"http://www.iana.org/assignments/media-types/{media}"},
        **_measured(file),
    }


def _measured(file: File) -> dict[str, Any]:
    """Licence, size and checksum of a file that lies there as it is; what is made on request has none."""
    if not file.checksum:
        return {}
    return {
        "dct:license": {"@id": f"{_EU}licence/EUPL_1_2"},
        "dct:rights": {"@type": "dct:RightsStatement", "dct:description": _english(RIGHTS)},
        "dcat:byteSize": {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": file.checksum, "@type": "xsd:hexBinary"},
        },
    }


def _english(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "en"}


def _modified(day: str) -> dict[str, Any]:
    """The day of the last change, as exactly as it is known: a year, a month or a day."""
    kind = {4: "xsd:gYear", 7: "xsd:gYearMonth"}.get(len(day), "xsd:date")
    return {"dct:modified": {"@value": day, "@type": kind}} if day else {}


def _period(days: tuple[str, str] | None) -> dict[str, Any]:
    if days is None:
        return {}
    start, end = ({"@value": day, "@type": "xsd:date"} for day in days)
    return {"dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": start, "dcat:endDate": end}}
