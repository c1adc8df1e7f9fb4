"""Votes of the Council: what is before it, who votes, and whether the majority was reached (57(1), TEU 16(4))."""

from __future__ import annotations

import pytest
from cycles import WEIGHTS, act, day, event, forum, key, ledger, notice, pledge, prepared, proposal, refused

from fairshare.law.voting import QUALIFIED
from fairshare.ledger import Book
from fairshare.ledger.events import ActAdopted, Event
from fairshare.ledger.handlers.votes import before_council, vote_on, votes_on

BEFORE = [key(), proposal(), forum()]
TWELVE = ("BG", "CY", "EE", "FI", "HR", "HU", "LT", "LU", "LV", "MT", "SI", "SK")


def vote(book: Book, adopted: object) -> object:
    assert isinstance(adopted, ActAdopted)
    return vote_on(book, adopted, QUALIFIED)


@pytest.mark.law("AMMR 57(1)")
def test_without_votes_or_population_nothing_is_known() -> None:
    assert vote(ledger(BEFORE).book, act()) is None
    assert vote(ledger(BEFORE[1:]).book, act(against=("HU",))) is None
    assert ledger([*BEFORE[1:], act(against=TWELVE)]).book.act_dates  # then the act stands as it is recorded


@pytest.mark.law("AMMR 57(1)")
def test_an_act_without_its_majority_is_refused() -> None:
    """14 of 26 are less than 55 %; Germany, France, Italy and Spain together have 58 % of the people."""
    assert ledger([*BEFORE, act(against=TWELVE[:11])]).book.reference
    refused(BEFORE, act(against=TWELVE), "AMMR 57(1)", "14 in favour: the votes on record do not reach")
    refused(BEFORE, act(abstained=("DE", "FR", "IT", "ES")), "AMMR 57(1)", "22 in favour")
    assert sum(WEIGHTS[state] for state in ("DE", "FR", "IT", "ES")) == 580


@pytest.mark.law("AMMR 61(4)", "AMMR 62(5)")
def test_a_deduction_is_decided_by_the_vote_of_choice_a10() -> None:
    asked = [
        *prepared(),
        pledge("NL", "relocation", 10),
        event("deduction_requested", "02-01", state="NL", article="61"),
    ]
    granted = event("deduction_decided", "02-10", state="NL", article="61", amounts={"relocation": 5}, against=("HU",))
    assert ledger([*asked, granted]).book.balance("NL", "deducted", "relocation") == 5
    refused(ledger(asked, DEDUCTION_ACT_VOTE="unanimity"), granted, "AMMR 61(4)", "25 in favour")
    stranger = event("deduction_decided", "02-10", state="NL", article="61", amounts={}, abstained=("DK",))
    refused(asked, stranger, "AMMR 61(4)", "DK")


# --- positions before the decision --------------------------------------------------------------------


def on(subject: str, state: str, position: str = "for", day: str = "01-11") -> Event:
    return event("vote_cast", day, state=state, subject=subject, position=position)


NOTHING = "AMMR 13(4), 57(1), 59(6), 61(4), 62(5)"
REQUESTS = [
    *prepared(),
    pledge("AT", "relocation", 10),
    pledge("ES", "relocation", 10),
    event("deduction_requested", "01-10", state="AT", article="62"),
    event("deduction_requested", "01-10", state="ES", article="61"),
]
NOTIFIED = [
    *prepared(),
    event("pressure_notified", "01-10", state="HU"),
    event("pressure_decided", "01-11", state="HU", accepted=True),
]


@pytest.mark.law("AMMR 57(1)")
def test_a_position_on_the_act_may_change_until_it_is_adopted() -> None:
    def cast(state: str, position: str, day: str = "2026-12-01") -> Event:
        return on("act", state, position, day)

    held = ledger([*BEFORE, cast("HU", "against"), cast("DE", "for"), cast("HU", "abstain")])
    assert votes_on(held.book, "act") == {"DE": "for", "HU": "abstain"}
    refused(held, cast("DK", "for"), "AMMR 57(1)", "no part")
    refused(held.append(act()), cast("HU", "for", "2026-12-11"), "AMMR 57(1)", "before the act")


