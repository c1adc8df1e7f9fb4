"""The pool of 2027 from the first information to the last settlement, played by its roles through the pages.

After each chapter pictures are kept, and figures of the pages are held against the fold of the core."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from fairshare.ledger.book import Book
from fairshare.ledger.notation import parse
from fairshare.workbench.record.chain import breaks
from fairshare.workbench.record.models import Cycle, Entry
from fairshare.workbench.record.seed import cycle_file

from . import scenes
from .conftest import Open
from .play import Windows
from .scenes import YEAR

pytestmark = pytest.mark.slow

CYCLE = f"/cycles/{YEAR}"
POOL = f"/pool/{YEAR}"
SECRETS = ("30,000", "30000", "600,000,000", "600000000", "RESTREINT")
"""What the proposal holds."""


@pytest.fixture
def play(open_window: Open, server: str) -> Iterator[Windows]:
    """The players, at an empty record."""
    Cycle.objects.create(year=YEAR)
    yield Windows(open_window)


def core() -> Book:
    """What the core makes of the record: its cycle file, read and folded anew."""
    return parse(cycle_file(Cycle.objects.get(pk=YEAR)), "the record").book()


def number(value: object) -> str:
    """A number as a page shows it in English."""
    return f"{int(value):,}"  # type: ignore[call-overload]


def day(value: date) -> str:
    """A day as a page shows it in British English."""
    return f"{value.day} {value:%b} {value.year}"


def test_a_cycle_is_played_by_its_roles(play: Windows) -> None:
    for chapter in (information, package, forum, act, pool_year, deductions, deliveries, year_end):
        chapter(play)
        play.leave()
    row = Cycle.objects.get(pk=YEAR)
    entries = Entry.unscoped.filter(cycle=row).order_by("number")
    assert not list(breaks(((e.sealed, e.hash) for e in entries), (row.length, row.head)))


def information(play: Windows) -> None:
    play.on("2026-05-20")
    play.pictures("before", de="/desk/", commission="/desk/", euaa="/desk/")
    scenes.information(play)
    scenes.consultation(play)
    play.pictures("information", it=f"{CYCLE}/preparation/", commission=f"{CYCLE}/preparation/")
    book, window = core(), play.of("commission")
    assert window.cell("information", "Germany", "By 1 June") == day(book.information["DE", "june"][-1].date)
    assert window.cell("consultations", "Austria", "View of the state") == book.views["AT"].text


def package(play: Windows) -> None:
    scenes.package(play)
    play.pictures(
        "package", commission=f"{CYCLE}/package/", presidency="/desk/", de=f"{CYCLE}/package/", euaa=f"{CYCLE}/package/"
    )
    book, window = core(), play.of("DE")
    assert book.proposal is not None
    assert float(window.cell("indicative", "Germany", "Share").rstrip("%")) == pytest.approx(
        float(book.shares["DE"]) * 100, abs=0.01
    )
    nothing_is_told(play)


def nothing_is_told(play: Windows) -> None:
    """Who is not cleared sees nothing of the proposal, on no page that leads to others."""
    for window in (play.of("public"), play.of("DE", "caseworker")):
        window.refused.add(404)
        paths = ["/", "/states/", "/history/", "/data/", f"{POOL}/", f"{POOL}/DE/", f"/data/{YEAR}/pool.csv"]
        if window is not play.of("public"):
            paths += ["/desk/", f"{CYCLE}/", *(f"{CYCLE}/{page}/" for page in ("record", "package", "forum", "act"))]
        for path in paths:
            text = window.open(path).content()
            assert [secret for secret in SECRETS if secret in text] == [], path
        window.refused.clear()


def forum(play: Windows) -> None:
    scenes.forum(play)
    play.pictures("forum", presidency=f"{CYCLE}/forum/", de="/desk/", fr=f"{CYCLE}/do/pledge.make/")
    nothing_is_told(play)
    book, window = core(), play.of("presidency")
    for state, name in (("DE", "Germany"), ("FR", "France")):
        pledged = book.pledged_at_forum[state, "relocation", ""].amount
        assert window.cell("pledges-made", name, "Pledged in units") == number(pledged)
    assert book.conclusion is not None
    assert window.cell("meetings", "Conclusion", "Relocations") == number(book.conclusion.relocations)


def act(play: Windows) -> None:
    scenes.votes(play)
    play.pictures("votes", council=f"{CYCLE}/act/", presidency="/desk/")
    assert play.of("council").cell("votes-cast", "Hungary", "Position") == "Against"
    play.leave()
    scenes.act(play)
    play.pictures("act", council=f"{CYCLE}/act/", public="/", de=f"{POOL}/DE/", it="/desk/")
    book, window = core(), play.of("public")
    assert book.reference is not None
    window.open("/")
    assert window.page.locator(".figure-big").first.inner_text() == number(book.reference.relocations)


def pool_year(play: Windows) -> None:
    scenes.notice(play)
    scenes.draw(play)
    play.pictures("year", coordinator=f"{CYCLE}/year/", it="/desk/", de="/desk/", be=f"{CYCLE}/contributions/")
    book, window = core(), play.of("coordinator")
    for state, name in (("DE", "Germany"), ("FR", "France")):
        committed = book.balance(state, "committed", "relocation", "IT")
        assert window.cell("deliveries", name, "Committed") == number(committed)


def deductions(play: Windows) -> None:
    scenes.deduction_request(play)
    play.pictures("deduction-asked", council=f"{CYCLE}/deductions/", at="/desk/")
    play.leave()
    scenes.deduction_votes(play)
    play.leave()
    scenes.deduction(play)
    play.pictures("deduction", at=f"{CYCLE}/deductions/")
    taken_off = core().total("AT", "deducted", "relocation")
    assert play.of("AT").cell("requests", "Austria", "Taken off") == f"Relocation: {taken_off}"


def deliveries(play: Windows) -> None:
    scenes.deliveries(play)
    scenes.offsets(play)
    play.pictures("deliveries", coordinator=f"{CYCLE}/year/", de=f"{CYCLE}/offsets/", it=f"{CYCLE}/contributions/")
    book, window = core(), play.of("coordinator")
    assert window.cell("deliveries", "Germany", "Delivered") == number(
        book.balance("DE", "implemented", "relocation", "IT")
    )


def year_end(play: Windows) -> None:
    scenes.close(play)
    play.pictures("january", commission=f"{CYCLE}/closing/", de="/desk/", nl="/desk/")
    play.leave()
    scenes.settlement(play)
    play.pictures(
        "end", commission=f"{CYCLE}/closing/", de="/desk/", coordinator=f"{CYCLE}/record/", public="/", it=f"{POOL}/IT/"
    )
    book, window = core(), play.of("commission")
    settled = book.total("NL", "settled", "financial") / 100
    assert window.cell("dues", "Netherlands", "Transferred") == f"€{number(settled)}"
    window.open(f"{POOL}/DE/")
    offset = book.total("DE", "offset", "relocation")
    assert window.cell("balances", "Met by responsibility offsets", "Persons or units").startswith(number(offset))
