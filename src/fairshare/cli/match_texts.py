"""What the page of a matching tells its reader, in one place: plain words, with the article behind each statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

from fairshare.cli.page import Html, paragraph
from fairshare.states import NAMES

if TYPE_CHECKING:
    from fairshare.matching.report import Report


class CaseNumbers(Protocol):
    """The number of each case by its place: a list, or a column of a table."""

    def __getitem__(self, place: int, /) -> str: ...


Section = tuple[str, Sequence[str]]
"""The title of a section, and its parts."""
LONGEST: Final = 100
"""Rows of a list of cases or reasons on the page; the rest is in the tables beside it."""

TITLE: Final = "Proposed matching of persons and places (Article 67)"

PROPOSAL: Final = "This is a proposal. An authority decides."
AUTHORITY: Final = (
    "Nothing here takes effect by itself: the benefitting state identifies the persons (Article 67(3)) and takes each "
    "transfer decision, which can be appealed (67(10), 43). Nobody has a right to choose a state (67(3)). Case numbers "
    "are pseudonyms, and small counts are not hidden: this page is for the authorities concerned, not for publication."
)
NOBODY_LOOKED: Final = (
    "The file of cases names no third state (column third_state): nobody has looked, or nothing was found. After "
    "relocation the remaining criteria may point to a third state, and the person may be transferred again (68(2)). "
    "Families for which that is possible should be looked at before they are proposed."
)
NO_DOUBLE_TRANSFER: Final = "The remaining criteria point to a third state in no case (68(2))."
DOUBLE_TRANSFER: Final = (
    "After relocation the remaining criteria may point to a third state, and the person may be transferred again "
    "(68(2)). Please look at these first. There is no second transfer where the proposed state is the third state."
)
NO_MIX: Final = "No family without a link is placed."
MIX: Final = (
    "Families without links are shared fairly (67(4)): in each state they should be as mixed as they are in all. The "
    "index of dissimilarity is the part of them that would have to be others for that: 0 is the same mix, 1 a wholly "
    "different one. A few whole families cannot come near 0: in brackets stands the least that so many could reach in "
    "that attribute alone."
)
PRICE: Final = (
    "The price of a place is what one more place for one person would be worth to all, in points, at the margin and "
    "if families could be divided. But for the exceptions that whole families make, a family is where its value less "
    "the price is greatest. The prices also prove how much any other placement could be worth at most."
)
LAST_PLACE: Final = (
    "The last place went to the family that has least over its next best. In brackets: what its place brings over "
    "that, in points a person, and how many families have as little."
)
NOT_COMPARED: Final = "No other mechanism was run beside this one."
NOT_CHANGED: Final = "Not computed for this run."
CHANGES: Final = (
    "Each weight is lowered and raised, and the best placement found anew; of equally good ones that which moves "
    "fewest. Families without links are shared by lot: of them only how many persons each state receives is compared. "
    "The last two columns say what is lost under the new weights if nobody moves: where that is little, the weight "
    "hardly matters, however many would move."
)
EVERYBODY: Final = "Every family is placed."


def state_name(report: Report, state: int) -> str:
    """The English name of a state by its number."""
    code = report.explanation.problem.states[state]
    return NAMES.get(code, code)


def percent(part: float, whole: float) -> str:
    """A part of a whole; a dash where there is no whole.

    >>> percent(1, 8), percent(0, 0)
    ('12.5 %', '–')
    """
    return f"{part / whole:.1%}".replace("%", " %") if whole else "–"


def more(rows: int, file: str) -> Html:
    """Says where the rows are that the page leaves out."""
    return paragraph(f"{rows - LONGEST:,} more are in {file}.", klass="note") if rows > LONGEST else Html("")
