"""The page on past cycles tells the figures of the evaluations."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairshare.evaluation.expost.past import past
from fairshare.figures.reference import table

PAGE = Path(__file__).resolve().parents[4] / "docs/explanation/past-cycles.md"
ROWS = {
    "Malta, first phase": ("malta-2009", "committed.1", "relocated.1", "rate.1", ""),
    "Malta, second phase, by June 2012": ("malta-2009", "committed.2", "relocated.2", "rate.2", ""),
    "Ship by ship": ("ships-2018", "", "relocated", "", "reach"),
    "Ship by ship, Germany": ("ships-2018", "committed.DE", "relocated.DE", "rate.DE", ""),
    "Voluntary Declaration, by June 2024": (
        "voluntary-2022", "committed", "relocated.2024-06-12", "rate.2024-06-12", "reach",
    ),
    "Relocation of 2015, of those decided": (
        "relocation-2015", "decided", "relocated", "relocated_of_decided", "reach",
    ),
    "Relocation of 2015, of those committed": (
        "relocation-2015", "committed", "relocated", "relocated_of_committed", "reach",
    ),
}  # fmt: skip


def cells(head: str) -> list[str]:
    (line,) = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {head} |")]
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


@pytest.mark.parametrize("head", ROWS)
def test_a_row_of_the_page_is_what_the_evaluation_says(head: str) -> None:
    name, *keys = ROWS[head]
    figures = past(name).evaluation(table).figures
    for cell, key in zip(cells(head), keys, strict=True):
        if not key:
            assert cell in {"unknown", ""}
            continue
        value = figures[key].value
        assert value is not None
        assert cell == (f"{float(value):.1%}".replace("%", " %") if "%" in cell else f"{int(value):,}"), key


def test_how_far_persons_moved_towards_the_key_is_what_the_evaluation_says() -> None:
    figures = past("relocation-2015").evaluation(table).figures
    italy, germany, part = (figures[key].value for key in ("ratio.before.IT", "ratio.before.DE", "towards_key"))
    assert italy is not None and germany is not None and part is not None
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"Italy had {float(italy):.2f} times its share" in text
    assert f"which took most persons, {float(germany):.2f} times" in text
    assert f"{float(part):.1%} of the persons moved".replace("%", " %") in text


def test_the_index_at_best_is_what_the_evaluation_says() -> None:
    figures = past("voluntary-2022").evaluation(table).figures
    best, index = (figures[key].value for key in ("at_best", "hoover.before"))
    assert best is not None and index is not None
    assert f"{float(best):.3f} instead of {float(index):.3f}" in PAGE.read_text(encoding="utf-8")
