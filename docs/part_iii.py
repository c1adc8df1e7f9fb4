"""The page ``reference/part-iii.md``: what the program makes of each provision on responsibility, from the register."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

_ROOM: Final = "fairshare.law.responsibility."
_FIRST, _LAST = 16, 46

KINDS: Final = ("criterion", "procedure", "evidence", "test", "duty", "fact")
_OF_ROOM: Final = {
    "criteria": "criterion",
    "ladder": "criterion",
    "regimes": "criterion",
    "group": "criterion",
    "evidence": "evidence",
    "duties": "test",
    "notation": "fact",
}
"""The kind of the rules of each module; those of every other module (steps, limits, the timeline) are the procedure."""


def kind(function: str) -> str | None:
    """What a registered rule makes of its provision; ``None`` for one outside of the rules on responsibility.

    >>> kind("fairshare.law.responsibility.steps.charge.silence"), kind("fairshare.law.keys.reference_key")
    ('procedure', None)
    """
    if not function.startswith(_ROOM) or function == f"{_ROOM}answers.answer":
        return None  # the whole answer carries out what its parts do
    if function == f"{_ROOM}duties.duties":
        return "duty"
    return _OF_ROOM.get(function.removeprefix(_ROOM).partition(".")[0], "procedure")


def kinds(rules: Iterable[Any]) -> tuple[str, ...]:
    """The kinds of the rules of a provision, in the order of :data:`KINDS`."""
    found = {kind(rule.function) for rule in rules}
    return tuple(name for name in KINDS if name in found)


def page(listed: Collection[Any], article: Callable[[str], str], table: Callable[..., str]) -> str:
    """The page, from the provisions of the register."""
    rows = [
        (number, p.says, kinds(p.rules))
        for p in listed
        if (number := p.cite.removeprefix("AMMR ")) and article(number).isdigit()
        if _FIRST <= int(article(number)) <= _LAST
    ]
    count = {name: sum(name in made for _, _, made in rows) for name in KINDS}
    only = sum(made == ("duty",) for _, _, made in rows)
    none = sum(not made for _, _, made in rows)
    body = ((number, says, ", ".join(made) or "none") for number, says, made in rows)
    return _INTRO.format(all=len(rows), only=only, none=none, **count) + table(("", "says", "made"), body)


_INTRO: Final = """\
# What becomes of Part III

The paragraphs of Articles 16 to 46 with operative content, {all} in all, and what the program makes of each:

| made | means | paragraphs |
| --- | --- | --- |
| criterion | it is tested, in its place in the order, and can name the state responsible | {criterion} |
| procedure | a limit runs, or an event of the case moves responsibility, starts or ends something | {procedure} |
| evidence | pieces on record are held against the official lists | {evidence} |
| test | a question that can be put by itself, from Python; it names no state | {test} |
| duty | an entry in the list of duties: who must do what, and by when; it names no state | {duty} |
| fact | reading a case takes it up: a finding of a person, who belongs to a family, what was known when | {fact} |
| none | nothing | {none} |

For {only} of them the list of duties (`law/parameters/duties.yaml`) is all there is. Their breach does not by
itself move responsibility, so no answer depends on them: the program says what they ask, and cannot tell whether
it was done.

Best interests, ability to care, dependency, inability to travel, a real risk, security and the use of Article 35
are never computed. They come in as findings, and the criteria read them. Empowerments of the Commission are left
out, as in the [register](provisions.md), which names the functions. How an answer is made:
[Which state is responsible](../explanation/responsibility.md).

"""
