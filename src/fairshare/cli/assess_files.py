"""An assessment as the two files that ``fairshare index`` takes, so that anybody can vary it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, Final

import yaml

from fairshare.figures.whole_folders import whole_folder

if TYPE_CHECKING:
    from fairshare.assessment.composite.data import UnitData
    from fairshare.assessment.composite.spec import Spec
    from fairshare.cli.assess_inputs import Inputs

FILES: Final = ("SPEC.yaml", "DATA.csv")


def write(folder: str, taken: Inputs) -> None:
    """Write SPEC.yaml and DATA.csv, whole or not at all. Raises :class:`~fairshare.faults.BadInputError` for a folder
    that cannot be written or holds other files."""
    with whole_folder(folder, "--out", FILES) as part:
        (part / FILES[0]).write_text(yaml.safe_dump(_spec(taken.spec), sort_keys=False), "utf-8")
        with (part / FILES[1]).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(_rows(taken.data))


def _spec(spec: Spec) -> dict[str, Any]:
    indicators = {
        one.name: {
            name: value
            for name, value in (
                ("direction", one.direction),
                ("denominator", one.denominator),
                ("normalise", one.normalise),
            )
            if value is not None
        }
        for one in spec.indicators
    }
    levels = [
        {g.name: {"members": dict(zip(g.members, g.weights, strict=True)), "aggregate": g.aggregate}}
        for g in spec.groups
    ]
    return {"indicators": indicators, "levels": levels}


def _rows(data: UnitData) -> list[list[str]]:
    columns = list(data.numbers)
    rows = [
        [unit, *("" if value != value else repr(float(value)) for value in values)]
        for unit, *values in zip(data.units, *data.numbers.values(), strict=True)
    ]
    return [["unit", *columns], *rows]
