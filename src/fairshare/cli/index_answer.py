"""The answer of ``fairshare index`` as one document: what JSON gives, and what the tables show."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fairshare.assessment.composite.data import UnitData
    from fairshare.assessment.composite.index import Index
    from fairshare.assessment.composite.scenarios import Alternatives
    from fairshare.assessment.composite.spec import Spec

_DIGITS: Final = 12
CITE: Final = "OECD/JRC, Handbook on Constructing Composite Indicators (2008)"
RANKS: Final = "1 is the highest score; equal scores share the best rank"


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for beside scores and ranks. ``noise`` and ``draws`` are ``None`` without draws.

    ``assumed``: what the user did not say, for the notes."""

    noise: float | None
    draws: int | None
    assumed: tuple[str, ...]
    methods: bool
    sobol: bool
    explain: str | None
    link: str | None
    seed: int


def answer(spec: Spec, data: UnitData, request: Request) -> dict[str, Any]:
    """Compute everything that is asked for."""
    from fairshare.assessment.composite.index import index
    from fairshare.assessment.composite.leave_one_out import leave_one_out

    found = index(spec, data)
    indicators = [indicator.name for indicator in found.spec.indicators]
    nobody: dict[str, Any] = dict.fromkeys(data.units)  # units that the screen leaves out have no score
    by_unit = dict(zip(found.units, found.ranks.tolist(), strict=True))
    document: dict[str, Any] = {
        "index": found.spec.top.name,
        "scores": nobody | dict(zip(found.units, map(number, found.scores), strict=True)),
        "ranks": nobody | {unit: rank or None for unit, rank in by_unit.items()},
        "levels": {
            group.name: nobody | dict(zip(found.units, map(number, found.levels[group.name]), strict=True))
            for group in found.spec.groups
        },
        "leave_one_out": _numbers(leave_one_out(found)),
        "leave_one_out_indicators": _numbers(leave_one_out(found, indicators)),
        "weights": {group.name: _weights(group.members, group.weights) for group in found.spec.groups},
        "imputed": [cell._asdict() | {"value": number(cell.value)} for cell in found.imputed],
        "treated": [cell._asdict() | {"units": list(cell.units)} for cell in found.treated],
        "screened": {kind: _numbers(few) for kind, few in found.few._asdict().items()},
        "coherence": _coherence(found),
        "choices": _choices(found.spec, request),
        "seed": request.seed,
        "notes": [*found.notes, *request.assumed],
        "cite": CITE,
    }
    return document | _extras(found, request, nobody)


def _extras(found: Index, request: Request, nobody: dict[str, Any]) -> dict[str, Any]:
    """What is only there if it is asked for. ``nobody``: every unit, without a value."""
    from fairshare.assessment.composite.decompose import decompose
    from fairshare.assessment.composite.multivariate import link
    from fairshare.assessment.composite.uncertainty import uncertainty

    extras: dict[str, Any] = {}
    others = _alternatives(found) if request.methods else None
    if request.noise is not None and request.draws is not None:
        drawn = uncertainty(found, request.draws, request.seed, noise=request.noise, alternatives=others)
        ends = drawn.interval().items()
        extras["rank_interval"] = nobody | {unit: None if pair is None else list(pair) for unit, pair in ends}
        extras["rank_median"] = nobody | drawn.quantile(0.5)
        extras["rank_mean"] = nobody | dict(zip(found.units, map(number, drawn.mean()), strict=True))
    if request.sobol:
        extras["sobol"] = _sobol(found, request)
    if request.explain is not None:
        parts = decompose(found, request.explain)
        extras["explain"] = {
            "unit": parts.unit,
            "score": number(parts.score),
            "rank": parts.rank,
            "parts": [_part(part) for part in parts.parts],
        }
    if request.link is not None:
        linked = link(found, found.data.matrix([request.link])[:, 0])
        extras["link"] = {"column": request.link} | {
            "units": linked.units,
            "pearson": number(linked.pearson),
            "spearman": number(linked.spearman),
        }
    return extras


