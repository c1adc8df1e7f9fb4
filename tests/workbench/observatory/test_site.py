"""The site as a whole: light, complete, tight, and the same for the same input. A reader needs nothing else."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from lxml import etree

from fairshare.evaluation.expost.claims import CLAIMS
from fairshare.evaluation.expost.document import State
from fairshare.evaluation.expost.past import PAST
from fairshare.figures import reference
from fairshare.law.mechanisms.catalogue import CATALOGUE
from fairshare.states import PART_IV

from .conftest import BASE, LANGUAGES, Built, build
from .reading import addresses, bare_text, ids, tree

pytestmark = pytest.mark.slow

MOST_SECONDS = 60
MOST_BYTES = 5_000_000


def test_it_is_built_in_less_than_a_minute(site: Built) -> None:
    assert site.seconds < MOST_SECONDS


def test_it_weighs_less_than_5_megabytes_without_the_data(site: Built) -> None:
    files = [path for path in site.folder.rglob("*") if path.is_file() and path.parent.name != "data"]
    assert sum(path.stat().st_size for path in files) < MOST_BYTES


def test_the_same_input_gives_the_same_bytes(site: Built, tmp_path: Path) -> None:
    again = build(tmp_path / "site", "--base", BASE)

    def files(folder: Path) -> dict[str, bytes]:
        return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}

    assert files(again.folder) == files(site.folder)


def test_every_cycle_state_mechanism_and_claim_has_its_page_in_every_language(site: Built) -> None:
    wanted = {"index", "cycles", "states", "mechanisms", "claims", "method", "data", "embed", "f-claims"}
    wanted |= {f"state-{code}" for code in PART_IV} | {f"mechanism-{name}" for name in CATALOGUE}
    wanted |= {f"{kind}-{name}" for name in (*PAST, "2026") for kind in ("cycle", "f")}
    for language in LANGUAGES:
        assert wanted <= {path.stem for path in site.pages(language)}
        assert {claim.name for claim in CLAIMS} <= ids(site.folder / language / "claims.html")
    assert len({frozenset(path.name for path in site.pages(language)) for language in LANGUAGES}) == 1


def test_every_link_leads_to_something(site: Built) -> None:
    broken = []
    for page in site.pages():
        for tag, address in addresses(page):
            place, fragment = urldefrag(address)
            if urlsplit(place).scheme:
                continue
            near = site.folder if place.startswith("/") else page.parent
            target = (near / place.removeprefix("/")).resolve() if place else page
            there = target.is_file() and (not fragment or fragment in ids(target))
            if not there and tag != "base":
                broken.append(f"{page.parent.name}/{page.name}: {address}")
    assert broken == []


def test_nothing_is_loaded_from_elsewhere_and_there_is_no_script(site: Built) -> None:
    for page in site.pages():
        loaded = [address for tag, address in addresses(page) if tag in {"img", "script", "iframe", "source", "object"}]
        loaded += [one.get("href") for one in tree(page).xpath("//link[@rel='stylesheet' or @rel='icon']")]
        assert [address for address in loaded if urlsplit(address).scheme or address.startswith("//")] == []
        assert not tree(page).xpath("//script|//iframe|//form|//@onclick|//@style")
    for style in (site.folder / "static").glob("*.css"):
        assert not re.search(r"url\(|@import", style.read_text(encoding="utf-8"))


def test_what_leads_elsewhere_is_the_address_of_a_source(site: Built) -> None:
    for page in site.pages(*LANGUAGES):
        for link in tree(page).xpath("//a[starts-with(@href, 'http')]"):
            assert link.text == link.get("href")
            assert link.xpath("ancestor::*[contains(@class, 'report-sources')]"), page.name


@pytest.mark.parametrize("kind", ["index", "states", "state-", "cycle-", "mechanisms", "mechanism-", "claims"])
def test_every_number_in_a_table_or_an_answer_leads_to_what_it_means(site: Built, kind: str) -> None:
    """Outside of links, days, names, provisions and code no cell and no answer holds a digit."""
    found = []
    for page in site.pages("en"):
        if not (page.stem == kind or (kind.endswith("-") and page.stem.startswith(kind))):
            continue
        cells = tree(page).xpath("//td|//*[contains(@class, 'report-headline')]/p|//*[@class='claim']/p")
        found += [f"{page.name}: {text}" for cell in cells if re.search(r"\d", text := bare_text(cell).strip())]
    assert found == []


def test_a_link_of_a_figure_leads_to_its_entry(site: Built) -> None:
    """Each figure that a page tells stands in the appendix of its evaluation."""
    led = {address for page in site.pages("de") for _, address in addresses(page) if "#f-" in address}
    assert len(led) > 1_000
    for address in led:
        place, fragment = urldefrag(address)
        assert not place or fragment in ids(site.folder / "de" / place)


def test_every_page_says_its_language_its_name_and_where_the_others_are(site: Built) -> None:
    for language in LANGUAGES:
        for page in site.pages(language):
            root = tree(page)
            assert root.get("lang") == language
            assert root.xpath("//title")[0].text.strip()
            assert len(root.xpath("//h1")) == 1, page.name
            if not page.name.startswith("embed-"):
                told = {
                    one.get("hreflang"): one.get("href") for one in root.xpath("//link[@rel='alternate'][@hreflang]")
                }
                assert told == {code: f"{BASE}{code}/{page.name}" for code in LANGUAGES}
                for name in ("og:title", "og:description"):
                    assert root.xpath(f"//meta[@property='{name}']")[0].get("content").strip()


def test_the_map_of_sites_and_the_feed_name_pages_that_are_there(site: Built) -> None:
    sitemap = etree.parse(site.folder / "sitemap.xml")
    places = sitemap.xpath("//*[local-name()='loc']/text()")
    assert len(places) == len({*places}) > 180
    feed = etree.parse(site.folder / "feed.xml")
    entries = feed.xpath("//*[local-name()='entry']/*[local-name()='link']/@href")
    assert len(entries) == len(PAST) + 1
    for place in (*places, *entries):
        assert (site.folder / place.removeprefix(BASE)).is_file()
    assert f"Sitemap: {BASE}sitemap.xml" in (site.folder / "robots.txt").read_text(encoding="utf-8")


def test_the_catalogue_describes_every_file_and_its_checksum_holds(site: Built) -> None:
    catalogue = json.loads((site.folder / "data" / "catalogue.jsonld").read_text(encoding="utf-8"))
    files = [one for dataset in catalogue["dcat:dataset"] for one in dataset["dcat:distribution"]]
    named = {one["dcat:downloadURL"]["@id"].removeprefix(f"{BASE}data/"): one for one in files}
    assert named.keys() == {path.name for path in (site.folder / "data").iterdir()} - {"catalogue.jsonld"}
    assert {f"{name.replace('_', '-')}.csv" for name in reference.names()} <= named.keys()
    wanted = {"title", "description", "publisher", "accessRights", "spatial", "modified", "accrualPeriodicity"}
    for dataset in catalogue["dcat:dataset"]:
        assert {f"dct:{name}" for name in wanted} | {"dcat:theme", "dcat:distribution"} <= dataset.keys()
    for name, one in named.items():
        content = (site.folder / "data" / name).read_bytes()
        assert one["spdx:checksum"]["spdx:checksumValue"]["@value"] == sha256(content).hexdigest()
        assert one["dcat:byteSize"]["@value"] == str(len(content))
        assert one["dct:license"]["@id"].endswith("/licence/EUPL_1_2")


def test_the_first_page_tells_the_distance_the_bridge_and_claims_that_name_no_state(site: Built) -> None:
    root = tree(site.folder / "en" / "index.html")
    verdict = root.xpath("//p[@class='verdict']")[0]
    assert "f-2026.html#f-as_pledged.to_move" in verdict.xpath(".//a/@href")
    assert root.xpath("//*[@id='chain-bridge-table']") and root.xpath("//*[@id='chain-steps-table']")
    named = {claim.name for claim in CLAIMS if any(isinstance(part, State) for _, part in claim.says.parts)}
    led = {address.rpartition("#")[2] for address in root.xpath("//section[@id='claims']//li/a/@href")}
    assert len(led) == 5 and not led & named


def test_every_picture_is_whole_by_itself_and_speaks_every_language(site: Built) -> None:
    pictures = list((site.folder / "pictures").glob("*.svg"))
    assert len(pictures) > 8
    for path in pictures:
        root = etree.parse(path).getroot()
        assert {one.get("id") for one in root.iter("{*}g")} - {None} == set(LANGUAGES)
        assert not root.xpath("//*[local-name()='image' or local-name()='script']")
        for language in LANGUAGES:
            words = "".join(root.xpath(f"//*[@id='{language}']")[0].itertext())
            assert "Fairshare" in words and "202" in words


def test_a_map_stands_on_a_page_as_the_picture_that_all_pages_share(site: Built) -> None:
    for page in site.pages():
        assert not tree(page).xpath("//*[local-name()='svg' and contains(@class, 'map')]"), page.name
