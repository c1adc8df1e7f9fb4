"""``{{ code|word:words }}``: the word for a code, or the code where there is none."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext

from fairshare.workbench.tables.model import Text

register = template.Library()


@register.filter
def word(code: str, words: Mapping[str, Text]) -> Text:
    """The word for a code.

    >>> word("a", {"a": "first"}), word("b", {"a": "first"})
    ('first', 'b')
    """
    return words.get(code, code)


@register.filter
def translated(text: str) -> str:
    """A fixed text of the rules in the reader's language."""
    return gettext(text) if text else ""