def _part(part: Any) -> dict[str, Any]:
    names = ("name", "group", "weight", "score", "contribution", "rank_without")
    values = ((name, getattr(part, name)) for name in names)
    return {name: number(value) if isinstance(value, float) else value for name, value in values}


def _alternatives(found: Index) -> Alternatives:
    """Every method that these data allow. Imputation is a choice where something is missing."""
    import numpy as np

    from fairshare.assessment.composite.scenarios import Alternatives
    from fairshare.assessment.composite.spec import AGGREGATE, IMPUTE, NORMALISE

    gaps = bool(np.isnan(found.data.matrix([i.name for i in found.spec.indicators])).any())
    fills = tuple(name for name in IMPUTE if name != "group-mean" or found.spec.impute_by)
    return Alternatives(NORMALISE, AGGREGATE, fills if gaps else ())


def _sobol(found: Index, request: Request) -> dict[str, Any]:
    """Sobol indices of the mean shift of ranks, or of the rank of the unit that is to be explained."""
    try:
        import SALib  # noqa: F401
    except ImportError:
        from fairshare.faults import bad_argument

        raise bad_argument("--sobol", "needs SALib", "pip install 'fairshare[analysis]'") from None
    from fairshare.assessment.composite.sensitivity import sobol

    noise = 0.25 if request.noise is None else request.noise
    moved = sobol(found, request.seed, noise=noise, alternatives=_alternatives(found), unit=request.explain)
    columns = ("first", "first_confidence", "total", "total_confidence")
    factors = {
        factor: {name: number(getattr(moved, name)[place]) for name in columns}
        for place, factor in enumerate(moved.factors)
    }
    return {"output": moved.output, "weight_noise": noise, "factors": factors}


def _choices(spec: Spec, request: Request) -> dict[str, Any]:
    """The methods that were used, by step; where indicators or groups differ, by name."""
    from dataclasses import asdict

    choices: dict[str, Any] = {
        step: _same({indicator.name: getattr(indicator, step) for indicator in spec.indicators})
        for step in ("normalise", "impute", "outliers", "direction")
    }
    choices["aggregate"] = _same({group.name: group.aggregate for group in spec.groups})
    choices["denominator"] = {i.name: i.denominator for i in spec.indicators if i.denominator is not None}
    choices["ranks"] = RANKS
    if spec.impute_by is not None:
        choices["impute_by"] = spec.impute_by
    if any(indicator.outliers != "none" for indicator in spec.indicators):
        choices["limits"] = asdict(spec.limits)
    if spec.screen.units or spec.screen.indicators:
        choices["screen"] = asdict(spec.screen)
    if request.noise is not None:
        choices |= {"weight_noise": request.noise, "draws": request.draws, "method_draws": request.methods}
    return choices


def _same(by_name: dict[str, Any]) -> Any:
    return next(iter(by_name.values())) if len(set(by_name.values())) == 1 else by_name


def _coherence(found: Index) -> dict[str, Any]:
    from fairshare.assessment.composite.multivariate import coherence

    return {
        name: {
            "members": list(group.names),
            "units": group.units,
            "cronbach_alpha": number(group.alpha),
            "eigenvalues": [number(value) for value in group.eigenvalues],
            "explained": [number(value) for value in group.explained],
            "correlation": [[number(value) for value in row] for row in group.correlation],
        }
        for name, group in coherence(found).items()
    }


def _weights(members: Iterable[str], weights: tuple[float, ...]) -> dict[str, float | None]:
    total = sum(weights)
    return {member: number(weight / total) for member, weight in zip(members, weights, strict=True)}


def _numbers(values: dict[str, float] | dict[str, float | None]) -> dict[str, float | None]:
    return {name: None if value is None else number(value) for name, value in values.items()}


def number(value: float) -> float | None:
    """A float for JSON, to 12 significant digits, so that the last bits of a processor do not show; else ``None``."""
    return float(f"{float(value):.{_DIGITS}g}") + 0.0 if isfinite(value) else None
