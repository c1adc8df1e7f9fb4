"""The file of a language: always the same bytes, nothing lost, nothing uncertain used."""

from __future__ import annotations

from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest

from fairshare.workbench.translation.catalogue import compiled, forms, languages, read, source, written
from fairshare.workbench.translation.messages import Message

YES = Message("", "yes", "", ("pages/b.py", "pages/c.html"))
FOR = Message("vote", "for", "", ("pages/a.py",))
COWS = Message("", "%(n)s cow", "%(n)s cows", ("pages/a.py",))
TEXTS = (COWS, FOR, YES)
KNOWN = {YES.key: ("oui",), FOR.key: ("pour",), COWS.key: ("%(n)s vache", "%(n)s vaches")}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where French stands."""
    path = source("fr", tmp_path)
    path.parent.mkdir(parents=True)
    return path


def test_a_catalogue_is_a_file_that_can_be_read_back(path: Path) -> None:
    path.write_bytes(written("fr", TEXTS, KNOWN))

    assert read(path, "fr") == KNOWN


def test_the_same_texts_give_the_same_bytes_in_whatever_order() -> None:
    assert written("fr", TEXTS, KNOWN) == written("fr", reversed(TEXTS), KNOWN)
    assert compiled("fr", TEXTS, KNOWN) == compiled("fr", reversed(TEXTS), KNOWN)


def test_no_date_no_name_and_no_line_number_stands_in_a_catalogue() -> None:
    text = written("fr", TEXTS, KNOWN).decode()

    assert "Date" not in text
    assert "Translator" not in text
    assert "#: pages/b.py pages/c.html\n" in text


def test_a_text_that_is_gone_is_left_out_and_a_new_one_waits_for_its_translation(path: Path) -> None:
    new = Message("", "no", "", ("pages/b.py",))
    path.write_bytes(written("fr", (YES, new), KNOWN))

    assert read(path, "fr") == {YES.key: ("oui",)}
    assert 'msgid "no"\nmsgstr ""' in path.read_text(encoding="utf-8")


def test_an_uncertain_translation_is_not_used(path: Path) -> None:
    text = written("fr", (YES,), KNOWN).decode()
    path.write_text(text.replace('msgid "yes"', '#, fuzzy\nmsgid "yes"'), encoding="utf-8")

    assert read(path, "fr") == {}


def test_a_text_that_begins_to_be_counted_keeps_what_it_has(path: Path) -> None:
    counted = Message("", "yes", "yeses", ("pages/b.py",))
    path.write_bytes(written("fr", (counted,), KNOWN))

    assert read(path, "fr") == {YES.key: ("oui", "")}


def test_what_is_compiled_is_what_gettext_reads() -> None:
    french = GNUTranslations(BytesIO(compiled("fr", TEXTS, KNOWN)))

    assert french.gettext("yes") == "oui"
    assert french.pgettext("vote", "for") == "pour"
    assert french.gettext("for") == "for"
    assert [french.ngettext(COWS.text, COWS.plural, n) for n in (0, 1, 2)] == ["%(n)s vache"] * 2 + ["%(n)s vaches"]


def test_what_lacks_a_form_is_not_compiled() -> None:
    half = GNUTranslations(BytesIO(compiled("fr", TEXTS, {COWS.key: ("%(n)s vache", "")})))

    assert half.ngettext(COWS.text, COWS.plural, 2) == COWS.plural


@pytest.mark.parametrize(("language", "number"), [("fr", 2), ("de", 2), ("pl", 3), ("mt", 4), ("ga", 5), ("sl", 4)])
def test_a_language_has_the_forms_of_its_grammar(language: str, number: int) -> None:
    assert forms(language) == number


def test_a_language_of_a_country_has_a_folder_of_its_own(tmp_path: Path) -> None:
    path = source("pt-br", tmp_path)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")

    assert path.parts[-3] == "pt_BR"
    assert languages(tmp_path) == ["pt-br"]


def test_a_file_that_is_no_catalogue_is_told(path: Path) -> None:
    path.write_text("msgid without a text\n", encoding="utf-8")

    with pytest.raises(ValueError, match="is no catalogue"):
        read(path, "fr")


def test_a_language_that_nobody_speaks_is_told() -> None:
    with pytest.raises(ValueError, match="no language that CLDR knows"):
        forms("xx")
