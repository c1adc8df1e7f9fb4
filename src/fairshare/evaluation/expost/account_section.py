"""The fairness account as a section of a report: sentences, a table by stage, one by state, and a map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fairshare.evaluation.expost.document import Fig, Grid, Paragraph, Section, Sentence, State, StateMap, say
from fairshare.evaluation.expost.loads import IN_PERSONS, STAGES, Stage
from fairshare.evaluation.expost.measured import Figures

STAGE_WORDS: Final[Mapping[str, Sentence]] = {
    "before": say("before solidarity"),
    "persons": say("after persons were moved"),
    "offsets": say("after offsets"),
    "par": say("with money at par"),
    "cost": say("with money at what a person is assumed to cost"),
}
"""How a stage is told, as a part of a sentence."""

_HEADS: Final[Mapping[str, Sentence]] = {
    "hoover": say("Hoover index"),
    "effect": say("Change"),
    "gini": say("Gini coefficient"),
    "theil": say("Theil index"),
    "theil_between": say("between groups"),
    "theil_within": say("within groups"),
    "max_ratio": say("Largest load ratio"),
    "min_ratio": say("Smallest load ratio"),
}


def account_section(figures: Figures, prefix: str = "") -> Section:
    """The account as a section: how uneven before, how far the scheme reaches, each stage, each state, and a map.

    ``figures`` hold those of :func:`~fairshare.evaluation.expost.account.account` with the same ``prefix``; a
    ``KeyError`` says that they do not."""
    stages = tuple(stage for stage in STAGES if f"{prefix}hoover.{stage}" in figures)
    name = prefix.replace(".", "-")
    states = tuple(key.rpartition(".")[2] for key in figures if key.startswith(f"{prefix}net.before."))
    return Section(
        f"{name}fairness",
        say("Fairness against the key"),
        (
            Paragraph(_told(figures, prefix, stages)),
            _by_stage(figures, prefix, stages, f"{name}fairness-by-stage"),
            _by_state(prefix, stages, states, f"{name}fairness-by-state"),
            _map(figures, prefix, stages, states, f"{name}fairness-map"),
        ),
        "effectiveness",
    )


def _told(figures: Figures, prefix: str, stages: tuple[Stage, ...]) -> tuple[Sentence, ...]:
    before, total, move = (Fig(prefix + key) for key in ("hoover.before", "total.before", "to_move"))
    if figures[before.key].value is None:
        return (say("How even responsibility is cannot be told: not all that states bear is known."),)
    return (
        say(
            "Before solidarity, {to_move} of {total} persons would have to be elsewhere to meet the key: a Hoover "
            "index of {hoover}.",
            to_move=move, total=total, hoover=before,
        ),
        *_reach(figures, prefix),
        *(sentence for stage in stages[1:] for sentence in _after(figures, prefix, stage)),
    )  # fmt: skip


def _reach(figures: Figures, prefix: str) -> tuple[Sentence, ...]:
    found = figures.get(f"{prefix}reach")
    if found is None:
        return ()
    if found.value is None:
        return (say("What the scheme gave of that is unknown."),)
    return (
        say(
            "The scheme gave {pool}, which is {reach} of the persons who would have to move.",
            pool=Fig(found.inputs[0]), reach=Fig(found.key),
        ),
    )  # fmt: skip


def _after(figures: Figures, prefix: str, stage: Stage) -> tuple[Sentence, ...]:
    hoover, effect = f"{prefix}hoover.{stage}", f"{prefix}effect.{stage}"
    if figures[hoover].value is None:
        return (say("The index {stage} is unknown: not all that it rests on is known.", stage=STAGE_WORDS[stage]),)
    told = say(
        "The index {stage} is {hoover}, {effect} against the stage before.",
        stage=STAGE_WORDS[stage], hoover=Fig(hoover), effect=Fig(effect),
    )  # fmt: skip
    return (told, *(_towards(figures, prefix) if stage == "persons" else ()))


def _towards(figures: Figures, prefix: str) -> tuple[Sentence, ...]:
    part, before, after = (f"{prefix}{key}" for key in ("towards_key", "total.before", "total.persons"))
    if figures[part].value is None:
        return ()
    beyond = say(
        "Together the states bear {after} persons after that, not {before}: some moved beyond these states, or it is "
        "not known between which.",
        after=Fig(after), before=Fig(before),
    )  # fmt: skip
    return (
        *((beyond,) if figures[before].value != figures[after].value else ()),
        say("A person moved from a state above its share of the key to one below it moves towards the key."),
        say("Less those moved the other way, that is {part} of the persons moved.", part=Fig(part)),
    )


def _by_stage(figures: Figures, prefix: str, stages: tuple[Stage, ...], name: str) -> Grid:
    heads = {head: words for head, words in _HEADS.items() if any(f"{prefix}{head}.{s}" in figures for s in stages)}
    return Grid(
        name,
        say("How uneven responsibility is against the key, stage by stage"),
        (say("Stage"), *heads.values()),
        tuple((STAGE_WORDS[stage], *(_cell(figures, f"{prefix}{head}.{stage}") for head in heads)) for stage in stages),
        (
            say(
                "A smaller index is more even. Where all states bear what the key gives them, all ratios are the same."
            ),
            say("Money is never added to persons. It is told beside them: at par, a unit counts as one person."),
        ),
    )


def _cell(figures: Figures, key: str) -> Fig | None:
    return Fig(key) if key in figures else None


def _by_state(prefix: str, stages: tuple[Stage, ...], states: tuple[str, ...], name: str) -> Grid:
    return Grid(
        name,
        say("What each state bears, in persons, and as so many times its share of the key"),
        (
            say("State"),
            *(STAGE_WORDS[stage] for stage in stages),
            *(say("Load ratio {stage}", stage=STAGE_WORDS[stage]) for stage in (stages[0], *stages[1:][-1:])),
        ),
        tuple(
            (
                State(state),
                *(Fig(f"{prefix}net.{stage}.{state}") for stage in stages),
                *(Fig(f"{prefix}ratio.{stage}.{state}") for stage in (stages[0], *stages[1:][-1:])),
            )
            for state in states
        ),
    )


def _map(figures: Figures, prefix: str, stages: tuple[Stage, ...], states: tuple[str, ...], name: str) -> StateMap:
    """The load ratios of the last stage in persons whose index is known; before solidarity where none is."""
    known = [s for s in stages if s in IN_PERSONS and figures[f"{prefix}hoover.{s}"].value is not None]
    stage = known[-1] if known else stages[0]
    return StateMap(
        name,
        say("Load ratio of each state {stage}", stage=STAGE_WORDS[stage]),
        {state: f"{prefix}ratio.{stage}.{state}" for state in states},
    )
