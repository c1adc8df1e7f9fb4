"""A bar of the stages of a run on standard error, where that is a terminal; nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

import click

WIDTH: Final = 30


class Stages:
    """The stages of one run, told one after the other by their names."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        self._shown = sys.stderr.isatty()

    def __call__(self, name: str) -> None:
        """The stage of this name begins."""
        if self._shown:
            full = WIDTH * self.names.index(name) // len(self.names)
            click.echo(f"\r[{'#' * full}{'-' * (WIDTH - full)}] {name:<24}", nl=False, err=True)

    def __enter__(self) -> Stages:
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away: what follows is the answer, or a fault."""
        if self._shown:
            click.echo("\r" + " " * (WIDTH + 28) + "\r", nl=False, err=True)
