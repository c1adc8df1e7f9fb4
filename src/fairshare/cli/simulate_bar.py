"""How far a simulation is and how long it will take, on standard error where that is a terminal; nothing elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

_T = TypeVar("_T")


def told(found: Iterable[_T], total: int, done: int = 0) -> Iterator[_T]:
    """Each of ``found`` as it comes, with a bar of ``total`` draws of which ``done`` were there before."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("draws"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("left"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("draws", total=total, completed=done)
        for one in found:
            bar.advance(task)
            yield one
