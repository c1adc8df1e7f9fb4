"""The table of the collected files: ``files.yaml`` as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the rows of a file become observations of a series: see ``files.yaml`` for each field."""

    series: str
    values: Mapping[str, str]
    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    where: Words = field(default_factory=dict)
    without: Words = field(default_factory=dict)
    states: tuple[str, ...] = ("geo",)
    citizens: str = ""
    recode: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    over: tuple[str, ...] = ()
    blanks: str = "unknown"
    notes: tuple[str, ...] = ()

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that the file must have, each once."""
        return tuple(dict.fromkeys((*self.columns.values(), *self.values, *self.where, *self.without, *self.over)))


@dataclass(frozen=True, slots=True)
class Collected:
    """A collected file: its path in the folder, stamp, whose figures it holds on what terms, and its recipes."""

    path: str
    updated: str
    publisher: str
    licence: str
    reads: tuple[Recipe, ...]
    stamp: str = ""

    @property
    def origin(self) -> str:
        """Whose figures these are, of when, and on what terms, as one sentence."""
        when = f" ({self.stamp}: {self.updated})" if self.stamp else ""
        return f"{self.path}: {self.publisher}{when}; {self.licence}"

    def recipe(self, series: str) -> Recipe:
        """How a series is read from this file. ``KeyError`` where it is not."""
        return {recipe.series: recipe for recipe in self.reads}[series]


@cache
def files() -> dict[str, Collected]:
    """Every file that can be read, by its path in the folder."""
    text = (resources.files("fairshare.figures.collected") / "files.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {
        path: Collected(path, **{**entry, "reads": tuple(_recipe(read) for read in entry["reads"])})
        for path, entry in loaded.items()
    }


def _recipe(entry: Mapping[str, Any]) -> Recipe:
    words = {
        name: {key: tuple(texts) for key, texts in entry[name].items()}
        for name in ("where", "without")
        if name in entry
    }
    lists = {name: tuple(entry[name]) for name in ("states", "over", "notes") if name in entry}
    return Recipe(**{**entry, **words, **lists})
