"""The series of the catalogue, read from their publishers over the network: whole, or one line that says why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from fairshare.faults import bad_argument
from fairshare.figures.indicators import catalogue
from fairshare.figures.indicators.catalogue import Series, Source
from fairshare.figures.indicators.observations import Extract
from fairshare.figures.loaders import eurostat, frontex, unhcr
from fairshare.figures.loaders.http import Client, LoadError, NoNetworkError, NotHeldError, TooLargeError
from fairshare.figures.loaders.sdmx_csv import read_sdmx_csv

__all__ = [
    "PUBLISHERS",
    "Client",
    "LoadError",
    "NoNetworkError",
    "NotHeldError",
    "TooLargeError",
    "fetch",
    "fetchable",
    "read_sdmx_csv",
]

PUBLISHERS: Final[Mapping[str, Callable[[Series, Source, Sequence[int], Client], Extract]]] = {
    "eurostat": eurostat.fetch,
    "unhcr": unhcr.fetch,
    "frontex": frontex.fetch,
}
"""How the sources of each access are read."""


def fetchable() -> tuple[str, ...]:
    """The series that can be read over the network, in the order of the catalogue."""
    held = catalogue.catalogue().values()
    return tuple(one.name for one in held if any(source.access in PUBLISHERS for source in one.sources))


def fetch(series: str, years: Sequence[int], client: Client, *, access: str = "") -> Extract:
    """The figures of a series for some years, from its first source that holds them; ``access`` allows one kind only.

    Nothing partial is returned: if one year cannot be read, none is. A year that is not out yet, after one that is, is
    left out of the extract's ``years``, with a note. Raises :class:`LoadError` (:class:`NoNetworkError`,
    :class:`NotHeldError`: no source holds it), :class:`~fairshare.faults.BadInputError` for a series that is not in the
    catalogue or not published on the network, another access, and no years."""
    held = catalogue.series(series)
    if access and access not in PUBLISHERS:
        raise bad_argument("access", f"{access!r} is unknown", "one of " + ", ".join(PUBLISHERS))
    sources = [source for source in held.sources if source.access in PUBLISHERS and access in ("", source.access)]
    if not sources:
        where = f"from {access}" if access else "over the network"
        raise bad_argument("SERIES", f"{series!r} cannot be read {where}", "one of " + ", ".join(fetchable()))
    if not years:
        raise bad_argument("years", "there are none", "at least one year")
    missing: list[NotHeldError] = []
    for source in sources:
        try:
            extract = PUBLISHERS[source.access](held, source, sorted(set(years)), client)
        except NotHeldError as error:
            missing.append(error)
        else:
            return replace(extract, notes=(*(f"instead of {error}" for error in missing), *extract.notes))
    raise missing[0]
