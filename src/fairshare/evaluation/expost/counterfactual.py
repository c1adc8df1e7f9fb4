"""The facts beside what else could be compared with them: no solidarity, the pure key, the year before.

These are comparisons. None of them says why two figures differ: that would take a design, and the section says so.
"""

from __future__ import annotations

from fractions import Fraction

from fairshare.evaluation.expost.account import account, difference, parts, to_move
from fairshare.evaluation.expost.account_section import STAGE_WORDS
from fairshare.evaluation.expost.document import Fig, Grid, Paragraph, Section, Sentence, Shown, say
from fairshare.evaluation.expost.loads import IN_PERSONS, ByState, Loads
from fairshare.evaluation.expost.measured import Figures, Measured, computed
from fairshare.evaluation.inequality import Part, hoover_of


def counterfactuals(loads: Loads, previous: Loads | None, prefix: str = "") -> tuple[Measured, ...]:
    """The comparisons of ``loads``, as they stand at their last stage in persons that is known.

    ``previous``: the loads of the year before; what of its account is compared is among the figures, under
    ``{prefix}previous.``. The figures of ``loads``, of ``account(loads, prefix)`` and of ``previous`` come before
    these, not among them.

    Keys after ``prefix``: ``against.none`` (where what persons moved changed is known), ``against.key`` and
    ``against.previous`` (the index less that compared with), ``pure_key`` (0), ``elsewhere`` and
    ``previous.elsewhere`` (persons who would be in another state under the pure key),
    ``attributed.numbers`` and ``attributed.key`` (the change since the year before, by Shapley's rule, where the states
    are the same and the key is not)."""
    own = {figure.key: figure for figure in account(loads, prefix)}
    fact = _last(loads, own, prefix)
    before = own[f"{prefix}hoover.before"]
    pure = computed(f"{prefix}pure_key", "hoover", hoover_of, loads.key.values(), Fraction(0))
    return (
        *((difference(f"{prefix}against.none", fact, before),) if fact.key != before.key else ()),
        pure,
        difference(f"{prefix}against.key", fact, pure),
        to_move(f"{prefix}elsewhere", fact, own[f"{prefix}total.{_stage(fact)}"]),
        *(_since(loads, previous, own, fact, prefix) if previous else ()),
    )


def _last(loads: Loads, figures: Figures, prefix: str) -> Measured:
    """The Hoover index of the last stage in persons that is known; of the first where none is."""
    found = [figures[f"{prefix}hoover.{stage}"] for stage in loads.stages if stage in IN_PERSONS]
    return next((index for index in reversed(found) if index.value is not None), found[0])


def _stage(hoover: Measured) -> str:
    return hoover.key.rpartition(".")[2]


def _since(loads: Loads, previous: Loads, own: Figures, fact: Measured, prefix: str) -> tuple[Measured, ...]:
    """The account of the year before, the change since, and what of it goes with the numbers and with the key."""
    held = {figure.key: figure for figure in account(previous, f"{prefix}previous.")}
    then = _last(previous, held, f"{prefix}previous.")
    total = held[f"{prefix}previous.total.{_stage(then)}"]
    found = (
        *_resting_on(held, then, total),
        difference(f"{prefix}against.previous", fact, then),
        to_move(f"{prefix}previous.elsewhere", then, total),
    )
    if loads.key.keys() != previous.key.keys() or dict(loads.key) == dict(previous.key):
        return found
    now = _borne(own, f"{prefix}net.{_stage(fact)}.", loads.key)
    past = _borne(held, f"{prefix}previous.net.{_stage(then)}.", previous.key)
    split = attributed(
        parts(past, previous.key), parts(now, loads.key), parts(past, loads.key), parts(now, previous.key)
    )
    inputs = (*past.values(), *previous.key.values(), *now.values(), *loads.key.values())
    return (
        *found,
        computed(f"{prefix}attributed.numbers", "attributed", attributed, inputs, split[0] if split else None),
        computed(f"{prefix}attributed.key", "attributed", attributed, inputs, split[1] if split else None),
    )


def _resting_on(held: Figures, *told: Measured) -> tuple[Measured, ...]:
    """Figures of an account that are told, with those that they rest on, in order; the rest of it is not told."""
    wanted = {figure.key for figure in told}
    for figure in reversed(tuple(held.values())):  # whatever a figure rests on comes before it
        wanted |= set(figure.inputs) if figure.key in wanted else set()
    return tuple(figure for key, figure in held.items() if key in wanted)


