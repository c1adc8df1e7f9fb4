"""From the key to the pledges: what each event puts on record, and what the law refuses."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, get_args, get_type_hints

import pytest
from cycles import (
    UNIT,
    WEIGHTS,
    YEAR,
    act,
    draw,
    event,
    forum,
    held,
    key,
    labels,
    ledger,
    notice,
    pledge,
    prepared,
    proposal,
    refused,
    texts,
)

from fairshare.law.parameters import table
from fairshare.ledger.events import Event, ForumHeld

M = 1_000_000


def test_the_builder_is_a_key() -> None:
    assert sum(WEIGHTS.values()) == 1000
    assert len(WEIGHTS) == 26


# --- the key (66) ---------------------------------------------------------------------------------


@pytest.mark.law("AMMR 66")
def test_the_key_is_half_population_half_gdp() -> None:
    gdp = WEIGHTS | {"DE": 300, "FR": 50}  # 1,000 in all
    shares = ledger([event("key_frozen", "2026-10-15", population=WEIGHTS, gdp=gdp)]).book.shares
    assert shares["DE"] == Fraction(250, 1000)
    assert shares["FR"] == Fraction(100, 1000)
    assert sum(shares.values()) == 1


@pytest.mark.law("AMMR 66")
def test_states_that_part_iv_does_not_bind_are_no_part_of_the_key() -> None:
    more = WEIGHTS | {"DK": 500}
    assert (
        ledger([event("key_frozen", "2026-10-15", population=more, gdp=more)]).book.shares
        == ledger([key()]).book.shares
    )


@pytest.mark.law("AMMR 66")
def test_one_snapshot_a_cycle() -> None:
    refused([key()], key(), "AMMR 66", "frozen")
    without = {state: weight for state, weight in WEIGHTS.items() if state != "MT"}
    bad = event("key_frozen", "2026-10-15", population=WEIGHTS, gdp=without)
    refused([], bad, "AMMR Annex I", "MT")
    refused([*prepared()[1:]], key("2026-12-10"), "AMMR 57(3)", "before")


@pytest.mark.law("AMMR 66")
@pytest.mark.parametrize("wrong", [-1, 0])
def test_a_figure_that_no_key_can_use_is_refused_with_the_article(wrong: int) -> None:
    bad = event("key_frozen", "2026-10-15", population=WEIGHTS | dict.fromkeys(WEIGHTS, wrong), gdp=WEIGHTS)
    refused([], bad, "AMMR 66", "population")


# --- determination, proposal, Forum ---------------------------------------------------------------


@pytest.mark.law("AMMR 11(1)")
def test_labels_and_shortcomings_are_put_on_record() -> None:
    decision = event(
        "determination_adopted", "2026-10-15", labels={"IT": ("pressure",), "BG": ("at_risk",)}, shortcomings=("IT",)
    )
    book = ledger([decision]).book
    assert book.standing("IT").labels == {"pressure"}
    assert book.standing("DE").labels == frozenset()
    assert book.shortcomings == {"IT"}
    refused([], labels(IT="pressure significant_situation"), "AMMR 2(25)")
    refused([], labels(DK="pressure"), "AMMR 11(1)")


@pytest.mark.law("AMMR 12(2)")
def test_a_proposal_keeps_the_floors_and_the_ratio() -> None:
    late = ledger([proposal("2026-11-11")])
    assert texts(late.book) == ["AMMR 12: adopted 27 days after 2026-10-15 (AMMR 12(6))"]
    assert late.book.proposal == proposal("2026-11-11")
    refused([], proposal(relocations=29_999, financial=599_980_000), "AMMR 12(2)(a)")
    refused([], proposal(financial=600_000_001), "AMMR 12(3)")


@pytest.mark.law("AMMR 13(4)")
def test_the_forum_needs_a_proposal_and_is_reconvened_only_after_an_act() -> None:
    refused([], forum(), "AMMR 13(2)")
    refused([proposal()], forum(reconvened=True), "AMMR 13(4)", "no act")
    book = ledger([*prepared(), forum("2027-03-01", reconvened=True)]).book
    assert [str(on) for on in book.forum_dates] == ["2026-10-28", "2027-03-01"]
    assert [str(on) for on in book.reconvened] == ["2027-03-01"]


@pytest.mark.law("AMMR 13(2)")
def test_a_forum_later_than_fifteen_days_or_before_the_decision_is_told() -> None:
    package = [key(), labels(), proposal()]
    assert texts(ledger([*package, forum("2026-10-30"), forum("2026-11-20")]).book) == []
    late = ledger([*package, forum("2026-10-31")]).book
    assert texts(late) == ["AMMR 13(2): the High-Level Forum came after 2026-10-30"]
    undecided = ledger([key(), proposal(), forum()]).book
    assert texts(undecided) == ["AMMR 13(2): held while no decision of the Commission under Article 11 is on record"]


@pytest.mark.law("AMMR 13(4)")
def test_a_forum_is_reconvened_on_a_ground_and_by_a_simple_majority() -> None:
    """14 of 26 are enough; without a ground it stands and is flagged."""

    def again(**more: Any) -> Event:
        return event("forum_held", "03-01", reconvened=True, **more)

    states = tuple(sorted(WEIGHTS))
    assert texts(ledger([*prepared(), again(ground="higher_needs", against=states[:12])]).book) == []
    refused(prepared(), again(ground="higher_needs", abstained=states[:13]), "AMMR 13(4)", "13 in favour")
    unfounded = ledger([*prepared(), again()]).book
    assert texts(unfounded) == ["AMMR 13(4): no ground for another meeting is on record"]


@pytest.mark.law("AMMR 13(4)", "AMMR 57(3)")
def test_a_reconvened_forum_may_meet_again_before_the_act_is_amended() -> None:
    """A further session takes nothing from the first: pledges, conclusion and votes are still to come."""
    sessions = ledger([*prepared(), forum("03-01", reconvened=True), forum("03-08")])
    concluded = event("conclusion_reached", "03-08", relocations=31_000, financial=620_000_000)
    pledged = event("pledge_made", "03-08", state="DE", measure="relocation", amount=50)
    voted = event("vote_cast", "03-09", state="DE", subject="act", position="for")
    amended = sessions.append(concluded).append(pledged).append(voted).append(act("03-10"))
    assert amended.book.act_dates[-1] == amended.events[-1].date
    assert not amended.append(forum("03-20")).book.pledging  # one after the amendment asks for nothing


@pytest.mark.law("AMMR 57(1)", "AMMR 13(4)")
def test_the_act_on_a_closed_year_is_neither_amended_nor_asked_for() -> None:
    closed = ledger([*prepared(), forum("12-01", reconvened=True), event("year_closed", "12-31")])
    refused(closed, act("2029-05-02"), "AMMR 57(1)", "the pool year 2027 has ended")
    refused(closed, forum("2028-02-01", reconvened=True), "AMMR 57(1)", "the pool year 2027 has ended")


@pytest.mark.law("AMMR 13(4)")
def test_an_event_knows_the_grounds_of_the_law() -> None:
    grounds = get_args(get_type_hints(ForumHeld)["ground"])
    assert set(grounds) - {""} == set(table("forums")["reconvening"])


# --- the act (57) ---------------------------------------------------------------------------------


@pytest.mark.law("AMMR 57(1)")
def test_the_act_rests_on_a_proposal_and_a_forum() -> None:
    refused([key()], act(), "AMMR 57(1)", "proposal")
    refused([key(), proposal()], act(), "AMMR 57(1)", "Forum")
    refused([key(), proposal(), forum()], act(relocations=0), "AMMR 57(1)")


@pytest.mark.law("AMMR 57(1)")
def test_a_late_act_stands_and_is_told_an_amendment_is_never_late() -> None:
    late = ledger([key(), labels(), proposal(), forum(), act("2027-01-05")])
    assert texts(late.book) == ["AMMR 57(1): adopted after 31 December 2026 (AMMR 57(1)); the date stands as it is"]
    amended = ledger([*prepared(), forum("2027-03-01", reconvened=True), act("2027-03-10")])
    assert texts(amended.book) == []


@pytest.mark.law("AMMR 57(1)")
def test_an_act_below_the_floors_is_told() -> None:
    book = ledger([key(), labels(), proposal(), forum(), act(relocations=21_000, financial=420 * M)]).book
    assert texts(book) == ["AMMR 12(2)-(3): below the floors that AMMR 12(2) sets for the Commission proposal"]
    assert book.unit == UNIT * 100
    refused([key(), proposal(), forum()], act(rescue_percentage=2), "AMMR 57(2)")


@pytest.mark.law("AMMR 57(1)")
@pytest.mark.parametrize(
    ("votes", "who"), [({"against": ("DK",)}, "DK"), ({"against": ("HU",), "abstained": ("HU",)}, "HU")]
)
def test_who_votes_on_the_act(votes: dict[str, Any], who: str) -> None:
    refused([key(), proposal(), forum()], act(**votes), "AMMR 57(1)", who)


@pytest.mark.law("AMMR 13(4)")
def test_an_amendment_follows_a_reconvened_forum_and_changes_the_fair_shares() -> None:
    refused(prepared(), act("2027-03-10"), "AMMR 13(4)")
    events = [*prepared(), pledge("MT", "relocation", 100), pledge("LU", "relocation", 10)]
    events += [forum("2027-03-01", reconvened=True)]
    more = ledger([*events, act("2027-03-10", relocations=60_000, financial=1200 * M)]).book
    # Malta pledged 100 of 60 units: 40 were voluntary and now are part of the 120 that it owes
    assert held(more, "MT") == {
        "relocation pledged": -100,
        "relocation open": 100,
        "share fair_share": -120 * UNIT,
        "share covered": 100 * UNIT,
        "share unpledged": 20 * UNIT,
    }
    less = ledger([*events, act("2027-03-10", relocations=2000, financial=40 * M)]).book
    assert held(less, "LU") == {  # 60 units before, 4 now, 10 pledged: 6 are voluntary now
        "relocation pledged": -10,
        "relocation open": 10,
        "share fair_share": -4 * UNIT,
        "share voluntary": -6 * UNIT,
        "share covered": 10 * UNIT,
    }
    refused(ledger([*events, act("2027-03-10")]), act("2027-04-01"), "AMMR 13(4)")


@pytest.mark.law("AMMR 57(3)")
def test_an_amended_act_prints_its_own_shares() -> None:
    printed = event("share_published", "2026-12-10", state="DE", share="0.21", units=6300)
    amended = [*prepared(), printed, forum("2027-03-01", reconvened=True), act("2027-03-10")]
    assert ledger(amended[:-1]).book.fair["DE"].units == 6300
    assert ledger(amended).book.fair["DE"].units == 6000
    assert ledger(amended).book.published == {}


def test_an_act_whose_ratio_is_no_whole_number_of_cents() -> None:
    """EUR 420 million for 21,001 relocations: the unit is a fraction of a cent, and the book still adds up."""
    events = [key(), proposal(), forum(), act(relocations=21_001, financial=420 * M), pledge("MT", "relocation", 1)]
    book = ledger(events).book
    assert book.unit == Fraction(420 * M * 100, 21_001)
    assert book.balance("MT", "covered", "share") == book.unit


# --- shares as the act prints them (57(3)) --------------------------------------------------------


@pytest.mark.law("AMMR 57(3)")
def test_a_published_share_replaces_the_computed_fair_share() -> None:
    book = ledger([*prepared(), event("share_published", "2026-12-10", state="DE", share="0.21689", units=None)]).book
    assert book.fair["DE"].exact == Fraction(21689, 100_000) * 30_000  # 6,506.7, up to 6,507 (A16)
    assert book.fair["DE"].units == 6507
    assert held(book, "DE") == {"share fair_share": -6507 * UNIT, "share unpledged": 6507 * UNIT}
    only_units = ledger([*prepared(), event("share_published", "2026-12-10", state="IE", units=463)]).book
    assert (only_units.fair["IE"].exact, only_units.fair["IE"].eur) == (463, 9_260_000)
    assert only_units.shares["IE"] == Fraction(1, 100)  # what was computed stays beside it
    both = ledger([*prepared(), event("share_published", "2026-12-10", state="IE", share="0.01", units=301)]).book
    assert (both.fair["IE"].exact, both.fair["IE"].units) == (300, 301)


@pytest.mark.law("AMMR 57(3)")
@pytest.mark.parametrize(
    "given",
    [
        {"state": "DK", "units": 1},
        {"state": "DE"},
        {"state": "DE", "share": -1},
        {"state": "DE", "share": 2},
        {"state": "DE", "units": -1},
    ],
)
def test_what_no_act_prints(given: dict[str, Any]) -> None:
    refused(prepared(), event("share_published", "2026-12-10", **given), "AMMR 57(3)")
    refused([key()], event("share_published", "2026-12-10", state="DE", units=1), "AMMR 57(3)", "no act")


# --- pledges (57) ---------------------------------------------------------------------------------


@pytest.mark.law("AMMR 57(3)", "AMMR 57(4)")
def test_a_pledge_covers_the_fair_share_and_what_is_beyond_is_voluntary() -> None:
    """Malta: 60 units = EUR 1.2 million; 40 persons, EUR 300,000 and EUR 200,000 in kind are 1.3 million."""
    book = ledger(
        [
            *prepared(),
            pledge("MT", "relocation", 40),
            pledge("MT", "financial", "300000.00"),
            pledge("MT", "alternative", 200_000, item="tents"),
        ]
    ).book
    assert held(book, "MT") == {
        "relocation pledged": -40,
        "relocation open": 40,
        "financial pledged": -300_000,
        "financial open": 300_000,
        "alternative pledged": -200_000,
        "alternative open": 200_000,
        "share fair_share": -1_200_000,
        "share voluntary": -100_000,
        "share covered": 1_300_000,
    }


@pytest.mark.law("AMMR 57(3)")
def test_a_pledge_of_unknown_size_is_known_and_posts_nothing() -> None:
    book = ledger([*prepared(), pledge("MT", "relocation", None), pledge("LU", None, None)]).book
    assert [fact.amount for fact in book.pledges["MT"] + book.pledges["LU"]] == [None, None]
    assert held(book, "MT") == {"share fair_share": -1_200_000, "share unpledged": 1_200_000}


@pytest.mark.law("AMMR 57(4)")
def test_an_in_kind_pledge_has_a_value_and_a_name_of_its_own() -> None:
    tents = pledge("MT", "alternative", 100, item="tents")
    assert ledger([*prepared(), tents]).book.items["MT", "tents"].pledged == 10_000
    refused([*prepared(), tents], tents, "AMMR 57(4)", "'tents'")
    refused(prepared(), pledge("MT", "alternative", 0, item="tents"), "AMMR 57(4)", "value")


@pytest.mark.law("AMMR 57(3)")
@pytest.mark.parametrize(
    ("measure", "amount", "why"),
    [
        ("relocation", "1.5", "whole number of persons"),
        ("relocation", -1, "not negative"),
        ("financial", "0.001", "whole number of cents"),
        ("financial", -1, "not negative"),
        ("relocation", "NaN", "NaN"),
        ("relocation", "Infinity", "no amount"),
        ("financial", "NaN", "NaN"),
        ("financial", "Infinity", "no amount"),
    ],
)
def test_what_is_no_pledge(measure: str, amount: Any, why: str) -> None:
    refused(prepared(), pledge("MT", measure, amount), "AMMR 57(1)", why)


@pytest.mark.law("AMMR 57(3)")
def test_a_pledge_needs_an_act_that_still_runs() -> None:
    refused([key()], pledge("MT", "relocation", 1), "AMMR 57(1)", "no act")
    closed = [*prepared(), event("year_closed", "12-31")]
    refused(closed, pledge("MT", "relocation", 1, on="12-31"), "AMMR 57(1)", "ended")


@pytest.mark.law("AMMR 57(3)")
def test_a_state_outside_the_key_may_contribute_unless_choice_a20_refuses() -> None:
    norway = pledge("NO", "financial", 100)
    assert held(ledger([*prepared(), norway]).book, "NO")["share voluntary"] == -100
    refused(ledger(prepared(), OFF_KEY_CONTRIBUTION="refused"), norway, "AMMR 57(1)", "OFF_KEY_CONTRIBUTION")


# --- the decision, the floors, credits (CFMR 9) ----------------------------------------------------


@pytest.mark.law("AMMR 11(3)")
def test_a_decision_that_finds_large_arrivals_by_rescue_at_sea_names_the_state_as_under_pressure() -> None:
    def found(label: str) -> Event:
        return event("determination_adopted", "2026-10-15", labels={"IT": (label,)}, rescue_states=("IT",))

    assert ledger([found("pressure")]).book.standing("IT").labels == {"pressure"}
    refused([], found("at_risk"), "AMMR 11(3)", "IT shall be considered")


@pytest.mark.law("AMMR 12(6)")
def test_only_the_floors_themselves_are_the_statutory_floors() -> None:
    higher = proposal(relocations=40_000, financial=800_000_000, disclosure="statutory_floor")
    refused([key()], higher, "AMMR 12(6)", "not the statutory floors")


@pytest.mark.law("AMMR 60(3)(4)")
def test_shortcomings_in_a_determination_undo_commitments_like_those_recorded_alone() -> None:
    drawn = [*prepared(), pledge("DE", "relocation", 100), notice("IT"), draw("IT", 10, "02-01")]
    found = event("determination_adopted", "2027-03-01", labels={"IT": ("pressure",)}, shortcomings=("IT",))
    book = ledger([*drawn, found]).book
    assert (book.balance("DE", "committed", "relocation", "IT"), book.balance("DE", "open", "relocation")) == (0, 100)


def credit(units: int = 10, on: str = "2026-09-01", until: str = "2031-09-01", state: str = "MT") -> Event:
    return event("credit_granted", on, state=state, units=units, until=cycles_day(until))


def cycles_day(text: str) -> Any:
    from datetime import date

    return date.fromisoformat(text)


@pytest.mark.law("CFMR 9(4)", "CFMR 9(5)")
def test_a_credit_lowers_the_fair_share_while_it_runs() -> None:
    def units(*credits: Event) -> int:
        return ledger([*credits, *prepared()]).book.fair["MT"].units

    assert units(credit(), credit(5)) == 45
    assert units(credit(on="2021-09-01", until="2026-09-01")) == 60  # it ran out before 2027
    assert units(credit(100)) == 0


@pytest.mark.law("CFMR 9(4)", "CFMR 9(5)")
def test_what_is_no_credit() -> None:
    refused([], credit(0), "CFMR 9(4)", "above zero")
    refused([], credit(until="2032-01-01"), "CFMR 9(4)", "five years")
    refused([], credit(until="2025-01-01"), "CFMR 9(4)", "five years")
    refused(prepared(), credit(on="2026-12-20"), "CFMR 9(4)", "before the act")


def test_a_pledge_of_a_state_that_benefits_stays_on_record() -> None:
    book = ledger([*prepared(), pledge("ES", "relocation", 5), notice("ES")]).book
    assert book.balance("ES", "pledged", "relocation") == -5
    assert book.balance("ES", "released", "relocation") == 5
    assert book.year == YEAR


@pytest.mark.law("AMMR 60(3)(3)", "AMMR 57(1)")
def test_an_amended_act_releases_the_higher_share_of_a_state_that_benefits() -> None:
    """Italy benefits since January; in March its share rises from 3,900 to 4,550 units, and falls again in May."""
    events = [*prepared(), notice("IT"), forum("2027-03-01", reconvened=True)]
    higher = [*events, act("2027-03-10", 35_000, 700_000_000)]
    assert held(ledger(higher).book, "IT") == {"share fair_share": -91_000_000, "share released": 91_000_000}
    lower = [*higher, forum("2027-05-01", reconvened=True), act("2027-05-10", 30_000, 600_000_000)]
    assert held(ledger(lower).book, "IT") == {"share fair_share": -78_000_000, "share released": 78_000_000}


@pytest.mark.law("AMMR 11(1)")
def test_a_later_decision_is_on_every_state_whom_it_does_not_name_has_no_label() -> None:
    book = ledger([labels(IT="pressure", BG="at_risk"), labels(BG="significant_situation")]).book
    assert (book.standing("IT").labels, book.standing("BG").labels) == (frozenset(), {"significant_situation"})


@pytest.mark.law("AMMR 57(1)", "AMMR 13(4)")
def test_a_pledge_after_the_act_is_told() -> None:
    """The pool is what the act records (56(1)); more is pledged after a reconvened Forum, in an amended act."""
    assert texts(ledger([*prepared(), pledge("DE", "relocation", 5)]).book) == []
    (told,) = texts(ledger([*prepared(), pledge("DE", "relocation", 5, "2027-03-01")]).book)
    assert told == "AMMR 57(1): pledged after the act of 2026-12-10: only an amended act sets it out (13(4))"
