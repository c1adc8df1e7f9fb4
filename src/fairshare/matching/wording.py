"""The sentence of one family: built from the columns of an explanation and from nothing else, so that it is true.

Points are for one person's place throughout. Two numbers that a sentence compares are shown to as many digits as tell
them apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from fairshare.matching.margins import TIE
from fairshare.matching.problem import NOWHERE
from fairshare.states import NAMES

if TYPE_CHECKING:
    from fairshare.matching.explain import Explanation

_KINDS: Final = {
    "family": "a family link",
    "cultural": "a cultural link",
    "language": "a link of language",
    "study": "a link of study",
    "stay": "a link of an earlier stay",
}

_WITH_ARTICLE: Final = {"NL": "the Netherlands", "UK": "the United Kingdom"}

_PLACED: Final = {
    "link": "Placed in {here}, where {link} counts {strength}; no state open to it would be worth more",
    "link-dearer": "Placed in {here}, where {link} counts {strength}",
    "link-no-room": "Placed in {here}, where {link} counts {strength}",
    "no-link-there": "Placed in {here}, without a link there",
    "no-link-no-room": "Placed in {here}, without a link there",
    "links-uncounted": "Placed in {here}; under these weights its links count nothing",
    "shared": "Placed in {here} by lot, which shares families without a link fairly (every state open to it counts the "
    "same)",
    "only-state": "Placed in {here}, the only state open to it with places for {all}",
    "whole-families": "Placed in {here}{linked}",
}
_UNPLACED: Final = {
    "not-eligible": "Not placed: not eligible for relocation{given}",
    "no-offer": "Not placed: no state offers places to people present in {present}",
    "excluded": "Not placed: every state that offers places to people present in {present} is excluded for it{barred}",
    "no-places": "Not placed: there are no places in the states open to it",
    "too-large": "Not placed: no state open to it has places for {all} ({most_state} has the most: {most})",
    "no-value": "Not placed: under these weights a place counts nothing for it",
    "costs-more": "Not placed: wherever there are places for {all}{counting}, a place costs more than it would bring; "
    "nearest is {next} {price} points a person against {value}",
    "costs-the-same": "Not placed: it would bring just what a place costs, {value} points a person in {next} and "
    "{left}",
    "left-over": "Not placed: at the prices of places it would go to {next} (there it would bring {value} points a "
    "person, and a place costs {price}), but places go to whole families, and {left}",
}


def state_name(explanation: Explanation, state: int) -> str:
    """The English name of a state by its number, as it stands within a sentence."""
    code = explanation.problem.states[state]
    return _WITH_ARTICLE.get(code) or NAMES.get(code, code)


def apart(less: float, more: float) -> tuple[str, str]:
    """Two numbers with two decimals, or with as many more as tell them apart.

    >>> apart(8.6, 9.4), apart(8.001, 8.002)
    (('8.60', '9.40'), ('8.001', '8.002'))
    """
    for digits in range(2, 8):
        texts = f"{less:.{digits}f}", f"{more:.{digits}f}"
        if texts[0] != texts[1]:
            break
    return texts


def points(number: float) -> str:
    """Points a person, to two decimals or as many more as show a digit.

    >>> points(8.6), points(0.00012), points(0.0)
    ('8.60', '0.0001', '0.00')
    """
    return apart(0.0, abs(number))[1] if abs(number) > TIE else "0.00"


def sentence(explanation: Explanation, family: int) -> str:
    """Why a family is where it is, in one or two sentences."""
    code = explanation.code(family)
    if code in _UNPLACED:
        text = _UNPLACED[code].format(**_words_unplaced(explanation, family))
    else:
        main = _PLACED[code].format(**_words_placed(explanation, family))
        text = "; ".join(part for part in (main, _next(explanation, family), _better(explanation, family)) if part)
    return text + "." + _proof(explanation, code)


def _proof(explanation: Explanation, code: str) -> str:
    """How far a statement about whole families is proved, where it is not to the end."""
    optimum = explanation.optimum
    if code not in {"whole-families", "left-over"} or not optimum.gap:
        return ""
    within = optimum.bound - optimum.objective
    return f" (The placements of all are proved best to within {within:,.2g} of {optimum.bound:,.0f} points.)"


def _all(explanation: Explanation, family: int) -> str:
    persons = int(explanation.problem.persons[family])
    return "one person" if persons == 1 else f"a family of {persons}"


def link_of(explanation: Explanation, family: int, state: int) -> tuple[str, float]:
    """The link of a family to a state in words, and what it counts; no words and 0 where there is none."""
    problem = explanation.problem
    first, end = np.searchsorted(problem.link_family, [family, family + 1]).tolist()
    found = np.flatnonzero(problem.link_state[first:end] == state)
    if not len(found):
        return "", 0.0
    at = first + int(found[0])
    kinds = explanation.notes.kind
    kind = "a link" if kinds is None else _KINDS.get(explanation.notes.kinds[kinds[at]], "a link")
    return kind, float(problem.link[at])


def _linked(explanation: Explanation, family: int, state: int, end: str = "") -> str:
    """``, where a family link counts 0.80`` and the ``end``; nothing where there is no link."""
    kind, strength = link_of(explanation, family, state)
    return f", where {kind} counts {points(strength)}{end}" if kind else ""


def _words_placed(explanation: Explanation, family: int) -> dict[str, str]:
    state = int(explanation.state[family])
    kind, strength = link_of(explanation, family, state)
    return {
        "here": state_name(explanation, state),
        "link": kind,
        "strength": points(strength),
        "linked": _linked(explanation, family, state),
        "all": _all(explanation, family),
    }


def _next(explanation: Explanation, family: int) -> str:
    """What the next best was, or what is better at the prices."""
    state, loss = int(explanation.next_state[family]), float(explanation.next_loss[family])
    if state == NOWHERE:
        return _nowhere(loss)
    name = state_name(explanation, state)
    if explanation.code(family) == "shared":
        return _next_price(explanation, family, name)
    if loss > TIE:
        return f"the next best would have been {name} ({points(loss)} points a person less at the prices of places)"
    if loss >= -TIE:
        return f"{name} would have been as good at the prices of places"
    where = name + _linked(explanation, family, state, ",")
    better = f"at the prices of places {where} would be better by {points(loss)} points a person"
    return f"{better}, but places go to whole families, and {_left(explanation, family, state)}"


def _nowhere(loss: float) -> str:
    """How far leaving its places to others would be from a family's own place."""
    if loss > TIE:
        return f"next best would have been to leave its places to others ({points(loss)} points a person less)"
    if loss >= -TIE:
        return "its place brings just what it costs"
    return (
        f"at the prices of places it would be better by {points(loss)} points a person to leave its places to others, "
        "but places go to whole families, and none that would bring more fits in"
    )


