"""The annex held against the rules: sums, rounding, money, key, pledges. Differences are told, never corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from fairshare.figures.annex.columns import MONEY, PLEDGES
from fairshare.figures.annex.model import Annex, CellRead, RowRead
from fairshare.law.choices import CHOICES, DEFAULTS, Choices
from fairshare.law.solidarity import contributions
from fairshare.states import PART_IV

_SUMMED: Final = ("share", "units", "eur", *PLEDGES, "adjusted_units", "adjusted_eur", "deducted_units", "deducted_eur",
                  "total_units", "total_eur")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """What the act says outside its annex (AMMR 57(1)): pool year, day of adoption, reference numbers, source."""

    year: int
    adopted: date
    relocations: int
    financial: Decimal
    source: str

    @property
    def ratio(self) -> Fraction:
        """EUR per relocation."""
        return Fraction(self.financial) / self.relocations


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison: ``ok`` is ``None`` where it is only told, or cannot be made (``text`` says why)."""

    name: str
    ok: bool | None
    text: str
    cite: str
    figures: Mapping[str, str] = field(default_factory=dict)


def check_annex(
    annex: Annex,
    act: Act | None,
    computed: Mapping[str, Fraction] | None = None,
    choices: Choices = DEFAULTS,
    computed_from: str = "",
) -> tuple[Check, ...]:
    """Every check of an annex. ``computed`` are the shares of the key as fractions of 1, from ``computed_from``."""
    checks = [_states(annex), _shares_sum(annex), *_totals(annex), *_row_totals(annex, act)]
    if act is not None:
        checks += [_reference(act, choices), _rounding(annex, act), _units_sum(annex, act), _money(annex, act)]
        checks += [_pledges(annex, act, choices), _zero_pledges(annex)]
    checks.append(_key(annex, computed or {}, computed_from))
    return tuple(check for check in checks if check is not None)


def _percent(share: Fraction | Decimal) -> str:
    return f"{float(share) * 100:.4f} %"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def _states(annex: Annex) -> Check:
    missing, extra = sorted(PART_IV - set(annex.states)), [s for s in annex.states if s not in PART_IV]
    text = f"{len(annex.states)} states; missing: {_listed(missing)}; outside the key: {_listed(extra)}"
    return Check("states", not missing and not extra, text, "AMMR 66; recital 90")


def _shares_sum(annex: Annex) -> Check | None:
    cells = [cell for state in annex.states if (cell := annex.cell(state, "share")) and cell.value is not None]
    if not cells:
        return None
    total = sum((Fraction(cell.value) for cell in cells if cell.value is not None), Fraction(0))
    tolerance = sum((Fraction(cell.step) / 2 for cell in cells), Fraction(0))
    text = f"{_percent(total)} over {len(cells)} states; rounding explains up to {_percent(tolerance)} either way"
    return Check("shares_sum", abs(total - 1) <= tolerance, text, "AMMR 66; Annex I")


def _totals(annex: Annex) -> list[Check]:
    """Each total row against the sum of the rows of its own table."""
    checks = []
    for total in (row for row in annex.rows if row.status == "total"):
        own = [row for row in annex.rows if row.table == total.table and row.status == "read"]
        for concept in _SUMMED:
            printed = total.value(concept)
            if printed is None:
                continue
            cells = [cell for row in own if (cell := row.cell(concept)) and cell.value is not None]
            added = sum((cell.value for cell in cells if cell.value is not None), Decimal(0))
            slack = sum((cell.step / 2 for cell in cells), Decimal(0)) if concept == "share" else Decimal(0)
            text = f"line {total.line} prints {printed:f}, the rows add up to {added:f}"
            checks.append(Check(f"total_{concept}", abs(printed - added) <= slack, text, "AMMR 57(1)"))
    return checks


def _value_of(row: RowRead, ratio: Fraction) -> Fraction:
    stated = {concept: Fraction(row.value(concept) or 0) for concept in PLEDGES}
    return contributions.value(int(stated["relocation"]), stated["financial"], stated["alternative"], ratio)


def _row_totals(annex: Annex, act: Act | None) -> list[Check]:
    """A column with the sum of a state's pledges against the pledges of that row."""
    checks = []
    ratio = act.ratio if act else contributions.STATUTORY_RATIO
    for concept in ("total_units", "total_eur"):
        rows = [row for row in annex.rows if row.status == "read" and row.value(concept) is not None]
        if rows:
            unit = Fraction(1) if concept in MONEY else ratio
            wrong = [row.state for row in rows if Fraction(row.value(concept) or 0) * unit != _value_of(row, ratio)]
            text = f"the sum that the row prints is not that of its pledges: {_listed(wrong)}"
            checks.append(Check(f"row_{concept}", not wrong, text, "AMMR 56(2)"))
    return checks


def _reference(act: Act, choices: Choices) -> Check:
    number = contributions.reference_number(act.relocations, Fraction(act.financial), choices=choices, on=act.adopted)
    late = contributions.act_faults(act.adopted, act.year, True, True, PLEDGES)
    text = "; ".join((*number.warnings, *late)) or f"EUR {float(act.ratio):,.0f} per relocation"
    return Check("reference_number", not number.warnings and not late, text, "AMMR 12(2)-(3), 57(1)")


