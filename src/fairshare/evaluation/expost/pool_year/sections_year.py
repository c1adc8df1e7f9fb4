"""The sections of the report on the quality of a pool year: money, in kind, time, preparedness, rights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fairshare.evaluation.expost.document import Block, Cite, Fig, Grid, Paragraph, Section, Sentence, State, say
from fairshare.evaluation.expost.grids import by_state, indicators, known, title
from fairshare.evaluation.expost.measured import Figures
from fairshare.evaluation.expost.pool_year.quality import NOT_CONFIRMED

PURPOSES: Final[Mapping[str, Sentence]] = {
    "migration": say("migration"),
    "reception": say("reception"),
    "asylum": say("asylum"),
    "pre_departure_reintegration": say("reintegration before departure"),
    "border_management": say("border management"),
    "operational_support": say("operational support"),
    "asylum_and_reception_capacity": say("third countries: asylum and reception"),
    "legal_migration_and_mobility": say("third countries: legal migration and mobility"),
    "assisted_voluntary_return": say("third countries: assisted voluntary return"),
    "anti_smuggling": say("third countries: against smuggling"),
    "rights_based_policies": say("third countries: policies based on rights"),
}
_GROUNDS: Final[Mapping[str, Sentence]] = {
    "access_refused": say("Access refused"),
    "access_refused.capacity": say("Access refused for lack of capacity"),
    "access_refused.other_reasons": say("Access refused for other objective reasons"),
    "access_refused.not_told": say("Access refused, ground not told"),
}
_STEPS: Final[Mapping[str, Sentence]] = {
    "days_late.report": say("Report of the Commission"),
    "days_late.decision": say("Decision of the Commission"),
    "days_late.proposal": say("Proposal of the Commission"),
    "days_late.forum": say("High-Level Forum"),
    "days_late.act": say("Act of the Council"),
}


def money(figures: Figures) -> Section:
    """Money due, paid, allocated and spent, and on what."""
    rows = (
        *("pledged_financial", "money_due", "implemented_financial", "money_allocated", "money_to_facility"),
        *("actions", "action_cost", "money_spent", "third_country", "border"),
        *("appraised", "hinders_access", "serves_third_country"),
    )
    blocks: list[Block] = [
        Paragraph(
            (
                say(
                    "Money goes to the budget of the Union and from there to actions of benefitting states ({cite}).",
                    cite=Cite("AMMR 64"),
                ),
            )
        ),
        indicators("money-figures", say("Money of the pool: due, paid, allocated, spent"), figures, rows),
    ]
    blocks += by_purpose("money-purposes", figures)
    names = ("money_due", "implemented_financial", "money_allocated")
    if any(f"{name}." in key for key in figures for name in ("money_due", "money_allocated")):
        blocks.append(by_state("money-states", say("Money by state"), figures, names))
    return Section("money", say("Money"), tuple(blocks), "efficiency")


def by_purpose(name: str, figures: Figures) -> tuple[Grid, ...]:
    """A table of what actions are to cost and have spent by purpose, where there are any."""
    purposes = [purpose for purpose in PURPOSES if f"action_cost.{purpose}" in figures]
    columns = (say("Purpose"), title("action_cost"), title("money_spent"))
    cells = tuple((PURPOSES[one], Fig(f"action_cost.{one}"), Fig(f"money_spent.{one}")) for one in purposes)
    return (Grid(name, say("On what money is spent"), columns, cells),) if cells else ()


def kind(figures: Figures) -> Section:
    """Measures in kind with their values, offsets by paragraph, and what was refused."""
    paragraphs = {
        key: say("Offsets under {cite}", cite=Cite(f"AMMR {_provision(key)}"))
        for key in figures
        if key.startswith("offset_by_paragraph.")
    }
    rows = ("pledged_alternative", "kind_pledged", "kind_joint", "joint_of_pledged", "implemented_alternative")
    refused = {
        key: title(key) for key in ("pressure_rejected", *NOT_CONFIRMED, "relocations_failed", "deductions_asked")
    }
    refused |= {**_GROUNDS, "deductions_refused": title("deductions_refused")}
    pairs = _pairs(figures)
    blocks = (
        indicators(
            "kind-figures", say("Measures in kind, and what they are worth"), figures, (*rows, "kind_converted")
        ),
        *((pairs,) if pairs.rows else ()),
        indicators(
            "kind-offsets", say("Offsets by paragraph"), figures, {"offset_taken": title("offset_taken")} | paragraphs
        ),
        indicators("kind-refusals", say("What was refused or failed"), figures, refused),
    )
    return Section("kind", say("Measures in kind, offsets, refusals"), blocks, "effectiveness")


def _provision(key: str) -> str:
    """The paragraph that a key names: ``offset_by_paragraph.63-1``."""
    article, _, paragraph = key.partition(".")[2].partition("-")
    return f"{article}({paragraph})"


def _pairs(figures: Figures) -> Grid:
    """Measures in kind by pair of states: as pledged, as agreed, and as each of the two sees them."""
    pairs = sorted(key.partition(".")[2] for key in figures if key.startswith("kind_pledged."))
    rows = []
    for pair in pairs:
        giver, _, taker = pair.partition(".")
        keys = (f"kind_pledged.{pair}", f"kind_joint.{pair}", f"kind_own.{pair}", f"kind_own.{taker}.{giver}")
        rows.append((State(giver), State(taker), *(Fig(key) if key in figures else None for key in keys)))
    columns = (
        *(say("State"), say("For"), say("As pledged"), say("As agreed")),
        *(say("As the giver sees it"), say("As the receiver sees it")),
    )
    return Grid(
        "kind-pairs", say("Measures in kind by pair of states, each valued more than once"), columns, tuple(rows)
    )


def time(figures: Figures) -> Section:
    """The steps against their last days, how long things took, links, persistence and workload."""
    told = say(
        "The High-Level Forum first met {days} days after the package of the Commission ({cite}).",
        days=Fig("days_to_forum"),
        cite=Cite("AMMR 13(2)"),
    )
    rows = (
        *("days_to_draw", "days_to_transfer", "links_honoured", "persistent", "persistent_of_implemented"),
        *("technical_forums", "office_staff", "office_days"),
    )
    draws = by_state("time-draws", title("days_to_draw"), figures, ("days_to_draw",))
    blocks = (
        *((Paragraph((told,)),) if known(figures, "days_to_forum") else ()),
        indicators("time-steps", say("Days by which each step came after its last day"), figures, _STEPS),
        indicators("time-figures", say("Time, links, persistence and work of the Coordinator's office"), figures, rows),
        *((draws,) if draws.rows else ()),
    )
    return Section("time", say("Time, links, persistence, workload"), blocks, "efficiency")


def preparedness(figures: Figures) -> Section:
    """Places against the obligation, measures asked and answered, and the projection."""
    rows = (
        *("informed_commission", "measures_asked", "measures_answered", "measures_done", "adequate_capacity"),
        *("reception_places", "reception_of_capacity", "projected", "observed", "projection_error"),
    )
    names = ("adequate_capacity", "reception_places", "reception_of_capacity")
    blocks = (
        indicators("preparedness-figures", say("Preparedness, and how good the projection was"), figures, rows),
        by_state("preparedness-states", say("Reception places against the obligation"), figures, names),
    )
    return Section("preparedness", say("Preparedness and projection"), blocks, "relevance")


def rights(figures: Figures) -> Section:
    """Safeguards in the procedure of relocation."""
    rows = ("informed", "interviewed", "remedy", "consented", "links_honoured")
    grid = indicators("rights-figures", say("Safeguards in the procedure of relocation"), figures, rows)
    return Section("rights", say("Rights of the persons concerned"), (grid,), "coherence")
