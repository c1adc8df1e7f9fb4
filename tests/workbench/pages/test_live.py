"""The pledge form shows the distance to the fair share for what it holds, by the rule's own figure."""

from __future__ import annotations

from typing import Any

import pytest
from cycle_2027 import YEAR, Table, act, forum, package
from django.http import HttpResponse
from django.test import Client
from lxml.html import fromstring

from fairshare.workbench.actions.models import Motion
from fairshare.workbench.actions.registry import actions
from fairshare.workbench.pages.live import Live, live
from fairshare.workbench.people.models import User
from fairshare.workbench.record.cut import cut

pytestmark = pytest.mark.django_db

PATH = f"/cycles/{YEAR}/do/pledge.make/"


@pytest.fixture
def pledging(table: Table) -> Table:
    """The Forum is held; 4,000 of Germany's 6,500 units at the proposed number are pledged as relocations."""
    package(table)
    table.on("2026-10-27")
    table.do("presidency", "forum.hold")
    table.do("DE", "pledge.make", measure="relocation", amount=4_000)
    return table


def shown(table: Table, who: str = "DE", **given: Any) -> Live:
    """What the form of a pledge shows once it holds what is ``given``."""
    found = live(actions()["pledge.make"], cut(YEAR, table.user(who).seat), {k: str(v) for k, v in given.items()})
    assert found is not None
    return found


def test_an_empty_form_shows_what_is_on_record(pledging: Table) -> None:
    found = shown(pledging, measure="relocation")
    assert (found.tried, found.distance.short, found.covered) == (False, 2_500, 61)
    assert found.distance.check.shortfall == 50_000_000


@pytest.mark.parametrize(
    ("given", "short", "beyond"),
    [
        ({"measure": "relocation", "amount": 6_000}, 500, 0),
        ({"measure": "relocation", "amount": 6_500}, 0, 0),
        ({"measure": "relocation", "amount": 7_000}, 0, 500),
        ({"measure": "relocation", "amount": 0}, 6_500, 0),
        ({"measure": "financial", "amount": 20_000_000}, 1_500, 0),
        ({"measure": "alternative", "amount": 2_000_000, "item": "tents"}, 2_400, 0),
    ],
)
def test_any_type_brings_a_state_nearer_and_takes_the_place_of_the_same(
    pledging: Table, given: dict[str, Any], short: int, beyond: int
) -> None:
    found = shown(pledging, **given)
    assert (found.tried, found.distance.short, found.distance.beyond) == (True, short, beyond)


def test_what_was_shown_is_what_is_on_record_once_it_is_pledged(pledging: Table) -> None:
    before = shown(pledging, measure="financial", amount=15_000_000)
    pledging.do("DE", "pledge.make", measure="financial", amount=15_000_000)
    assert shown(pledging).distance == before.distance


def test_showing_writes_nothing_and_leaves_the_kept_cut_as_it_was(pledging: Table) -> None:
    traces, book = pledging.traces, cut(YEAR, pledging.user("DE").seat).book
    pledges = dict(book.pledged_at_forum)
    shown(pledging, measure="relocation", amount=6_500)
    assert (pledging.traces, book.pledged_at_forum) == (traces, pledges)


def test_what_is_no_amount_is_told_beside_what_is_on_record(pledging: Table) -> None:
    found = shown(pledging, measure="relocation", amount="many")
    assert (found.tried, found.distance.short) == (False, 2_500)
    assert [str(text) for text in found.problems] == ["Amount: Please give a number, such as 1500 or 0.25."]


def test_what_the_law_refuses_is_told_with_its_article(pledging: Table) -> None:
    found = shown(pledging, measure="relocation", amount="1.5")
    assert found.refusal is not None
    assert (found.tried, found.refusal.cite) == (False, "AMMR 57(3)")


def test_a_state_that_did_not_pledge_is_short_of_all_of_it(pledging: Table) -> None:
    found = shown(pledging, "FR")
    assert (found.distance.short, found.covered) == (found.distance.fair.units, 0)


def test_there_is_nothing_to_show_before_there_is_a_number_or_for_other_forms(table: Table) -> None:
    view = cut(YEAR, table.user("DE").seat)
    assert live(actions()["pledge.make"], view, {}) is None
    assert live(actions()["vote.cast"], view, {}) is None


def test_after_the_act_a_pledge_is_refused_and_not_shown_as_if(table: Table) -> None:
    package(table)
    forum(table)
    act(table)
    found = shown(table, measure="relocation", amount=6_500)
    assert (found.tried, found.refusal is not None) == (False, True)


def sent(user: User, **data: Any) -> HttpResponse:
    """What the page answers to who is signed in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    headers = {"HTTP_HX_REQUEST": "true"} if data.pop("script", False) else {}
    return client.post(PATH, {"measure": "relocation", "amount": "6500", "show": "1", "key": "k"} | data, **headers)  # type: ignore[return-value]


@pytest.fixture
def no_second_factor(settings: Any) -> None:
    """As in a demonstration: the pages themselves are tested here."""
    settings.DEMO = True


@pytest.mark.usefixtures("no_second_factor")
def test_a_script_gets_the_part_of_the_page_and_who_has_none_the_page_filled_in(pledging: Table) -> None:
    part = sent(pledging.user("DE"), script=True)
    page = sent(pledging.user("DE"))
    assert (part.status_code, page.status_code) == (200, 200)
    assert b"<form" not in part.content
    assert "Fair share reached" in fromstring(part.content).text_content()
    document = fromstring(page.content)
    assert "Fair share reached" in document.get_element_by_id("live").text_content()
    assert document.get_element_by_id("amount").get("value") == "6500"
    assert not Motion.objects.filter(status=Motion.WAITING).exists()


@pytest.mark.usefixtures("no_second_factor")
def test_the_form_asks_by_post_so_that_no_address_tells_of_a_pledge(pledging: Table) -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(pledging.user("DE"))
    form = fromstring(client.get(PATH).content).xpath("//form[@hx-post]")[0]
    assert (form.get("method"), form.get("hx-post"), form.xpath(".//*[@formmethod] | .//*[@hx-get]")) == (
        "post", PATH, [])  # fmt: skip
