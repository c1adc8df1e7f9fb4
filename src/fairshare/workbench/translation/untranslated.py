"""Text of templates that no tag hands to gettext: it would stay English in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from django.template.base import Lexer, Token, TokenType

from fairshare.workbench.translation.messages import WORKBENCH, templates

SAME_EVERYWHERE: Final = frozenset(
    {"Fairshare", "API", "OpenAPI", "CSV", "JSON", "XLSX", "PDF", "EUR", "DCAT", "AP", "SHA"}
)
"""Names that are the same in every language."""

_NO_WORDS: Final = re.compile(r"[\w-]+\.[a-z]+|#[0-9a-f]{6}|url\(#[\w-]*\)")
"""Names of files, colours and patterns of a drawing."""
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_SPOKEN: Final = frozenset({"alt", "aria-label", "aria-description", "placeholder", "title"})
_OUTSIDE: Final = {"blocktranslate": "endblocktranslate", "comment": "endcomment"}
_ALONE: Final = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


def untranslated(folder: Path = WORKBENCH) -> list[str]:
    """One line for every text in a template that is shown and not translated, nor marked as English."""
    return [
        f"{path.relative_to(folder).as_posix()}: {text!r} is not translated"
        for path in templates(folder)
        for text in bare_texts(path.read_text(encoding="utf-8"))
    ]


def bare_texts(source: str) -> list[str]:
    """The texts of one template that stand outside every tag for translation.

    >>> bare_texts('<p title="Name">{% translate "Yes" %} {{ x }} <b>No</b> <i lang="en">Only</i></p>')
    ['Name', 'No']
    """
    reader = _Bare()
    reader.feed("".join(_outside(Lexer(source).tokenize())))
    reader.close()
    return [text for text in reader.found if set(_WORD.findall(_NO_WORDS.sub("", text))) - SAME_EVERYWHERE]


def _outside(tokens: Sequence[Token]) -> Iterator[str]:
    """The bare HTML of a template, with nothing where tags are."""
    end = ""
    for token in tokens:
        name = token.contents.split(" ")[0] if token.token_type is TokenType.BLOCK else ""
        if end:
            end = "" if name == end else end
        elif name in _OUTSIDE:
            end = _OUTSIDE[name]
        elif token.token_type is TokenType.TEXT:
            yield token.contents


class _Bare(HTMLParser):
    """Collects what a reader sees or hears, outside elements marked as English."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Note what the element says, and whether it is silent: a script, a style, or English by mark."""
        given = dict(attrs)
        if tag not in _ALONE:
            self._open.append((tag, tag in {"script", "style"} or given.get("lang") == "en"))
        if not self._is_silent():
            self.found += [value for name, value in attrs if name in _SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        """Close the element; an end without its start belongs to another branch of the template."""
        for place in reversed(range(len(self._open))):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if data.strip() and not self._is_silent():
            self.found.append(data.strip())

    def _is_silent(self) -> bool:
        return any(silent for _, silent in self._open)
