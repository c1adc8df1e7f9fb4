"""The whole site, written into a folder: pages in each language, styles, data, catalogue, and what finds them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils import translation

from fairshare import __version__
from fairshare.workbench.alone import LANGUAGES
from fairshare.workbench.observatory.addresses import page as address
from fairshare.workbench.observatory.content import Content
from fairshare.workbench.observatory.data import FOLDER, Download, write_catalogue, write_data
from fairshare.workbench.observatory.embeds import FOLDER as PICTURES
from fairshare.workbench.observatory.embeds import Embed, embeds
from fairshare.workbench.observatory.page import Page
from fairshare.workbench.observatory.pages import NAVIGATION, pages, plain, summary
from fairshare.workbench.observatory.tight import light, tight
from fairshare.workbench.tables.words import STATUS_LETTERS, STATUSES

STATIC: Final = Path(__file__).parents[1] / "static"
STYLES: Final = ("charts.css", "report.css", "observatory.css")
"""The style sheets that the one of the site is made of, in their order."""

MANIFEST: Final = "observatory.json"
NAMES: Final = dict(LANGUAGES)
"""The languages by code, each in its own words."""

OWN: Final = frozenset(
    {*NAMES, FOLDER, PICTURES, "static", MANIFEST, "index.html", "404.html", "robots.txt", "sitemap.xml", "feed.xml"}
)
"""What stands at the top of the site."""


@dataclass(frozen=True, slots=True)
class Site:
    """What every page is given. ``base``: the address of the site, with a slash at its end, or empty."""

    base: str
    languages: tuple[str, ...]
    version: str = __version__

    @property
    def root(self) -> str:
        """Where the site starts on its server: for a page that is shown in the place of any other."""
        return urlsplit(self.base).path

    def address(self, language: str, name: str) -> str:
        """The address of a page for another page: absolute where the base is known."""
        return f"{self.base or '../'}{language}/{name}.html"


def write_site(folder: Path, content: Content, league: object, languages: Sequence[str], base: str = "") -> int:
    """Write the site into an empty folder, and say how many pages it has. The same content gives the same bytes.

    ``league``: the JSON that the league of the content was read from, which is published as it is."""
    site = Site(base, tuple(languages))
    for name in (FOLDER, PICTURES, "static", *languages):
        (folder / name).mkdir()
    downloads = write_data(folder / FOLDER, content, league)
    write_catalogue(folder / FOLDER, downloads, base, content.as_of.isoformat())
    _write(folder / "static" / "observatory.css", "\n".join(_style(name) for name in STYLES))
    (folder / "static" / "icon.svg").write_bytes((STATIC / "icon.svg").read_bytes())
    pictures = tuple(embeds(content, site.languages))
    for picture in pictures:
        _write(folder / PICTURES / f"{picture.name}.svg", tight(picture.svg))
    names: list[str] = []
    for language in languages:
        with translation.override(language):
            names = _language(folder / language, content, downloads, pictures, site, language)
    _found(folder, content, names, site)
    _write(folder / MANIFEST, json.dumps(_manifest(content, site), ensure_ascii=False, indent=1) + "\n")
    return len(names) * len(languages)


def _language(
    folder: Path,
    content: Content,
    downloads: tuple[Download, ...],
    pictures: tuple[Embed, ...],
    site: Site,
    language: str,
) -> list[str]:
    """Write the pages of a language; gives their names."""
    for picture in pictures:
        _write(folder / f"embed-{picture.name}.html", tight(_embed(picture, content, site, language)))
    names = []
    for page in pages(content, downloads, pictures):
        _write(folder / f"{page.name}.html", tight(light(_page(page, site, language))))
        names.append(page.name)
    return names


def _page(page: Page, site: Site, language: str) -> str:
    around = {
        "page": page,
        "site": site,
        "language": language,
        "navigation": [(f"{name}.html", words, name == page.group) for name, words in NAVIGATION.items()],
        "translations": [
            (code, NAMES[code], f"../{code}/{page.name}.html") for code in site.languages if code != language
        ],
        "letters": [(STATUS_LETTERS[status], STATUSES[status]) for status in ("reported", "inferred")],
        "alternates": [(code, site.address(code, page.name)) for code in site.languages],
    }
    return render_to_string(f"observatory/{page.template}.html", {**page.context, **around})


def _embed(picture: Embed, content: Content, site: Site, language: str) -> str:
    context = {"picture": picture, "language": language, "site": site, "as_of": content.as_of}
    return render_to_string("observatory/embedded.html", context)


def _found(folder: Path, content: Content, names: list[str], site: Site) -> None:
    """The first page, that of errors, and what tells machines where pages are; these need the address of the site."""
    context: dict[str, Any] = {
        "site": site,
        "languages": [(code, NAMES[code]) for code in site.languages],
        "questions": [_in(code, "Is responsibility shared fairly?") for code in site.languages],
    }
    _write(folder / "index.html", tight(render_to_string("observatory/languages.html", context)))
    _write(folder / "404.html", tight(render_to_string("observatory/lost.html", context)))
    sitemap = f"Sitemap: {site.base}sitemap.xml\n" if site.base else ""
    _write(folder / "robots.txt", f"User-agent: *\nAllow: /\n{sitemap}")
    if site.base:
        listed = {**context, "names": names, "as_of": content.as_of}
        _write(folder / "sitemap.xml", tight(render_to_string("observatory/sitemap.xml", listed)))
        first = site.languages[0]
        with translation.override(first):
            entries = [
                {
                    "title": plain(one.title, one),
                    "address": address("evaluation", one.name),
                    "as_of": one.as_of,
                    "summary": summary(one),
                }
                for one in content.cycles
            ]
            told = {"site": site, "entries": entries, "language": first, "as_of": content.as_of}
            _write(folder / "feed.xml", tight(render_to_string("observatory/feed.xml", told)))


def _in(language: str, text: str) -> tuple[str, str]:
    with translation.override(language):
        return language, translation.gettext(text)


def _manifest(content: Content, site: Site) -> dict[str, Any]:
    """What the site was made of."""
    return {
        "fairshare": site.version,
        "languages": list(site.languages),
        "as_of": content.as_of.isoformat(),
        "inputs": {one.name: dict(one.inputs) for one in content.evaluations},
        "league": content.league.source,
    }


def _style(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
