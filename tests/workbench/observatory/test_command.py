"""The command refuses what it cannot use before it computes anything, and never touches a folder of somebody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fairshare.cli.observatory import observatory
from fairshare.faults import BadInputError

from .conftest import league_document


def refused(*arguments: str) -> str:
    with pytest.raises(BadInputError) as error:
        observatory.main(list(arguments), standalone_mode=False)
    return str(error.value)


def test_a_folder_that_holds_another_site_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    assert "holds another site" in refused(str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_a_folder_that_holds_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "observatory.json").write_text("{}", encoding="utf-8")
    (tmp_path / "thesis.docx").write_text("mine", encoding="utf-8")
    assert "holds other files (thesis.docx)" in refused(str(tmp_path))


@pytest.mark.parametrize("base", ["observatory.example", "ftp://a.example/", "https://", "https://a.example/?q=1"])
def test_an_address_that_is_none_is_refused(tmp_path: Path, base: str) -> None:
    assert "is no address of a site" in refused(str(tmp_path / "site"), "--base", base)


@pytest.mark.parametrize("languages", ["", "xx", "en,xx"])
def test_a_language_that_is_not_held_is_refused(tmp_path: Path, languages: str) -> None:
    assert "a language that is not held" in refused(str(tmp_path / "site"), "--languages", languages)


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[]",
        "{}",
        json.dumps({"mechanisms": {}}),
        json.dumps(league_document(ranked_by="delivery")),
        json.dumps(league_document(mechanisms={})),
        json.dumps(league_document(draws="many")),
    ],
)
def test_a_file_that_is_no_league_is_refused_and_nothing_is_written(tmp_path: Path, text: str) -> None:
    league = tmp_path / "league.json"
    league.write_text(text, encoding="utf-8")
    assert "--league" in refused(str(tmp_path / "site"), "--league", str(league))
    assert not (tmp_path / "site").exists()


def test_a_league_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refused(str(tmp_path / "site"), "--league", str(tmp_path / "none.json"))
