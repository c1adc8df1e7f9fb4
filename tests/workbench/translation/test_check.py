"""What is found wrong; and that nothing is wrong with the catalogues that come with the Workbench."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.utils.translation import gettext, override

from fairshare.workbench.translation.__main__ import main
from fairshare.workbench.translation.catalogue import compiled, languages, read, source, written
from fairshare.workbench.translation.check import problems
from fairshare.workbench.translation.messages import Message, messages
from fairshare.workbench.translation.untranslated import bare_texts, untranslated

HELLO = Message("", "Hello %(name)s, <b>now</b>", "", ("a.py",))
COWS = Message("", "%(n)s cow", "%(n)s cows", ("a.py",))
YEAR = Message("", "Year {year}", "", ("a.py",))
GOOD = {
    HELLO.key: ("<b>Maintenant</b>, bonjour %(name)s",),
    COWS.key: ("%(n)s vache", "%(n)s vaches"),
    YEAR.key: ("{year}",),
}
TEXTS = (COWS, HELLO, YEAR)


@pytest.fixture(scope="session")
def texts() -> tuple[Message, ...]:
    """Every text of the Workbench."""
    return messages()


def told(folder: Path, known: dict[tuple[str, str], tuple[str, ...]]) -> list[str]:
    path = source("fr", folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written("fr", TEXTS, known))
    path.with_suffix(".mo").write_bytes(compiled("fr", TEXTS, known))
    return problems("fr", TEXTS, folder)


def test_nothing_is_wrong_with_a_whole_catalogue(tmp_path: Path) -> None:
    assert told(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("key", "given", "wrong"),
    [
        (HELLO.key, (), "not translated"),
        (HELLO.key, ("Bonjour, <b>maintenant</b>",), "placeholders differ"),
        (HELLO.key, ("Bonjour %(nom)s, <b>maintenant</b>",), "placeholders differ"),
        (HELLO.key, ("Bonjour %(name)s, maintenant",), "HTML differs"),
        (HELLO.key, ("Bonjour %(name)s, <i>maintenant</i>",), "HTML differs"),
        (HELLO.key, ("Bonjour %(name)s, <b>maintenant</b> ",), "blanks at the ends differ"),
        (COWS.key, ("%(n)s vache", ""), "not translated in every form"),
        (COWS.key, ("%(n)s vache", "%(m)s vaches"), "placeholders differ"),
        (COWS.key, ("une vache", "%(n)s vaches"), "placeholders differ"),
        (YEAR.key, ("An {annee}",), "placeholders differ"),
    ],
)
def test_what_a_translation_loses_is_told(
    tmp_path: Path, key: tuple[str, str], given: tuple[str, ...], wrong: str
) -> None:
    found = told(tmp_path, GOOD | {key: given})

    assert len(found) == 1
    assert wrong in found[0]


def test_a_language_without_a_catalogue_is_told(tmp_path: Path) -> None:
    assert problems("fr", TEXTS, tmp_path) == ["fr: there is no catalogue"]


def test_a_catalogue_that_is_broken_is_told(tmp_path: Path) -> None:
    told(tmp_path, GOOD)
    source("fr", tmp_path).write_text("msgid broken\n", encoding="utf-8")

    assert "is no catalogue" in problems("fr", TEXTS, tmp_path)[0]


def test_a_catalogue_with_texts_that_are_gone_is_told(tmp_path: Path) -> None:
    told(tmp_path, GOOD)

    assert "not as `extract` writes it" in problems("fr", TEXTS[:-1], tmp_path)[0]


def test_a_catalogue_that_is_not_compiled_or_compiled_earlier_is_told(tmp_path: Path) -> None:
    told(tmp_path, GOOD)
    binary = source("fr", tmp_path).with_suffix(".mo")
    binary.write_bytes(compiled("fr", TEXTS[:1], GOOD))
    assert "compiled from other translations" in problems("fr", TEXTS, tmp_path)[0]

    binary.unlink()
    assert "not compiled" in problems("fr", TEXTS, tmp_path)[0]


def test_every_language_that_is_offered_has_a_whole_catalogue(texts: tuple[Message, ...]) -> None:
    offered = [code for code, _name in settings.LANGUAGES if code != "en"]

    assert languages() == sorted(offered)
    assert [line for code in offered for line in problems(code, texts)] == []


def test_french_signs_stand_after_blanks_that_do_not_break() -> None:
    french = [form for found in read(source("fr"), "fr").values() for form in found]

    assert [text for text in french if re.search(r"[^\s\u00a0] [:;?!»%]|« |\w[;?!]|«[^\u00a0]", text)] == []


def test_german_quotation_marks_come_in_pairs() -> None:
    german = [form for found in read(source("de"), "de").values() for form in found]

    assert [text for text in german if text.count("„") != text.count("“") or "”" in text or '"' in text] == []


def test_nobody_is_addressed_informally() -> None:
    informal = {"fr": r"\b(tu|ton|tes|toi)\b", "de": r"\b(du|dein|deine|dich|dir)\b"}
    for language, words in informal.items():
        translated = [form for found in read(source(language), language).values() for form in found]
        assert [text for text in translated if re.search(words, text, re.IGNORECASE)] == []


def test_every_text_of_a_template_is_handed_to_gettext_or_marked_as_english() -> None:
    assert untranslated() == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p title="Hello">{{ x }}</p>', ["Hello"]),
        ('<img alt="A map">', ["A map"]),
        ("{% if x %}<b>{% else %}<i>{% endif %}Hello</b></i>", ["Hello"]),
        ('<p lang="en">Hello <b>there</b></p>', []),
        ('<p lang="{{ code }}">Hello</p>', ["Hello"]),
        ("{% blocktranslate %}Hello{% endblocktranslate %}{% comment %}Hello{% endcomment %}{# Hello #}", []),
        ("<script>hello</script><style>p {}</style> CSV · Fairshare → 12 %", []),
        ('<input type="text" name="state" value="DE">', []),
    ],
)
def test_a_bare_text_is_found_wherever_a_reader_meets_it(template: str, found: list[str]) -> None:
    assert bare_texts(template) == found


@pytest.mark.parametrize("language", ["fr", "de"])
@pytest.mark.parametrize(
    "text",
    [
        "This field is required.",  # Django
        "Enter a valid email address.",
        "The email address and/or password you specified are not correct.",  # allauth
        "Incorrect code.",
    ],
)
def test_django_and_allauth_speak_the_language_too(language: str, text: str) -> None:
    with override(language):
        assert gettext(text) != text


def test_the_command_begins_a_language_compiles_it_and_says_what_is_missing(tmp_path: Path) -> None:
    run = CliRunner()
    begun = run.invoke(main, ["extract", "mt", "--folder", str(tmp_path)])
    built = run.invoke(main, ["compile", "--folder", str(tmp_path)])
    checked = run.invoke(main, ["check", "--folder", str(tmp_path)])

    assert (begun.exit_code, built.exit_code, checked.exit_code) == (0, 0, 1)
    assert re.fullmatch(r"mt: (\d+) texts, \1 to translate\n", begun.output)
    assert source("mt", tmp_path).with_suffix(".mo").is_file()
    assert "mt: 'Skip to content': not translated" in checked.output


def test_the_command_keeps_translations_when_texts_are_collected_again(
    tmp_path: Path, texts: tuple[Message, ...]
) -> None:
    path, before = source("fr", tmp_path), read(source("fr"), "fr")
    path.parent.mkdir(parents=True)
    path.write_bytes(source("fr").read_bytes())

    CliRunner().invoke(main, ["extract", "--folder", str(tmp_path)])

    assert read(path, "fr") == {one.key: before[one.key] for one in texts if one.key in before}
