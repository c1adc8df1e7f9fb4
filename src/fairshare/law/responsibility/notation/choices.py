"""The choices of a case, by the keys of section 9 of the reading of the law, as the engine takes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fairshare.law.choices import CHOICES
from fairshare.law.responsibility.notation.words import shown, text_of


def _plain(text: str) -> str:
    return text.strip().casefold().replace("_", "-")


_NAMES: Final = {_plain(name): name for name in CHOICES} | {"d": "GENERAL_APPLICATION_DATE"}
_OPTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    name: {_plain(option): option for option in choice.options} for name, choice in CHOICES.items()
}


def read(given: Mapping[str, Any], problems: list[tuple[str, str, str]]) -> Mapping[str, str]:
    """The answers that differ from the defaults; ``problems`` takes what is wrong.

    Upper and lower case, hyphens and underscores do not matter; ``D`` is the day of general application.
    """
    if not given:
        return _NONE
    answer = {}
    for key, value in given.items():
        name = _NAMES.get(_plain(key))
        path = f"choices.{key if key.isprintable() else shown(key)}"
        if name is None:
            problems.append((path, "is not a choice", "one of " + ", ".join(sorted(CHOICES))))
            continue
        options = _OPTIONS[name]
        chosen = options.get(_plain(text_of(value)))
        if chosen is None:
            expected = "one of " + ", ".join(options.values())
            problems.append((path, f"{shown(value)} is not an answer", expected))
        elif chosen != CHOICES[name].default:
            answer[name] = chosen
    return answer


_NONE: Final[Mapping[str, str]] = {}