def _rounding(annex: Annex, act: Act) -> Check | None:
    """How many printed units each rounding rule gives, for some share that rounds to the printed one (A16)."""
    pairs = [
        (state, units, share)
        for state in annex.states
        if (units := annex.value(state, "units")) is not None
        and (share := annex.cell(state, "share")) is not None
        and share.value is not None
    ]
    if not pairs:
        return None
    off: dict[str, list[str]] = {}
    for rule in CHOICES["ROUNDING"].options:
        off[rule] = []
        for state, units, share in pairs:
            half = Fraction(share.step) / 2
            edges = (max(Fraction(share.value or 0) - half, Fraction(0)), Fraction(share.value or 0) + half)
            least, most = (contributions.whole_units(e * act.relocations, act.relocations, rule) for e in edges)
            if not least <= units <= most:
                off[rule].append(state)
    fitting = [rule for rule, states in off.items() if not states]
    counts = "; ".join(
        f"{rule} {len(pairs) - len(states)} of {len(pairs)}"
        + (f" (not {_listed(states)})" if 0 < len(states) < 5 else "")
        for rule, states in off.items()
    )
    text = f"rules that fit every row: {_listed(fitting)}; {counts}"
    figures = {rule: str(len(pairs) - len(states)) for rule, states in off.items()}
    return Check("rounding", bool(fitting), text, CHOICES["ROUNDING"].cite, figures)


def _units_sum(annex: Annex, act: Act) -> Check | None:
    units = annex.figures("units")
    if not units:
        return None
    total = int(sum(units.values()))
    text = f"{total:,} units over {len(units)} states against {act.relocations:,}: {total - act.relocations:+,}"
    return Check(
        "units_sum", None, text, "AMMR 57(3), 66", {"sum": str(total), "surplus": str(total - act.relocations)}
    )


def _money(annex: Annex, act: Act) -> Check | None:
    units, money = annex.figures("units"), annex.figures("eur")
    both = [state for state in annex.states if state in units and state in money]
    if not both:
        return None
    wrong = [state for state in both if units[state] * act.ratio != money[state]]
    right = len(both) - len(wrong)
    text = f"EUR is units x {float(act.ratio):,.2f} in {right} of {len(both)} rows; not: {_listed(wrong)}"
    return Check("eur_per_unit", not wrong, text, "AMMR 12(3), 56(2)")


def _key(annex: Annex, computed: Mapping[str, Fraction], source: str) -> Check | None:
    """Printed shares against the key computed from figures of population and GDP."""
    printed = annex.figures("share")
    if not printed:
        return None
    if not computed:
        return Check("key", None, f"not compared: {source or 'no computed shares'}", "AMMR 66; Annex I")
    apart = {s: printed[s] - computed[s] for s in printed if s in computed}
    steps = {s: Fraction(cell.step) for s in apart if (cell := annex.cell(s, "share"))}
    beyond = [s for s in apart if abs(apart[s]) > steps[s] / 2]
    widest = max(apart, key=lambda s: abs(apart[s]), default="")
    text = (
        f"{len(apart) - len(beyond)} of {len(apart)} shares are the key's to the digits printed; widest gap "
        f"{float(apart[widest]) * 100:+.4f} points ({widest}); key from {source}"
        if apart
        else "no state in common"
    )
    return Check(
        "key", not beyond, text, "AMMR 66; Annex I", {s: f"{float(gap) * 100:+.6f}" for s, gap in apart.items()}
    )


def fair_share_eur(annex: Annex, state: str, act: Act, choices: Choices = DEFAULTS) -> Fraction | None:
    """The fair share in EUR that the annex prints, in money or units, or that its share gives; ``None`` if neither."""
    if (money := annex.value(state, "eur")) is not None:
        return Fraction(money)
    if (units := annex.value(state, "units")) is not None:
        return Fraction(units) * act.ratio
    if (share := annex.value(state, "share")) is None:
        return None
    return (
        contributions.whole_units(Fraction(share) * act.relocations, act.relocations, choices["ROUNDING"]) * act.ratio
    )


def _pledges(annex: Annex, act: Act, choices: Choices) -> Check | None:
    """Each state's pledges against its fair share: a shortfall is flagged, an excess is voluntary, all stands."""
    if not any(annex.has(concept) for concept in PLEDGES):
        return None
    short, more = {}, {}
    for state in annex.states:
        fair = fair_share_eur(annex, state, act, choices)
        stated = {concept: Fraction(annex.value(state, concept) or 0) for concept in PLEDGES}
        if fair is None:
            continue
        pledged = contributions.value(int(stated["relocation"]), stated["financial"], stated["alternative"], act.ratio)
        held = contributions.check_pledge(pledged, fair)
        if held.shortfall:
            short[state] = f"-{float(held.shortfall):.2f}"
        if held.voluntary:
            more[state] = f"{float(held.voluntary):.2f}"
    text = f"below the fair share: {_listed(short)}; above it (voluntary): {_listed(more)}"
    return Check("pledges", not short, text, "AMMR 57(3)-(4)", short | more)


def _is_something(cell: CellRead | None) -> bool:
    return cell is not None and (bool(cell.value) or cell.status == "not understood")


def _zero_pledges(annex: Annex) -> Check | None:
    """States whose pledges are all 0 or a dash: whether the act adjusts them is for a person to say (A10)."""
    stated = [concept for concept in PLEDGES if annex.has(concept)]
    zero = [
        state
        for state in annex.states
        if state in PART_IV and stated and not any(map(_is_something, (annex.cell(state, c) for c in stated)))
    ]
    if not zero:
        return None
    text = f"nothing pledged by {_listed(zero)}; if the act itself lowers a contribution to 0, say --adjusted STATE=1"
    return Check("nothing_pledged", None, text, CHOICES["DEDUCTION_IN_POOL_ACT"].cite)
