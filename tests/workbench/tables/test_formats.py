from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template
from django.utils import translation

from fairshare.states import NAMES
from fairshare.workbench.tables import Column, formats

OFFICIAL = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr",
    "hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv",
)  # fmt: skip
DAY = date(2026, 11, 23)


@pytest.mark.parametrize("lang", OFFICIAL)
def test_every_official_language_writes_all_kinds_of_values(lang: str) -> None:
    digits = [formats.count(1234567, lang), formats.eur(1234567, lang), formats.eur(Decimal("12345.67"), lang)]
    assert ["".join(c for c in text if c.isdigit()) for text in digits] == ["1234567", "1234567", "1234567"]
    assert "".join(c for c in formats.share(Fraction(123456, 1000000), lang) if c.isdigit()) == "123456"
    assert "".join(c for c in formats.percent(Fraction(1, 8), lang) if c.isdigit()) == "125"
    assert "2026" in formats.day(DAY, lang, "long") and "23" in formats.day(DAY, lang)
    names = {formats.state_name(code, lang) for code in NAMES}
    assert len(names) == len(NAMES) and not names & set(NAMES)
    assert "€" in formats.eur(1, lang) or "EUR" in formats.eur(1, lang)


def test_the_24_languages_write_germany_in_more_than_20_ways() -> None:
    assert len({formats.state_name("DE", lang) for lang in OFFICIAL}) > 20


@pytest.mark.parametrize(
    ("lang", "amount", "day", "state"),
    [
        ("en", "€9,260,000", "23 Nov 2026", "Greece"),
        ("fr", "9\u202f260\u202f000\xa0€", "23 nov. 2026", "Grèce"),
        ("de", "9.260.000\xa0€", "23.11.2026", "Griechenland"),
        ("mt", "€9,260,000", "23 Nov 2026", "il-Greċja"),
        ("pt", "9\xa0260\xa0000\xa0€", "23/11/2026", "Grécia"),
        ("ga", "€9,260,000", "23 Samh 2026", "an Ghréig"),
    ],
)
def test_a_language_writes_as_its_readers_do(lang: str, amount: str, day: str, state: str) -> None:
    assert formats.eur(9_260_000, lang) == amount
    assert formats.day(DAY, lang) == day
    assert formats.state_name("EL", lang) == state


def test_the_active_language_is_the_default() -> None:
    with translation.override("de"):
        assert formats.count(4555) == "4.555"
    with translation.override("en"):
        assert formats.count(4555) == "4,555"


@pytest.mark.parametrize("lang", ["xx", "", "de-AT", "../etc", "zz_ZZ_ZZ_ZZ"])
def test_no_language_breaks_a_page(lang: str) -> None:
    assert formats.count(1234, lang) in {"1,234", "1.234", "1\xa0234"}


def test_money_shows_cents_where_there_are_any() -> None:
    assert formats.eur(Decimal("12.50"), "en") == "€12.50"
    assert formats.eur(Fraction(1, 3), "en") == "€0.33"
    assert formats.eur(-340_000, "en") == "-€340,000"


def test_exact_numbers_are_not_rounded_on_the_way() -> None:
    assert formats.count(Fraction(10**20 + 1), "en") == "100,000,000,000,000,000,001"


def test_what_is_unknown_says_so_and_what_is_blank_is_blank() -> None:
    column = {kind: Column("x", "", kind) for kind in ("count", "eur", "share", "percent", "date", "state", "flag")}
    assert {formats.shown_text(one, None) for one in column.values()} == {"unknown"}
    assert {formats.shown_text(one, "") for one in column.values()} == {""}
    assert [formats.shown_text(column["flag"], value) for value in (True, False)] == ["yes", "no"]
    assert formats.shown_text(Column("x", "", "status"), "inferred") == "inferred"


def test_a_state_that_cldr_does_not_know_keeps_its_code() -> None:
    assert formats.state_name("??", "fr") == "??"


def test_citations_break_only_between_each_other_and_are_escaped() -> None:
    assert formats.cite("AMMR 66; Annex I") == '<span class="cite">AMMR 66</span>; <span class="cite">Annex I</span>'
    assert "<b>" not in formats.cite("<b>")


def test_the_filters_of_templates_are_the_formats() -> None:
    template = Template(
        "{% load formats %}{{ n|count }}|{{ n|eur }}|{{ f|percent }}|{{ f|share }}|{{ d|day }}|{{ d|day:'long' }}|"
        "{{ s|state }}|{{ c|cite }}|{{ nothing|count }}"
    )
    with translation.override("de"):
        text = template.render(
            Context({"n": 4555, "f": Fraction(1, 8), "d": DAY, "s": "EL", "c": "AMMR 66", "nothing": None})
        )
    assert text.split("|") == [
        "4.555", "4.555\xa0€", "12,5\xa0%", "12,5000\xa0%", "23.11.2026", "23. November 2026", "Griechenland",
        '<span class="cite">AMMR 66</span>', "unbekannt" if "unbekannt" in text else "unknown",
    ]  # fmt: skip
