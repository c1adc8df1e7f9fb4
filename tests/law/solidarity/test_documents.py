"""What the documents of the mechanism must hold, against the counts and letters of the law."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.law.citation import REGISTER
from fairshare.law.solidarity.documents import contents, documents, missing_contents, request_document

ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii"]


def _cites(document: str) -> list[str]:
    return [item.cite for item in contents(document)]


@pytest.mark.law("AMMR 9(3)(a)")
def test_the_report_has_seventeen_indicators() -> None:
    assert [c for c in _cites("report") if c.startswith("AMMR 9(3)(a)")] == [f"AMMR 9(3)(a)({n})" for n in ROMAN]


@pytest.mark.law("AMMR 9(3)", "AMMR 10(2)", "AMMR 59(2)", "AMMR 61(2)", "AMMR 62(2)")
@pytest.mark.parametrize(
    ("document", "paragraph", "letters"),
    [
        ("report", "AMMR 9(3)", "bcdef"),
        ("information", "AMMR 10(2)", "abcdefghijk"),
        ("national-strategy", "AMMR 7(1)", "abc"),
        ("proposal", "AMMR 12(2)", "ab"),
        ("notification", "AMMR 59(2)", "abcd"),
        ("deduction-request-pressure", "AMMR 61(2)", "abcd"),
        ("deduction-request-situation-identified", "AMMR 62(2)", "abcd"),
    ],
)
def test_every_letter_of_a_list_is_there_in_order(document: str, paragraph: str, letters: str) -> None:
    found = dict.fromkeys(c for c in _cites(document) if re.fullmatch(re.escape(paragraph) + r"\([a-z]\)", c))
    assert list(found) == [f"{paragraph}({letter})" for letter in letters]


@pytest.mark.law("AMMR 58(2)")
def test_a_notice_of_use_states_what_is_needed() -> None:
    assert [item.key for item in missing_contents("notice", ())] == ["measures"]
    assert missing_contents("notice", ["measures"]) == ()


@pytest.mark.law("AMMR 59(2)")
def test_a_notification_names_each_missing_content_with_its_cite() -> None:
    missing = missing_contents("notification", ["reasoning", "measures"])
    assert [(item.key, item.cite) for item in missing] == [
        ("stabilisation", "AMMR 59(2)(c)"),
        ("vulnerabilities", "AMMR 59(2)(d)"),
    ]


@pytest.mark.law("AMMR 61(2)", "AMMR 62(2)", "AMMR 62(3)")
def test_only_a_state_that_is_not_identified_gives_reasons_for_pressure() -> None:
    lists = {
        (label, identified): {item.key for item in contents(request_document(label, identified))}
        for label in ("pressure", "significant_situation")
        for identified in (True, False)
    }
    assert lists["pressure", True] == {"deduction"}
    assert "reasoning" in lists["pressure", False]
    assert "capacity_limit" in lists["significant_situation", True] & lists["significant_situation", False]
    assert lists["significant_situation", False] - lists["significant_situation", True] == {"reasoning"}


@pytest.mark.law("AMMR 61(1)")
def test_being_at_risk_opens_no_request() -> None:
    with pytest.raises(BadInputError, match="'at_risk' opens no deduction"):
        request_document("at_risk", identified=True)


@given(st.sampled_from(documents()), st.data())
def test_axiom_what_is_given_and_what_is_missing_make_the_required_whole(document: str, data: st.DataObject) -> None:
    items = contents(document)
    given_keys = data.draw(st.sets(st.sampled_from([item.key for item in items])))
    missing = {item.key for item in missing_contents(document, given_keys)}
    assert missing.isdisjoint(given_keys)
    assert missing | given_keys >= {item.key for item in items if not item.optional}
    assert missing_contents(document, missing | given_keys) == ()


def test_keys_are_unique_within_a_document() -> None:
    for document in documents():
        assert max(Counter(item.key for item in contents(document)).values()) == 1


def test_every_registered_provision_has_a_row_and_every_row_is_registered() -> None:
    registered = REGISTER["fairshare.law.solidarity.documents.missing_contents"].provisions
    rows = {item.cite for document in documents() for item in contents(document)}
    assert not [p for p in registered if not any(row == p or row.startswith(f"{p}(") for row in rows)]
    assert not [row for row in rows if not any(row == p or row.startswith(f"{p}(") for p in registered)]


@pytest.mark.parametrize(
    ("document", "given_keys", "problem"),
    [("letter", (), "'letter' is unknown"), ("notice", ["mesures"], "mesures: no content of notice")],
)
def test_unknown_documents_and_contents_are_faults(document: str, given_keys: list[str], problem: str) -> None:
    with pytest.raises(BadInputError, match=problem):
        missing_contents(document, given_keys)


STRATEGIES_AND_REPORT = [
    ("national-strategy", "contingency_planning", "AMMR 7(1)(a)"),
    ("national-strategy", "border_consistency", "AMMR 7(2)"),
    ("national-strategy", "union_support", "AMMR 7(4)"),
    ("strategy", "consultation", "AMMR 8(1)"),
    ("strategy", "internal_components", "AMMR 8(3)"),
    ("report", "past_year", "AMMR 9(1)"),
    ("report", "outlook", "AMMR 9(1)"),
    ("report", "member_states_data", "AMMR 9(2)"),
    ("report", "projection", "AMMR 9(3)(b)"),
    ("report", "preparedness", "AMMR 9(3)(c)"),
    ("report", "capacity", "AMMR 9(3)(d)"),
    ("report", "monitoring", "AMMR 9(3)(e)"),
    ("report", "need_for_solidarity", "AMMR 9(3)(f)"),
]


@pytest.mark.law("AMMR 7(1)", "AMMR 7(2)", "AMMR 7(4)", "AMMR 8(1)", "AMMR 8(3)", "AMMR 9(1)", "AMMR 9(2)")
@pytest.mark.law("AMMR 9(3)(b)", "AMMR 9(3)(c)", "AMMR 9(3)(d)", "AMMR 9(3)(e)", "AMMR 9(3)(f)")
@pytest.mark.parametrize(("document", "key", "cite"), STRATEGIES_AND_REPORT)
def test_what_a_strategy_or_report_leaves_out_is_told_with_its_paragraph(document: str, key: str, cite: str) -> None:
    """All but one content is given: that one is missing, under its paragraph, where it must be there."""
    item = next(item for item in contents(document) if item.key == key)
    rest = [other.key for other in contents(document) if other.key != key]
    assert item.cite == cite
    assert missing_contents(document, rest) == (() if item.optional else (item,))
