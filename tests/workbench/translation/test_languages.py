"""Pages in the languages of their readers, and a language that is added by a file and a line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings as django_settings
from django.conf.locale import LANG_INFO
from django.test import Client
from django.urls import include, path
from django.utils.translation import override
from pytest_django.fixtures import Settings

from fairshare.workbench.people.models import User
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.seed import seed, shipped
from fairshare.workbench.tables.formats import count, day, eur, percent, state_name
from fairshare.workbench.translation.catalogue import compiled, read, source, written
from fairshare.workbench.translation.chosen import choose
from fairshare.workbench.translation.messages import messages

OWN = "fairshare.workbench.translation.chosen.OwnLanguage"
URLS = "workbench_translation_test_urls"
sys.modules[URLS] = ModuleType(URLS)
sys.modules[URLS].urlpatterns = [  # type: ignore[attr-defined]
    path("i18n/setlang/", choose, name="set_language"),
    path("", include("fairshare.workbench.urls")),
]


@pytest.fixture
def pool(db: None) -> None:
    """The pool of 2026 is on record."""
    seed(shipped(2026))


@pytest.fixture
def own_language(settings: Settings) -> None:
    """The language of the account counts."""
    if OWN not in settings.MIDDLEWARE:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, OWN]
    settings.ROOT_URLCONF = URLS


@pytest.fixture
def signed_in(person: Callable[..., User], client: Client) -> User:
    """A delegate of Germany, signed in, who chose no language yet."""
    user = person("member_state", "DE", language="")
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return user


@pytest.fixture
def maltese(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Maltese, of which one file is given, and one line in the settings. Django has no name for it."""
    known = {
        ("", "Skip to content"): ("Aqbeż għall-kontenut",),
        ("", "States"): ("Stati",),
        ("", "%(count)s relocation"): (
            "%(count)s rilokazzjoni",
            "%(count)s rilokazzjonijiet",
            *["%(count)s reloc."] * 2,
        ),
    }
    texts, file = messages(), source("mt", tmp_path)
    file.parent.mkdir(parents=True)
    file.write_bytes(written("mt", texts, known))
    file.with_suffix(".mo").write_bytes(compiled("mt", texts, read(file, "mt")))
    monkeypatch.setitem(LANG_INFO, "mt", {"bidi": False, "code": "mt", "name": "Maltese", "name_local": "Malti"})
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, tmp_path]
    settings.LANGUAGES = [*settings.LANGUAGES, ("mt", "Malti")]
    yield


def home(client: Client, asked: str) -> str:
    return client.get("/", headers={"accept-language": asked}).content.decode()


@pytest.mark.parametrize(
    ("asked", "marked", "said"),
    [
        ("fr", "fr", ["Réserve annuelle de solidarité 2026", "21\u202f000", "23 nov. 2026", "Grèce"]),
        ("de", "de", ["Jährlicher Solidaritätspool 2026", "21.000", "23.11.2026", "Griechenland"]),
        ("en", "en", ["Annual Solidarity Pool 2026", "21,000", "23 Nov 2026", "Greece"]),
        ("pl, fr;q=0.8, en;q=0.5", "fr", ["Réserve annuelle de solidarité 2026"]),
        ("pl", "en", ["Annual Solidarity Pool 2026"]),
    ],
)
def test_a_page_speaks_the_language_that_the_browser_asks_for(
    pool: None, client: Client, asked: str, marked: str, said: list[str]
) -> None:
    page = home(client, asked)

    assert f'<html lang="{marked}">' in page
    assert [text for text in said if text not in page] == []


def test_numbers_and_days_are_written_as_the_language_does() -> None:
    with override("fr"):
        assert (count(Decimal("1234.5")), eur(20000)) == ("1\u202f234,5", "20\u202f000\u00a0€")
        assert (day(date(2026, 6, 12), style="long"), percent(Decimal("0.5"))) == ("12 juin 2026", "50,0\u00a0%")
    with override("de"):
        assert (count(Decimal("1234.5")), eur(20000)) == ("1.234,5", "20.000\u00a0€")
        assert (day(date(2026, 6, 12), style="long"), state_name("EL")) == ("12. Juni 2026", "Griechenland")


def test_the_language_that_is_chosen_goes_before_that_of_the_browser(pool: None, client: Client) -> None:
    client.post("/i18n/setlang/", {"language": "de", "next": "/"})

    assert '<html lang="de">' in home(client, "fr")


def test_who_signs_in_reads_the_language_of_the_account(
    pool: None, own_language: None, client: Client, signed_in: User
) -> None:
    assert '<html lang="fr">' in home(client, "fr")

    User.objects.update(language="de")
    answer = client.get("/desk/", headers={"accept-language": "fr"})

    assert '<html lang="de">' in answer.content.decode()
    assert answer.headers["Content-Language"] == "de"


def test_duties_are_told_in_the_language_of_the_reader(pool: None, client: Client, signed_in: User) -> None:
    Cycle.objects.create(year=2027)

    desk = client.get("/desk/2027/", headers={"accept-language": "fr"}).content.decode()

    assert "Informations de l’article 10 à la Commission" in desk
    assert "Information of Article 10 to the Commission" not in desk


def test_a_language_that_is_chosen_stays_with_the_account(
    pool: None, own_language: None, client: Client, signed_in: User
) -> None:
    client.post("/i18n/setlang/", {"language": "fr", "next": "/desk/"})
    elsewhere = Client()
    elsewhere.force_login(signed_in, "allauth.account.auth_backends.AuthenticationBackend")

    assert '<html lang="fr">' in home(elsewhere, "de")


@pytest.mark.parametrize("asked", ["xx", "", "en' OR 1=1"])
def test_a_language_that_is_not_offered_changes_nothing(
    pool: None, own_language: None, client: Client, signed_in: User, asked: str
) -> None:
    client.post("/i18n/setlang/", {"language": asked, "next": "/"})

    signed_in.refresh_from_db()
    assert signed_in.language == ""
    assert '<html lang="fr">' in home(client, "fr")


def test_an_account_whose_language_is_no_longer_offered_reads_that_of_the_browser(
    pool: None, own_language: None, client: Client, signed_in: User
) -> None:
    User.objects.update(language="xx")

    assert '<html lang="de">' in home(client, "de")


def test_a_language_is_a_file_and_a_line(pool: None, maltese: None, client: Client) -> None:
    page = home(client, "mt")

    assert '<html lang="mt">' in page
    assert [text for text in ("Aqbeż għall-kontenut", "Stati", "il-Ġermanja") if text not in page] == []
    assert "Annual Solidarity Pool 2026" in page, "what is not translated yet stays English"
    assert 'value="mt"' in home(client, "fr"), "every page offers it"


@pytest.mark.parametrize("language", [code for code, _name in django_settings.LANGUAGES])
def test_every_page_offers_the_other_languages_by_their_own_names(pool: None, client: Client, language: str) -> None:
    page = home(client, language)
    names = {"en": "English", "fr": "Français", "de": "Deutsch"}

    offered = {code for code, name in names.items() if f'lang="{code}">{name}</button>' in page}

    assert offered == set(names) - {language}
