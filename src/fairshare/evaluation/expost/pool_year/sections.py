"""The sections of the report on a pool year from needs to states: how large, the chain, each state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import Final

from fairshare.evaluation.expost.document import (
    Bars,
    Block,
    Cite,
    Fig,
    Flows,
    Grid,
    Paragraph,
    Points,
    Section,
    Sentence,
    State,
    StateMap,
    say,
)
from fairshare.evaluation.expost.grids import by_state, indicators, known, title
from fairshare.evaluation.expost.measured import Figures
from fairshare.evaluation.expost.pool_year.record import Record

CHAIN: Final = (
    *("needs", "proposed", "adopted", "pledged", "pledged_known", "adjusted", "to_implement", "effective"),
    *("implemented", "offset_taken", "persistent"),
)
"""The steps of the chain in units, in order."""
SUMMARY: Final = (
    *("proposed", "adopted", "adopted_of_proposed", "pledged", "pledged_known", "pledged_of_adopted", "effective"),
    *("effective_of_adopted", "implemented", "implemented_of_pledged", "implemented_of_adopted"),
    *(
        "implemented_of_needs",
        "offset_taken",
        "delivered_of_due",
        "persistent",
        "persistent_of_implemented",
        "data_gaps",
    ),
)
_BRIDGE: Final = {
    "bridge.benefitting": say("of benefitting states, owed by nobody this year"),
    "bridge.lowered": say("lowered by the act or by a decision"),
    "bridge.nothing_pledged": say("of states that pledged nothing"),
    "bridge.met_by_offsets": say("pledged as relocations and to be met by offsets"),
    "bridge.pledge_unknown": say("of states whose pledge is not known"),
    "bridge.delivering": say("of states whose pledge is to be delivered"),
}
NEEDS_UNKNOWN: Final = say("What benefitting states need is not known of all of them, so there is no sum.")
ROLES: Final[Mapping[str, Sentence]] = {
    "contributing": say("contributing"),
    "benefitting": say("benefitting"),
    "released": say("released"),
    "deducted": say("lowered to nothing"),
    "refused_access": say("access refused"),
}


def summary(figures: Figures) -> Section:
    """The main figures at a glance."""
    rows = {key: _head(key, figures) for key in SUMMARY}
    grid = indicators("summary-figures", say("The main figures of the pool year"), figures, rows)
    return Section("summary", say("Summary"), (grid,))


def _head(key: str, figures: Figures) -> Sentence:
    """The title of an indicator, and that it is a claim where it rests on what a state says of others."""
    claimed = key.startswith("effective") and "stated_relocations" in figures
    return say("{indicator}, a claim", indicator=title(key)) if claimed else title(key)


def headline(record: Record, figures: Figures) -> tuple[Sentence, ...]:
    """The answers first: how large, how much pledged, how much will be and was delivered, how far that reaches."""
    return (
        size_told(figures),
        pledged_told(figures),
        _effective_told(figures),
        delivered_told(record.report.as_of, figures),
        _reach_told(figures),
        say(
            "{gaps} indicators have no value; each stands under the data gaps with who owes it.", gaps=Fig("data_gaps")
        ),
    )


def size_told(figures: Figures) -> Sentence:
    """How large the pool is, beside what was proposed."""
    if not known(figures, "proposed"):
        return say(
            "The Council adopted a pool of {adopted} units; what the Commission proposed is not known.",
            adopted=Fig("adopted"),
        )
    return say(
        "The Council adopted a pool of {adopted} units; the Commission had proposed {proposed}.",
        adopted=Fig("adopted"),
        proposed=Fig("proposed"),
    )


def pledged_told(figures: Figures) -> Sentence:
    """How much is pledged, as far as known."""
    if known(figures, "pledged"):
        return say(
            "States pledged {pledged} units: {share} of the pool.",
            pledged=Fig("pledged"),
            share=Fig("pledged_of_adopted"),
        )
    return say(
        "The pledges that are known come to {pledged} units; of {states} states the pledge is not known.",
        pledged=Fig("pledged_known"),
        states=Fig("pledge_unknown"),
    )


def _effective_told(figures: Figures) -> Sentence:
    parts = {"effective": Fig("effective"), "share": Fig("effective_of_adopted")}
    if "stated_relocations" in figures:
        return say(
            "By the statement of one state, a claim, the effective pool is {effective} units: {share} of what was "
            "adopted.",
            **parts,
        )
    return say(
        "By the pledges that are known, the effective pool is {effective} units: {share} of what was adopted.",
        **parts,
    )


def delivered_told(as_of: date, figures: Figures) -> Sentence:
    """How much was carried out, of each whole that is known."""
    if not known(figures, "implemented"):
        return say("What was delivered is not known: it was looked for until {day}.", day=as_of)
    parts = {name: Fig(f"implemented_of_{name}") for name in ("pledged", "adopted", "needs")}
    if not known(figures, "implemented_of_pledged"):
        return say(
            "Carried out were {implemented} units: {adopted} of the pool; not all that was pledged is known.",
            implemented=Fig("implemented"),
            adopted=parts["adopted"],
        )
    if not known(figures, "implemented_of_needs"):
        return say(
            "Carried out were {implemented} units: {pledged} of the pledges and {adopted} of the pool; what was needed "
            "is not known.",
            implemented=Fig("implemented"),
            pledged=parts["pledged"],
            adopted=parts["adopted"],
        )
    return say(
        "Carried out were {implemented} units: {pledged} of the pledges, {adopted} of the pool and {needs} of the "
        "needs.",
        implemented=Fig("implemented"),
        **parts,
    )


def _reach_told(figures: Figures) -> Sentence:
    if not known(figures, "as_pledged.to_move", "reach.adopted", "reach.effective"):
        return say("How many persons would have to be in another state to meet the key is not known.")
    return say(
        "Counted as first-time applications, {persons} persons would have to be in another state to meet the key; the "
        "pool as adopted is {adopted} of them. {indicator}: {effective}.",
        persons=Fig("as_pledged.to_move"),
        adopted=Fig("reach.adopted"),
        indicator=_head("effective", figures),
        effective=Fig("reach.effective"),
    )


def needs(figures: Figures) -> Section:
    """What was needed and what the pool is sized at."""
    told = [
        say(
            "A unit is one relocation, or {euro} in money or in kind ({cite}).",
            euro=Fig("eur_per_unit"),
            cite=Cite("AMMR 12(3)"),
        ),
        say(
            "The national numbers add up to {sum}, {surplus} more than the pool: each is rounded by itself.",
            sum=Fig("fair_share_sum"),
            surplus=Fig("rounding_surplus"),
        ),
    ]
    if not known(figures, "needs"):
        told.insert(0, NEEDS_UNKNOWN)
    rows = {key: title(key) for key in ("needs", "proposed", "adopted", "adopted_of_proposed", "fair_share_sum")}
    rows |= {"fair_share_sum.computed": say("Sum of the national numbers, as computed from the key that is held")}
    rows |= {"rounding_surplus": title("rounding_surplus")}
    grid = indicators("needs-figures", say("Needs, and the size of the pool"), figures, rows)
    states = by_state("needs-by-state", say("Needs by benefitting state"), figures, ("needs",))
    blocks = (Paragraph(tuple(told)), grid, *((states,) if states.rows else ()))
    return Section("needs", say("Needs and the size of the pool"), blocks, "relevance")


def chain(figures: Figures) -> Section:
    """From needs to what lasts: bars for the steps in units, the parts, and where the fair shares went."""
    steps = [key for key in CHAIN if key != "pledged_known" or not known(figures, "pledged")]
    bars = tuple((_head(key, figures), key) for key in steps if known(figures, key))
    missing = [title(key) for key in steps if not known(figures, key)]
    roles = {f"states_by_role.{role}": words for role, words in ROLES.items()}
    pledged = ("pledged_relocation", "pledged_financial", "pledged_alternative")
    parts = {key: title(key) for key in pledged}
    parts |= {
        f"{key}.known": say("{indicator}, as far as known", indicator=title(key))
        for key in pledged
        if not known(figures, key)
    }
    parts |= {
        key: title(key)
        for key in (
            *("pledged_by_offset", "pledge_unknown", "adjusted_in_act", "deducted", "released", "to_implement"),
            *("implemented_relocation", "implemented_financial", "implemented_alternative", "offset_taken"),
            *("outstanding", *(key for key in ("stated_relocations", "stated_money") if key in figures)),
        )
    }
    blocks = (
        Bars("chain-steps", say("The chain from needs to delivery, in units"), bars, _not_known(missing)),
        indicators("chain-parts", say("Pledged, lowered and delivered by type"), figures, parts),
        _bridge(figures),
        indicators("chain-roles", say("States by role"), figures, roles),
    )
    return Section("chain", say("From needs to delivery"), blocks, "effectiveness")


def _not_known(steps: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """One note that names the steps without a value; none where there are none."""
    if not steps:
        return ()
    return (say("Not known: {steps}.", steps=reduce(_and, steps)),)


def _and(before: Sentence, part: Sentence) -> Sentence:
    return say("{before}, {part}", before=before, part=part)


def _bridge(figures: Figures) -> Grid:
    """Where the fair shares went; parts of units say that they are rounded."""
    grid = indicators("chain-bridge", say("Fair shares in units by what became of them"), figures, _BRIDGE)
    values = [figures[key].value for key in _BRIDGE if key in figures]
    if all(value is None or value.denominator == 1 for value in values):
        return grid
    return replace(grid, notes=(say("Parts are rounded to whole units, so that they may not add up."),))


def states(record: Record, figures: Figures) -> Section:
    """Each state: fair share, pledge by type, what was taken off, what was delivered, its role; and two maps."""
    pledged = ("fair_share", "pledged_relocation", "pledged_financial", "pledged_alternative", "adjusted")
    done = ("to_implement", "implemented", "offset_taken", "outstanding", "delivered_of_due")
    table = by_state("states-pledged", say("Role, fair share and pledge of each state"), figures, pledged)
    roles = {State(row.state): ROLES[row.role] for row in record.report.rows}
    columns = (table.columns[0], say("Role"), *table.columns[1:])
    with_roles = tuple((head, roles[head], *cells) for head, *cells in table.rows if isinstance(head, State))
    blocks: tuple[Block, ...] = (
        replace(table, columns=columns, rows=with_roles),
        *_by_offset(figures),
        by_state("states-delivered", say("What each state delivered, in units and of what was due"), figures, done),
        _map(figures, "states-fair-share", say("Fair share of each state, in units"), "fair_share"),
        *_delivered_map(figures),
        *_flows(figures),
    )
    return Section("states", say("State by state"), blocks, "effectiveness")


def _by_offset(figures: Figures) -> tuple[Points, ...]:
    """The states that say they will meet their pledge by offsets."""
    start = "pledged_by_offset."
    items = tuple(
        say(
            "{state} pledged {units} relocations, to be met by offsets.",
            state=State(key.removeprefix(start)),
            units=Fig(key),
        )
        for key in figures
        if key.startswith(start)
    )
    return (Points(items),) if items else ()


def _flows(figures: Figures) -> tuple[Flows, ...]:
    """Persons relocated from state to state, where there are any."""
    pairs = {key: key.split(".")[1:] for key in figures if key.startswith("implemented_relocation.")}
    cells = {(pair[0], pair[1]): key for key, pair in pairs.items() if len(pair) > 1}
    return (Flows("states-relocated", say("Persons relocated from state to state"), cells),) if cells else ()


def _map(figures: Figures, name: str, caption: Sentence, definition: str) -> StateMap:
    start = f"{definition}."
    return StateMap(
        name,
        caption,
        {key.removeprefix(start): key for key in figures if key.startswith(start) and len(key) == len(start) + 2},
    )


def _delivered_map(figures: Figures) -> tuple[StateMap, ...]:
    if not any(figure.value for key, figure in figures.items() if key.startswith("implemented.")):
        return ()
    return (_map(figures, "states-implemented", say("Carried out by each state, in units"), "implemented"),)