def _next_price(explanation: Explanation, family: int, name: str) -> str:
    """What the next place costs a family that is worth the same everywhere."""
    loss = float(explanation.next_loss[family])
    if abs(loss) <= TIE:
        return f"a place in {name} costs the same"
    return f"a place in {name} costs {points(loss)} points a person {'more' if loss > 0 else 'less'}"


def _left(explanation: Explanation, family: int, state: int) -> str:
    """How many places are left for a family in a state, against its persons."""
    left = int(explanation.ground.free[explanation.ground.group[family], state])
    places = {0: "no place is", 1: "1 place is"}.get(left, f"{left:,} places are")
    return f"{places} left there for {_all(explanation, family)}"


def _better(explanation: Explanation, family: int) -> str:
    """What kept a family from the state where it would be worth more."""
    state = int(explanation.better_state[family])
    if state == NOWHERE:
        return ""
    gain, price = float(explanation.better_gain[family]), float(explanation.better_price[family])
    dearer = price - float(explanation.price[family])
    more, costs = apart(gain, dearer) if abs(dearer - gain) > TIE else (points(gain), "")
    where = state_name(explanation, state) + _linked(explanation, family, state, ",")
    worth = f"{where} would be worth {more} points a person more"
    if explanation.ground.room[explanation.ground.group[family], state] < explanation.problem.persons[family]:
        return f"{worth}, but has {_room(explanation, family, state)}"
    here = state_name(explanation, int(explanation.state[family]))
    if not costs:
        return f"{worth}, but a place there costs {points(price)}, just as much more than in {here}"
    if dearer > gain:
        return f"{worth}, but a place there costs {points(price)}, {costs} more than in {here}"
    if state == explanation.next_state[family]:  # said already
        return ""
    return f"{worth}, and {_left(explanation, family, state)}"


def _room(explanation: Explanation, family: int, state: int) -> str:
    """All places of a state that a family could use, where they are too few for it."""
    room = int(explanation.ground.room[explanation.ground.group[family], state])
    few = {0: "no places", 1: "only 1 place"}.get(room, f"only {room:,} places")
    return f"{few} for {_all(explanation, family)}"


def _words_unplaced(explanation: Explanation, family: int) -> dict[str, str]:
    problem, ground = explanation.problem, explanation.ground
    words = {
        "present": state_name(explanation, int(problem.present_in[family])),
        "all": _all(explanation, family),
        "given": _given(explanation, family),
        "barred": _barred(explanation, family),
    }
    open_to = np.flatnonzero(problem.allowed[family] >> np.arange(len(problem.states)) & 1)
    if len(open_to):
        room = ground.room[ground.group[family], open_to]
        words |= {"most": f"{room.max():,}", "most_state": state_name(explanation, int(open_to[room.argmax()]))}
        counts = ground.block(family, family + 1).value[0, open_to] > TIE
        words["counting"] = "" if counts.all() else " and a place counts for it"
    state = int(explanation.next_state[family])
    if state != NOWHERE:
        price = float(ground.price[ground.group[family], state])
        value = price - float(explanation.next_loss[family])
        texts = apart(value, price) if abs(price - value) > TIE else (points(value), points(price))
        ending = {"costs-more": ":", "costs-the-same": ","}.get(explanation.code(family), "")
        words["next"] = state_name(explanation, state) + _linked(explanation, family, state) + ending
        words |= {"value": texts[0], "price": texts[1], "left": _left(explanation, family, state)}
    return words


def _given(explanation: Explanation, family: int) -> str:
    """The reason that was given for a family that is not eligible."""
    column = explanation.notes.ineligible
    number = NOWHERE if column is None else int(column[family])
    word = "" if column is None or number == NOWHERE else explanation.notes.words[number]
    return f" ({word})" if word else ""


def _barred(explanation: Explanation, family: int) -> str:
    """The pairs of a family that must not be made, with their reasons."""
    problem, notes = explanation.problem, explanation.notes
    first, end = np.searchsorted(problem.barred_family, [family, family + 1]).tolist()
    offered = int(problem.open_to[problem.present_in[family]])
    names = []
    for at in range(first, end):
        if not offered >> int(problem.barred_state[at]) & 1:
            continue
        reason = f": {notes.barred[at]}" if notes.barred is not None and notes.barred[at] else ""
        names.append(state_name(explanation, int(problem.barred_state[at])) + reason)
    return f" ({'; '.join(names)})" if names else ""
