"""The two files of ``fairshare index``, read and put together, every fault with its file and line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fairshare.assessment.composite.data import UnitData
    from fairshare.assessment.composite.spec import Spec
    from fairshare.faults import Fault
    from fairshare.figures.index_data import DataFile
    from fairshare.figures.index_files import SpecFile


def read_inputs(spec_path: str, data_path: str, extra: str | None = None) -> tuple[Spec, UnitData]:
    """The specification and the data that it needs. ``extra``: one more column of numbers.

    Raises :class:`~fairshare.faults.BadInputError` for whatever is wrong with one of them, or between them."""
    import numpy as np

    from fairshare.assessment.composite.data import UnitData
    from fairshare.faults import BadInputError, bad_argument
    from fairshare.figures.index_data import read_data
    from fairshare.figures.index_files import read_spec

    file = read_spec(spec_path)
    spec = spec_of(file)
    table = read_data(data_path)
    faults = list(_missing(file, table))
    if faults:
        raise BadInputError(faults)
    if extra is not None and not table.has(extra):
        raise bad_argument("--link", f"{extra!r} is no column of {table.file}", "a column of numbers")
    divisors = [indicator.denominator for indicator in spec.indicators if indicator.denominator]
    numbers = [*file.indicators, *([extra] if extra else [])]
    columns = table.take(numbers, divisors, [spec.impute_by] if spec.impute_by else [])
    return spec, UnitData(columns.units, {k: np.array(v) for k, v in columns.numbers.items()}, columns.words)


def spec_of(file: SpecFile) -> Spec:
    """The structure; what it may not be is told with the line of the name."""
    from fairshare.assessment.composite.spec import Group, Indicator, Limits, Screen, Spec
    from fairshare.faults import BadInputError, Fault

    try:
        return Spec(
            tuple(Indicator(name, **options) for name, options in file.indicators.items()),
            tuple(
                Group(g.name, g.members, tuple(float(file.weights[m]) for m in g.members), g.aggregate or "")
                for g in file.groups
            ),
            file.impute_by,
            Limits(**file.limits),
            Screen(**file.screen),
        )
    except BadInputError as error:
        raise BadInputError(
            Fault(file.file, file.lines.get(fault.field, 1), fault.field, fault.problem, fault.expected)
            for fault in error.faults
        ) from None


def _missing(file: SpecFile, table: DataFile) -> Iterator[Fault]:
    """Columns that the specification names and the data do not have."""
    from fairshare.faults import Fault

    for name, options in file.indicators.items():
        line, divisor = file.lines.get(name, 1), options["denominator"]
        if not table.has(name):
            yield Fault(file.file, line, name, f"is no group, and no column of {table.file}", "a column or a group")
        if divisor is not None and not table.has(divisor):
            problem = f"{divisor!r} is no column of {table.file}"
            yield Fault(file.file, line, f"{name}.denominator", problem, "a column of numbers")
    if file.impute_by is not None and not table.has(file.impute_by):
        yield Fault(file.file, 1, "impute.by", f"{file.impute_by!r} is no column of {table.file}", "a column of words")
