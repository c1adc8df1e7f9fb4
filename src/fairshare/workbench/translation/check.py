"""What is wrong with the catalogues: nothing goes to a reader half translated, with a lost name or an old file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from fairshare.workbench.translation.catalogue import LOCALE, Translations, compiled, forms, read, source, written
from fairshare.workbench.translation.messages import Message

_PLACEHOLDERS: Final = re.compile(r"%\(\w+\)[#0+-]*[\d.]*[a-zA-Z]|\{\w*\}|%%")
_ENTITIES: Final = re.compile(r"&#?\w+;")


def problems(language: str, texts: Sequence[Message], folder: Path = LOCALE) -> list[str]:
    """Everything wrong with the catalogue of a language, one line each; none if it may be used."""
    path = source(language, folder)
    if not path.is_file():
        return [f"{language}: there is no catalogue"]
    try:
        known = read(path, language)
    except ValueError as failure:
        return [f"{language}: {failure}"]
    found = [f"{language}: {one.text!r}: {wrong}" for one in texts for wrong in _of_text(one, known, forms(language))]
    if not found and path.read_bytes() != written(language, texts, known):
        found = [f"{language}: the catalogue is not as `extract` writes it"]
    return found or _of_compiled(language, texts, known, path.with_suffix(".mo"))


def _of_text(one: Message, known: Translations, number: int) -> Iterator[str]:
    given = known.get(one.key, ())
    if not given:
        yield "not translated"
        return
    if len(given) != (number if one.plural else 1) or not all(form.strip() for form in given):
        yield f"not translated in every form ({number if one.plural else 1})"
    for form in given:
        if form.strip():
            yield from _of_form(one, form)


def _of_form(one: Message, form: str) -> Iterator[str]:
    """What a translation must keep of its text. Of what is counted a form may lack the figure only where English does:
    in French the form of one is that of none too."""
    wanted = [sorted(_PLACEHOLDERS.findall(text)) for text in (one.text, one.plural or one.text)]
    if sorted(_PLACEHOLDERS.findall(form)) not in wanted:
        yield f"placeholders differ: {form!r}"
    if _marks(form) != _marks(one.text):
        yield f"HTML differs: {form!r}"
    if (form[:1].isspace(), form[-1:].isspace()) != (one.text[:1].isspace(), one.text[-1:].isspace()):
        yield f"blanks at the ends differ: {form!r}"


def _marks(text: str) -> list[str]:
    """Tags and entities, in any order: words move in a sentence."""
    reader = _Tags()
    reader.feed(text)
    reader.close()
    return sorted((*reader.found, *_ENTITIES.findall(text)))


class _Tags(HTMLParser):
    """Collects the tags of a text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Note a tag with its attributes."""
        self.found.append(f"{tag} {sorted((name, value or '') for name, value in attrs)}")

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a tag."""
        self.found.append(f"/{tag}")


def _of_compiled(
    language: str, texts: Sequence[Message], known: Mapping[tuple[str, str], tuple[str, ...]], path: Path
) -> list[str]:
    if not path.is_file():
        return [f"{language}: not compiled; run `python -m fairshare.workbench.translation compile`"]
    if path.read_bytes() != compiled(language, texts, known):
        return [f"{language}: compiled from other translations; run `compile` again"]
    return []
