"""The catalogue has what DCAT-AP 3 makes mandatory, and what it names is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from fairshare.workbench.record.seed import seed, shipped

pytestmark = pytest.mark.django_db

MANDATORY = {
    "dcat:Catalog": {"dct:title", "dct:description", "dct:publisher"},
    "dcat:Dataset": {"dct:title", "dct:description"},
    "dcat:Distribution": {"dcat:accessURL"},
    "foaf:Agent": {"foaf:name"},
    "dct:PeriodOfTime": set(),
}
"""By class, the mandatory properties of DCAT-AP 3.0 (SEMIC, 2024)."""

RANGES = {
    "dcat:dataset": "dcat:Dataset", "dcat:distribution": "dcat:Distribution", "dct:publisher": "foaf:Agent",
    "dct:temporal": "dct:PeriodOfTime",
}  # fmt: skip
"""The class of what a property leads to, where that is described here."""

RESOURCES = {
    "dcat:accessURL", "dcat:downloadURL", "foaf:homepage", "dct:format", "dcat:mediaType", "dct:accessRights",
    "dcat:theme",
}  # fmt: skip
"""Properties that lead to a resource described elsewhere."""

AUTHORITY = "http://publications.europa.eu/resource/authority/"
VOCABULARIES = {
    "dct:format": f"{AUTHORITY}file-type/",
    "dct:accessRights": f"{AUTHORITY}access-right/",
    "dcat:theme": f"{AUTHORITY}data-theme/",
    "dcat:mediaType": "http://www.iana.org/assignments/media-types/",
}
"""The controlled vocabularies that the profile asks for."""


@pytest.fixture
def catalogue() -> Any:
    """The catalogue as it is served, with one pool."""
    seed(shipped(2026))
    answer = Client().get("/data/catalogue.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    return answer.json()


def described(node: Any) -> Iterator[dict[str, Any]]:
    """Every resource that the document describes, from the first on."""
    for value in node if isinstance(node, list) else node.values() if isinstance(node, dict) else ():
        yield from described(value)
    if isinstance(node, dict) and "@type" in node and "@value" not in node:
        yield node


def each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def properties(catalogue: Any) -> Iterator[tuple[str, Any]]:
    """Every property with each of its values."""
    for node in described(catalogue):
        for name, value in node.items():
            yield from ((name, one) for one in each(value) if not name.startswith("@"))


def test_everything_described_has_what_is_mandatory(catalogue: Any) -> None:
    found = {node["@type"] for node in described(catalogue)}
    assert found == MANDATORY.keys()
    assert not [node for node in described(catalogue) if not MANDATORY[node["@type"]] <= node.keys()]


def test_texts_have_a_language_and_names_a_declared_prefix(catalogue: Any) -> None:
    assert all(name.partition(":")[0] in catalogue["@context"] for name, _ in properties(catalogue))
    texts = [value for name, value in properties(catalogue) if name in {"dct:title", "dct:description"}]
    assert texts and all(set(value) == {"@value", "@language"} and value["@value"] for value in texts)


def test_a_property_leads_to_what_the_profile_says(catalogue: Any) -> None:
    for name, value in properties(catalogue):
        if name in RANGES:
            assert value["@type"] == RANGES[name]
        if name in RESOURCES:
            assert set(value) == {"@id"} and value["@id"].startswith(VOCABULARIES.get(name, "http://testserver/"))


def test_a_resource_has_one_address(catalogue: Any) -> None:
    addresses = [node["@id"] for node in described(catalogue) if "@id" in node]
    assert len(set(addresses)) == len(addresses)


def test_every_file_named_is_there_in_the_form_named(catalogue: Any) -> None:
    for dataset in catalogue["dcat:dataset"]:
        for file in dataset["dcat:distribution"]:
            answer = Client().get(file["dcat:downloadURL"]["@id"])
            kind = file["dcat:mediaType"]["@id"].removeprefix(VOCABULARIES["dcat:mediaType"])
            assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, kind)
