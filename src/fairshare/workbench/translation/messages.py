"""What is to be translated: calls of gettext in Python, tags of templates, and the fixed texts of the core."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.extract import extract
from django.utils.translation.template import templatize

from fairshare.workbench.translation.core_texts import core_texts

PACKAGE: Final = Path(__file__).parents[2]
WORKBENCH: Final = PACKAGE / "workbench"

_ONE: Final = dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"))
_PLURAL: Final = dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2))
_IN_CONTEXT: Final = dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2))
_PLURAL_IN_CONTEXT: Final = dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3))
KEYWORDS: Final = {**_ONE, **_PLURAL, **_IN_CONTEXT, **_PLURAL_IN_CONTEXT}
"""The functions whose arguments are texts, by name, with the places of their arguments."""

Key = tuple[str, str]
"""Context (empty for none) and text."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text to translate: ``plural`` is empty where nothing is counted, ``places`` are files without line numbers."""

    context: str
    text: str
    plural: str
    places: tuple[str, ...]

    @property
    def key(self) -> Key:
        """What a catalogue knows it by."""
        return self.context, self.text


def messages(folder: Path = WORKBENCH) -> tuple[Message, ...]:
    """Every text of a folder and of the core, in the order of texts; a text that stands in several places once.

    Raises ``ValueError`` where one text is counted in one place and with another plural in a second one.
    """
    found: dict[Key, Message] = {}
    for new in (*_of_folder(folder), *_of_core()):
        old = found.get(new.key, new)
        if old.plural and new.plural and old.plural != new.plural:
            raise ValueError(f"{new.text!r} has two plurals: {old.plural!r} and {new.plural!r}")
        places = tuple(sorted({*old.places, *new.places}))
        found[new.key] = Message(new.context, new.text, old.plural or new.plural, places)
    return tuple(sorted(found.values(), key=lambda one: (one.text, one.context)))


def templates(folder: Path = WORKBENCH) -> list[Path]:
    """The templates of a folder."""
    return sorted(path for path in folder.rglob("templates/**/*") if path.suffix in {".html", ".txt"})


def of_template(source: str, place: str = "") -> Iterator[Message]:
    """The texts of one template.

    >>> [one.text for one in of_template("{% translate 'Yes' %} {% blocktranslate %}by {{ x }}{% endblocktranslate %}")]
    ['Yes', 'by %(x)s']
    """
    calls = "\n".join(line.strip() for line in templatize(source, origin=place).splitlines())
    return of_python(calls, place)


def of_python(source: str, place: str = "") -> Iterator[Message]:
    """The texts of one module."""
    for _, texts, _, context in extract("python", BytesIO(source.encode()), KEYWORDS):
        text, plural = texts if isinstance(texts, tuple) else (texts, "")
        yield Message(context or "", text, plural, (place,))


def _of_folder(folder: Path) -> Iterator[Message]:
    for path in _modules(folder):
        yield from of_python(path.read_text(encoding="utf-8"), _place(path, folder))
    for path in templates(folder):
        yield from of_template(path.read_text(encoding="utf-8"), _place(path, folder))


def _modules(folder: Path) -> Iterable[Path]:
    own = Path(__file__).parent
    return sorted(path for path in folder.rglob("*.py") if own not in path.parents and "migrations" not in path.parts)


def _of_core() -> Iterator[Message]:
    return (Message("", text, "", (place,)) for text, place in core_texts().items())


def _place(path: Path, folder: Path) -> str:
    return path.relative_to(folder.parent).as_posix()
