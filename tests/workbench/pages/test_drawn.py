"""What was drawn is found again by who has the very same value, on the same page, in the same language."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from fairshare.workbench.pages import drawn as memory
from fairshare.workbench.pages.drawn import drawn
from fairshare.workbench.tables import Column, Table

TABLE = Table("pool", "A pool", (Column("state", "State", "state"), Column("text", "Text")),
              ({"state": "DE", "text": "<b>bold</b> & so on"}, {"state": "EL", "text": None}))  # fmt: skip


def draw(value: object, times: list[object], on: str = "") -> str:
    """A picture of a value; ``times`` notes each time that it is drawn."""

    def anew() -> SafeString:
        times.append(value)
        return mark_safe(f"picture {len(times)}")

    return drawn(value, anew, on)


def test_a_value_is_drawn_once() -> None:
    times: list[object] = []
    value = replace(TABLE)
    assert [draw(value, times), draw(value, times)] == ["picture 1", "picture 1"]


def test_an_equal_value_of_somebody_else_is_drawn_apart() -> None:
    times: list[object] = []
    mine, yours = replace(TABLE), replace(TABLE)
    assert mine == yours
    assert [draw(mine, times), draw(yours, times)] == ["picture 1", "picture 2"]


def test_another_page_and_another_language_are_drawn_apart() -> None:
    times: list[object] = []
    value = replace(TABLE)
    found = [draw(value, times, "/pool/2026/"), draw(value, times, "/pool/2027/")]
    with override("de"):
        found.append(draw(value, times, "/pool/2026/"))
    assert found == ["picture 1", "picture 2", "picture 3"]


def test_so_many_are_kept_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_KEPT", 2)
    times: list[object] = []
    first, second, third = (replace(TABLE) for _ in range(3))
    for value in (first, second, first, third):
        draw(value, times)
    assert len(memory._memory) == 2
    assert [draw(first, times), draw(second, times)] == ["picture 1", "picture 4"]


def page(table: Table, **params: str) -> Any:
    request = RequestFactory().get("/pool/2026/", params)
    return Template("{% load tables %}{% data_table table %}").render(Context({"table": table, "request": request}))


def test_a_table_with_parameters_is_drawn_for_who_asked_and_not_kept() -> None:
    table = replace(TABLE)
    plain = page(table)
    assert "No row matches" in page(table, **{"pool-q": "nothing like that"})
    assert page(table) == plain
    assert "No row matches" not in plain


def test_what_stands_in_a_cell_is_no_markup() -> None:
    found = page(TABLE)
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; so on" in found
    assert "<b>bold" not in found
    assert '<th scope="row" class="state">Germany <span class="code">DE</span></th>' in found
    assert '<td class="text unknown">' in found
