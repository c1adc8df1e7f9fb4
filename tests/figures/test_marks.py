"""Marks of tests, read from the source without running it."""

from __future__ import annotations

from pathlib import Path

from fairshare.figures.marks import marked_tests

SOURCE = """
import pytest

@pytest.mark.law("AMMR 1(1)", "AMMR 2")
def test_one(): ...

@pytest.mark.law("AMMR 2")
class TestTwo:
    @pytest.mark.slow
    def test_inside(self): ...

@pytest.mark.law(name)
def test_not_a_constant(): ...
"""


def test_marks_are_found_by_provision(tmp_path: Path) -> None:
    (tmp_path / "tests" / "deep").mkdir(parents=True)
    (tmp_path / "tests" / "deep" / "test_x.py").write_text(SOURCE, encoding="utf-8")
    place = "tests/deep/test_x.py"
    assert marked_tests(tmp_path) == {
        "AMMR 1(1)": [f"{place}::test_one"],
        "AMMR 2": [f"{place}::test_one", f"{place}::TestTwo"],
    }


def test_a_mark_of_the_module_counts_for_each_of_its_tests(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    text = 'pytestmark = [pytest.mark.law("AMMR 3")]\nother = 1\ndef test_a(): ...\ndef helper(): ...\n'
    (tmp_path / "tests" / "test_y.py").write_text(text, encoding="utf-8")
    assert marked_tests(tmp_path) == {"AMMR 3": ["tests/test_y.py::test_a"]}


def test_without_a_test_tree_nothing_is_found(tmp_path: Path) -> None:
    assert marked_tests(tmp_path) == {}


CASES = """
- name: a crossing of 10 July 2026
  law: [AMMR 33(1), AMMR 16(2)]
- name: without a provision
- a line
"""


def test_the_cases_of_a_file_name_their_provisions(tmp_path: Path) -> None:
    (tmp_path / "tests" / "law" / "cases").mkdir(parents=True)
    (tmp_path / "tests" / "law" / "cases" / "entry.yaml").write_text(CASES, encoding="utf-8")
    (tmp_path / "tests" / "law" / "cases" / "other.yaml").write_text("law: AMMR 1", encoding="utf-8")
    name = "tests/law/cases/entry.yaml::a crossing of 10 July 2026"
    assert marked_tests(tmp_path) == {"AMMR 33(1)": [name], "AMMR 16(2)": [name]}


def test_every_lawyers_case_of_this_project_is_found() -> None:
    found = {name for names in marked_tests().values() for name in names}
    assert any(name.startswith("tests/law/responsibility/cases/") for name in found)
