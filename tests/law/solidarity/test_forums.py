"""Who attends, what the forums do, when they are reconvened (Articles 13 to 15)."""

from datetime import date

import pytest

from fairshare.faults import BadInputError
from fairshare.law.outcome import NeedsDecision, RefusedError
from fairshare.law.solidarity.forums import forum, may_attend, reconvening, tasks, technical_forum_due
from fairshare.states import ASSOCIATED, PART_IV


@pytest.mark.law("AMMR 13(1)", "AMMR 13(2)", "AMMR 14(1)", "AMMR 14(2)")
def test_who_convenes_and_chairs() -> None:
    high, technical = forum("high-level"), forum("technical-level")
    assert (high.convened_by, high.chair, high.cites) == ("Council", "Presidency", ("AMMR 13(2)", "AMMR 13(1)"))
    assert (technical.convened_by, technical.chair) == ("Coordinator", "Coordinator")
    assert "senior officials" in technical.level


@pytest.mark.law("AMMR 13(1)", "AMMR 14(2)", "AMMR 14(3)", "AMMR 14(4)")
@pytest.mark.parametrize(
    ("name", "participant", "invited", "admitted", "cite"),
    [
        ("high-level", "IE", False, True, "AMMR 13(1)"),
        ("high-level", "NO", False, False, "AMMR 13(1)"),
        ("high-level", "NO", True, True, "AMMR 13(1)"),
        ("high-level", "Presidency", False, True, "AMMR 13(1)"),
        ("high-level", "Coordinator", False, True, "AMMR recital 23"),
        ("technical-level", "DE", False, True, "AMMR 14(2)"),
        ("technical-level", "CH", True, True, "AMMR 14(3)"),
        ("technical-level", "EUAA", False, True, "AMMR 14(4)"),
        ("technical-level", "Frontex", False, False, "AMMR 14(4)"),
        ("technical-level", "FRA", True, True, "AMMR 14(4)"),
        ("technical-level", "UN agencies", True, True, "AMMR 14(4)"),
        ("technical-level", "Commission", False, True, "AMMR 60(1)"),
    ],
)
def test_who_may_attend(name: str, participant: str, invited: bool, admitted: bool, cite: str) -> None:
    seat = may_attend(name, participant, invited)
    assert not isinstance(seat, NeedsDecision)
    assert (seat.admitted, seat.cite) == (admitted, cite)


@pytest.mark.law("AMMR 13(1)", "AMMR 14(3)")
@pytest.mark.parametrize("name", ["high-level", "technical-level"])
def test_every_bound_state_has_a_seat_and_associated_ones_come_when_invited(name: str) -> None:
    assert all(may_attend(name, state).admitted for state in PART_IV)  # type: ignore[union-attr]
    assert not any(may_attend(name, state).admitted for state in ASSOCIATED)  # type: ignore[union-attr]
    assert all(may_attend(name, state, invited=True).admitted for state in ASSOCIATED)  # type: ignore[union-attr]


@pytest.mark.law("AMMR 13(1)", "AMMR 14(4)")
@pytest.mark.parametrize(
    ("name", "participant", "who"),
    [
        ("high-level", "DK", "Presidency"),
        ("high-level", "EUAA", "Presidency"),
        ("technical-level", "Europol", "Coordinator"),
    ],
)
def test_whom_the_text_does_not_name_the_chair_decides(name: str, participant: str, who: str) -> None:
    question = may_attend(name, participant, invited=True)
    assert isinstance(question, NeedsDecision)
    assert question.who == who and participant in question.question


@pytest.mark.law("AMMR 15(1)", "AMMR 15(2)", "AMMR 15(3)", "AMMR 15(4)", "AMMR 15(5)", "AMMR 13(3)", "AMMR 14(5)")
def test_tasks_stand_with_their_paragraph() -> None:
    coordinator = tasks("Coordinator")
    assert [t.cite for t in coordinator if "overview" in t.what] == ["AMMR 15(2)(c)"]
    assert sum(t.cite.startswith("AMMR 15(2)") for t in coordinator) == 7
    assert [t.cite for t in tasks("Commission")] == ["AMMR 15(1)", "AMMR 15(3)", "AMMR 15(4)"]
    assert [t.cite for t in tasks("Member States")] == ["AMMR 15(5)"]
    assert any("pledge" in t.what for t in tasks("high-level"))
    assert any("preferences" in t.what for t in tasks("technical-level"))


@pytest.mark.law("AMMR 13(4)")
def test_the_forum_is_reconvened_by_simple_majority_on_a_ground() -> None:
    states = sorted(PART_IV)
    yes = reconvening({"higher_needs", "insufficient_contributions"}, dict.fromkeys(states[:14], "for"))
    assert yes.reconvened and yes.cite == "AMMR 13(4)" and "Article 57" in yes.then
    assert yes.grounds == ("insufficient_contributions", "higher_needs")
    no = reconvening({"overall_situation"}, dict.fromkeys(states[:13], "for"), "Commission")
    assert not no.reconvened and no.then == "nothing changes" and no.vote.margin_members == -1


@pytest.mark.law("AMMR 13(4)")
def test_without_a_ground_no_vote_reconvenes_it() -> None:
    with pytest.raises(RefusedError, match=r"on a ground of this paragraph; none is given \(AMMR 13\(4\)\)"):
        reconvening((), dict.fromkeys(PART_IV, "for"))


@pytest.mark.law("AMMR 14(5)", "AMMR 58(3)", "AMMR 59(6)")
@pytest.mark.parametrize(
    ("trigger", "refused", "due"),
    [
        ("act", False, None),
        ("notice", False, date(2026, 7, 11)),  # a Saturday: the Coordinator, no Member State, must act
        ("decision", False, date(2026, 7, 15)),
        ("decision", True, None),
    ],
)
def test_when_the_technical_forum_meets(trigger: str, refused: bool, due: date | None) -> None:
    assert technical_forum_due(trigger, date(2026, 7, 1), access_refused=refused) == due


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda: forum("summit"), "'summit' is unknown"),
        (lambda: may_attend("high-level", "Atlantis"), "'Atlantis' is unknown"),
        (lambda: tasks("Denmark"), "'Denmark' has no tasks here"),
        (lambda: reconvening({"weather"}, {}), "weather is no ground of Article 13"),
        (lambda: reconvening({"higher_needs"}, {}, "Parliament"), "'Parliament' cannot start it"),
        (lambda: technical_forum_due("wish", date(2026, 7, 1)), "'wish' is unknown"),
    ],
)
def test_unknown_names_are_faults(call, problem: str) -> None:
    with pytest.raises(BadInputError, match=problem):
        call()