def _borne(figures: Figures, start: str, states: ByState) -> ByState:
    return {state: figures[f"{start}{state}"] for state in states}


Parts = tuple[Part, ...] | None


def attributed(
    past: Parts, now: Parts, past_by_new_key: Parts, now_by_old_key: Parts
) -> tuple[Fraction, Fraction] | None:
    """The change of the Hoover index split by Shapley's rule: what goes with the numbers, and what with the key.

    Each is changed alone in both orders, and the mean taken, so that the two add up to the change. ``None`` where a
    distribution is unknown.

    >>> half, third = Fraction(1, 2), Fraction(1, 3)
    >>> old, new = ((half, half), (half, half)), ((third, half), (1 - third, half))
    >>> attributed(old, new, old, new)
    (Fraction(1, 6), Fraction(0, 1))
    """
    if past is None or now is None or past_by_new_key is None or now_by_old_key is None:
        return None
    start, end, new_key, new_numbers = (hoover_of(found) for found in (past, now, past_by_new_key, now_by_old_key))
    return (new_numbers - start + end - new_key) / 2, (new_key - start + end - new_numbers) / 2


def counterfactual_section(figures: Figures, prefix: str = "") -> Section:
    """The comparisons as a section: what they are not, a table, and what of a change goes with what.

    ``figures`` hold those of :func:`counterfactuals` with the same ``prefix``, and the account before them."""
    name = prefix.replace(".", "-")
    fact = figures[f"{prefix}against.key"].inputs[0]
    return Section(
        f"{name}counterfactual",
        say("Compared with other courses"),
        (
            Paragraph(
                (
                    say("Each row is a comparison. None of them says why two figures differ."),
                    say(
                        "To say why would take a design: states or years that the scheme did not reach but that are "
                        "alike, or a rule with a threshold; and data by case from before and after."
                    ),
                )
            ),
            _grid(figures, prefix, fact, f"{name}counterfactual-rows"),
            Paragraph(_told(figures, prefix)),
        ),
        "added_value",
    )


def _grid(figures: Figures, prefix: str, fact: str, name: str) -> Grid:
    def row(head: Shown, against: str, elsewhere: str = "") -> tuple[Shown | None, ...]:
        index = figures[f"{prefix}{against}"].inputs[1]
        return head, Fig(index), Fig(f"{prefix}{against}"), Fig(f"{prefix}{elsewhere}") if elsewhere else None

    moved, previous = (f"{prefix}against.{name}" in figures for name in ("none", "previous"))
    return Grid(
        name,
        say("This account beside other courses"),
        (say("Course"), say("Hoover index"), say("This account less that"), say("Persons who would be elsewhere")),
        (
            (say("This account, {stage}", stage=_words(fact)), Fig(fact), None, Fig(f"{prefix}elsewhere")),
            *([row(say("Without solidarity"), "against.none", "to_move")] if moved else []),
            row(say("The pure key"), "against.key"),
            *([row(_year_before(figures, prefix), "against.previous", "previous.elsewhere")] if previous else []),
        ),
    )


def _year_before(figures: Figures, prefix: str) -> Sentence:
    return say("The year before, {stage}", stage=_words(figures[f"{prefix}against.previous"].inputs[1]))


def _words(index: str) -> Sentence:
    """At which stage an index stands, by its key."""
    return STAGE_WORDS[index.rpartition(".")[2]]


def _same_key(figures: Figures, prefix: str) -> bool:
    """Whether the year before is told against the very key of this account."""
    change = figures.get(f"{prefix}against.previous")
    keys = [
        {key for key in figures[index].inputs if figures[key].definition == "key_share"}
        for index in (change.inputs if change else ())
    ]
    return bool(keys) and keys[0] == keys[1]


def _told(figures: Figures, prefix: str) -> tuple[Sentence, ...]:
    told = (say("Under the pure key, {persons} persons would be in another state.", persons=Fig(f"{prefix}elsewhere")),)
    if _same_key(figures, prefix):
        return (*told, say("The key is held still: both years are told against that of this account."))
    if f"{prefix}attributed.key" not in figures:
        return told
    numbers, key = Fig(f"{prefix}attributed.numbers"), Fig(f"{prefix}attributed.key")
    return (
        *told,
        say(
            "Of the change of the index since the year before, {numbers} goes with the numbers of persons and {key} "
            "with the key.",
            numbers=numbers, key=key,
        ),
    )  # fmt: skip
