"""The catalogue of a language: read, merged with the texts of today, written and compiled, always to the same bytes.

No dates, no names and no line numbers stand in a file, so that it differs only where a text or its translation does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation import to_language, to_locale

from fairshare.workbench.translation.messages import WORKBENCH, Key, Message

LOCALE: Final = WORKBENCH / "locale"

Translations = Mapping[Key, tuple[str, ...]]
"""By text, its translation: one form, or every form of the language where something is counted."""


class _Plain(Catalog):
    """A catalogue with only those headers that tell how to read it."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The headers."""
        return [
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


def source(language: str, folder: Path = LOCALE) -> Path:
    """Where the translations into a language stand."""
    return folder / to_locale(language) / "LC_MESSAGES" / "django.po"


def languages(folder: Path = LOCALE) -> list[str]:
    """The languages that have a catalogue."""
    return sorted(to_language(path.parts[-3]) for path in folder.glob("*/LC_MESSAGES/django.po"))


def forms(language: str) -> int:
    """How many forms a language has for what is counted."""
    return _empty(language).num_plurals


def read(path: Path, language: str) -> dict[Key, tuple[str, ...]]:
    """The translations in a file, without those marked as uncertain (fuzzy) and those that no text needs any more.

    Raises ``ValueError`` for a file that is no catalogue.
    """
    try:
        catalog = read_po(BytesIO(path.read_bytes()), locale=str(_locale(language)), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as failure:
        raise ValueError(f"{path} is no catalogue: {failure}") from failure
    return {key: found for key, found in _entries(catalog) if any(found)}


def _entries(catalog: Catalog) -> Iterator[tuple[Key, tuple[str, ...]]]:
    for entry in catalog:
        if entry.id and not entry.fuzzy:
            text = entry.id if isinstance(entry.id, str) else entry.id[0]
            found = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
            yield (entry.context or "", text), found


def written(language: str, texts: Iterable[Message], known: Translations) -> bytes:
    """A catalogue as a file: every text of today, with its translation where one is known; the rest is left out."""
    catalog = _empty(language)
    for one in texts:
        found = known.get(one.key, ())
        string = _padded(found, catalog.num_plurals) if one.plural else (found or ("",))[0]
        identity = (one.text, one.plural) if one.plural else one.text
        places = [(place, None) for place in one.places]
        catalog.add(identity, string, locations=places, context=one.context or None)  # type: ignore[arg-type]
    out = BytesIO()
    write_po(out, catalog, width=0, sort_output=True, include_lineno=False)
    return out.getvalue()


def compiled(language: str, texts: Iterable[Message], known: Translations) -> bytes:
    """A catalogue as gettext reads it: only what is translated in every form."""
    catalog = _empty(language)
    for one in texts:
        found = known.get(one.key, ())
        if found and all(found):
            identity = (one.text, one.plural) if one.plural else one.text
            catalog.add(identity, found if one.plural else found[0], context=one.context or None)
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def _padded(found: tuple[str, ...], number: int) -> tuple[str, ...]:
    return (*found, *[""] * number)[:number]


def _empty(language: str) -> _Plain:
    return _Plain(locale=_locale(language), header_comment=f"# Fairshare: {language}", charset="utf-8", fuzzy=False)


def _locale(language: str) -> Locale:
    """The language as CLDR knows it. Raises ``ValueError`` for one that it does not."""
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError) as failure:
        raise ValueError(f"{language!r} is no language that CLDR knows") from failure
