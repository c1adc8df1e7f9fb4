"""The choices of a case, by the keys of section 9 of the reading of the law, as the engine takes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic_core import PydanticCustomError

from fairshare.law.choice import Choice
from fairshare.law.choices import CHOICES, KEYS
from fairshare.law.responsibility.notation.spellings import SPELLINGS
from fairshare.law.responsibility.notation.words import A_DAY, DAYS, shown, text_of


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


_NAMES: Final = {_plain(name): name for name in CHOICES} | {_plain(key): name for key, name in KEYS.items()}
_SHORT: Final = {name: key for key, name in KEYS.items()}
_KNOWN: Final = "one of " + ", ".join(_SHORT.get(name, name) for name in SPELLINGS)


def _spelled(name: str) -> dict[str, tuple[str, ...]]:
    """Every spelling of each answer to a choice, its own name first."""
    further = SPELLINGS.get(name, {})
    return {option: tuple(dict.fromkeys((option, *further.get(option, ())))) for option in CHOICES[name].options}


_OPTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    name: {_plain(word): option for option, words in _spelled(name).items() for word in words} for name in CHOICES
}


def read(given: Mapping[str, Any], problems: list[tuple[str, str, str]]) -> Mapping[str, str]:
    """The answers that differ from the defaults; ``problems`` takes what is wrong.

    Upper and lower case, spaces and punctuation do not matter; ``D`` is the day of general application.
    """
    if not given:
        return _NONE
    answer = {}
    for key, value in given.items():
        name = _NAMES.get(_plain(key))
        path = f"choices.{key if key.isprintable() else shown(key)}"
        if name is None:
            problems.append((path, "is not a choice", _KNOWN))
            continue
        chosen = _chosen(CHOICES[name], value)
        if chosen is None:
            problems.append((path, f"{shown(value)} is not an answer", _expected(name)))
        elif chosen != CHOICES[name].default:
            answer[name] = chosen
    return answer


def _chosen(choice: Choice, value: Any) -> str | None:
    """The answer that a value means; ``None`` if none."""
    if not isinstance(value, (str, int)):
        return None
    text = text_of(value)
    if not choice.any_day or not text[:4].isdecimal():
        return _OPTIONS[choice.name].get(_plain(text))
    try:
        DAYS[text]  # a day of the calendar, of the years that a case may have
    except PydanticCustomError:
        return None
    return text


def _expected(name: str) -> str:
    """The answers to a choice, each with its spellings."""
    if CHOICES[name].any_day:
        return A_DAY
    spelled = _spelled(name).items()
    return "one of " + "; ".join(
        f"{words[0]} (or {', '.join(words[1:])})" if words[1:] else option for option, words in spelled
    )


_NONE: Final[Mapping[str, str]] = {}