@pytest.mark.law("AMMR 13(4)", "AMMR 59(6)", "AMMR 61(4)", "AMMR 62(5)")
def test_what_is_before_the_council_with_its_provision() -> None:
    again = {"reconvening": "AMMR 13(4)"}
    assert before_council(ledger(BEFORE[:2]).book, day("2026-10-20")) == {}
    assert before_council(ledger(BEFORE).book, day("2026-11-01")) == {"act": "AMMR 57(1)"}
    assert before_council(ledger(prepared()).book, day("01-11")) == again
    asked = {"deduction-62:AT": "AMMR 62(5)", "deduction-61:ES": "AMMR 61(4)"}
    assert before_council(ledger(REQUESTS).book, day("01-11")) == asked | again
    benefits = ledger([*REQUESTS, notice("ES", "01-11")]).book
    assert "deduction-61:ES" not in before_council(benefits, day("01-11"))  # it owes nothing that could be deducted
    notified = ledger(NOTIFIED).book
    assert before_council(notified, day("01-25")) == {"refusal:HU": "AMMR 59(6)"} | again
    assert before_council(notified, day("01-26")) == again
    met = ledger([*NOTIFIED, event("forum_held", "01-26", reconvened=True)]).book
    assert before_council(met, day("01-26")) == {"act": "AMMR 57(1)"}  # to be amended by what is pledged there


@pytest.mark.law("AMMR 61(4)", "AMMR 62(5)")
def test_positions_on_a_deduction_last_until_it_is_decided() -> None:
    requested = ledger(REQUESTS)
    refused(prepared(), on("deduction-62:AT", "DE"), NOTHING, "nothing is before the Council")
    refused(requested, on("AT", "DE"), NOTHING, "nothing is before the Council")
    refused(requested, on("deduction-62:AT", "NO"), "AMMR 62(5)", "no part")
    refused(requested, on("deduction-61:ES", "NO"), "AMMR 61(4)", "no part")
    voted = requested.append(on("deduction-62:AT", "DE")).append(on("deduction-61:ES", "DE", "against"))
    amounts = {"relocation": 10}
    decided = voted.append(event("deduction_decided", "01-12", state="AT", article="62", amounts=amounts))
    assert votes_on(decided.book, "deduction-62:AT") == {}
    assert votes_on(decided.book, "deduction-61:ES") == {"DE": "against"}


@pytest.mark.law("AMMR 61(4)", "AMMR 62(5)")
def test_requests_of_one_state_under_both_articles_are_two_subjects() -> None:
    both = ledger([*REQUESTS, event("deduction_requested", "01-11", state="ES", article="62")])
    assert before_council(both.book, day("01-11")).items() >= {
        ("deduction-61:ES", "AMMR 61(4)"),
        ("deduction-62:ES", "AMMR 62(5)"),
    }
    voted = both.append(on("deduction-61:ES", "DE")).append(on("deduction-62:ES", "DE", "against"))
    decided = voted.append(event("deduction_decided", "01-12", state="ES", article="61", amounts={"relocation": 1}))
    assert votes_on(decided.book, "deduction-61:ES") == {}
    assert votes_on(decided.book, "deduction-62:ES") == {"DE": "against"}


@pytest.mark.law("AMMR 61(4)", "AMMR 62(5)")
def test_a_new_request_is_voted_on_anew() -> None:
    voted = ledger([*REQUESTS, on("deduction-62:AT", "DE"), on("deduction-61:ES", "DE")])
    again = voted.append(event("deduction_requested", "01-12", state="AT", article="62"))
    assert votes_on(again.book, "deduction-62:AT") == {}
    assert votes_on(again.book, "deduction-61:ES") == {"DE": "for"}


@pytest.mark.law("AMMR 57(1)", "AMMR 13(4)", "AMMR 62(5)")
def test_nothing_is_before_the_council_once_the_year_is_closed() -> None:
    met = event("forum_held", "01-12", reconvened=True)
    for events in (REQUESTS, [*REQUESTS, met]):
        closed = ledger([*events, event("year_closed", "12-31")])
        assert before_council(closed.book, day("12-31")) == {}
        for subject in ("act", "reconvening", "deduction-62:AT"):
            refused(closed, on(subject, "DE", day="12-31"), "AMMR 57(1)" if subject == "act" else NOTHING)


@pytest.mark.law("AMMR 59(6)", "AMMR 13(4)")
def test_positions_on_access_and_on_another_forum_last_until_they_are_decided() -> None:
    voted = ledger([*NOTIFIED, on("refusal:HU", "DE"), on("reconvening", "DE", "against")])
    refusal = event("access_refused", "01-12", state="HU", capacity="council", ground="capacity")
    met = event("forum_held", "01-13", reconvened=True)
    assert votes_on(voted.append(refusal).book, "refusal:HU") == {}
    assert votes_on(voted.append(refusal).append(met).book, "reconvening") == {}
    anew = [event("pressure_notified", "01-14", state="HU")]
    anew += [event("pressure_decided", "01-15", state="HU", accepted=True)]
    again = ledger([*voted.events, refusal, *anew]).book
    assert before_council(again, day("01-15")).keys() >= {"refusal:HU"} and votes_on(again, "refusal:HU") == {}
