"""Article 33 and its forerunners: crossings, disembarkations, relocation, stays and controlled entries."""

from __future__ import annotations

import pytest
from worded import ask

from fairshare.law.responsibility.criteria.entry import (
    continuous_stay_dublin3,
    controlled_entry_1990,
    entry_before_relocation,
    irregular_entry,
    irregular_entry_1990,
    irregular_entry_2016,
    irregular_entry_dublin3,
    relocated_entry,
    search_and_rescue,
)
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET

CROSSED = {"state": "ES", "date": "2026-07-10", "mode": "irregular"}
LANDED = {"state": "IT", "date": "2026-07-10", "mode": "sar"}


@pytest.mark.law("AMMR 33(1)")
@pytest.mark.parametrize(
    ("crossed", "day", "state"),
    [
        ("2026-07-10", "2026-07-09", None),
        ("2026-07-10", "2026-07-10", "ES"),
        ("2026-07-10", "2028-03-09", "ES"),
        ("2026-07-10", "2028-03-10", "ES"),
        ("2026-07-10", "2028-03-11", None),
        ("2026-06-30", "2028-02-29", "ES"),  # the last day of February in a leap year
        ("2026-06-30", "2028-03-01", None),
        ("2025-06-30", "2027-02-28", "ES"),
        ("2025-06-30", "2027-03-01", None),
    ],
)
def test_a_crossing_counts_up_to_the_last_day_of_twenty_months(crossed: str, day: str, state: str | None) -> None:
    said = ask(irregular_entry, day=day, entries=[CROSSED | {"date": crossed}])
    assert (said.state, said.rule) == (state, "AMMR 33(1)")


@pytest.mark.law("AMMR 33(1)")
def test_the_sentence_shows_the_state_the_day_of_entry_and_the_last_day() -> None:
    said = ask(irregular_entry, day="2028-03-10", entries=[CROSSED])
    assert (said.outcome, said.group, said.slot, said.flags) == (MET, "entries", 0, ())
    assert said.why == (
        "the person crossed irregularly into ES on 2026-07-10; twenty months from then end on 2028-03-10, not before"
        " the decisive day 2028-03-10"
    )
    said = ask(irregular_entry, day="2028-03-11", entries=[CROSSED])
    assert said.outcome == NOT_MET and "twenty months from then ended on 2028-03-10" in said.why


@pytest.mark.law("AMMR 75")
def test_the_look_back_passes_over_non_working_days_only_if_chosen() -> None:
    entry = CROSSED | {"date": "2026-07-12"}  # twenty months end on Sunday 12 March 2028
    assert ask(irregular_entry, day="2028-03-13", entries=[entry]).state is None
    said = ask(irregular_entry, day="2028-03-13", entries=[entry], choices={"ROLL_LOOKBACK": "true"})
    assert said.state == "ES" and "end on 2028-03-13" in said.why
    assert ask(irregular_entry, day="2028-03-14", entries=[entry], choices={"ROLL_LOOKBACK": "true"}).state is None


@pytest.mark.law("AMMR 33(1)")
@pytest.mark.parametrize("entry", [CROSSED | {"from_third_country": False}, CROSSED | {"mode": "visa_free"}])
def test_what_is_no_irregular_crossing_from_a_third_country(entry) -> None:
    assert ask(irregular_entry, day="2027-01-01", entries=[entry]).why.startswith("no irregular crossing")


@pytest.mark.law("AMMR 33(2)")
@pytest.mark.parametrize(
    ("day", "state", "flags"),
    [
        ("2027-07-10", "IT", ()),
        ("2027-07-11", None, ("SAR_NO_FALLBACK",)),
        ("2028-03-10", None, ("SAR_NO_FALLBACK",)),
        ("2028-03-11", None, ()),
    ],
)
def test_a_disembarkation_counts_twelve_months_and_never_falls_back(day: str, state: str | None, flags) -> None:
    said = ask(search_and_rescue, day=day, entries=[LANDED])
    assert (said.state, said.rule) == (state, "AMMR 33(2)")
    assert "IT on 2026-07-10" in said.why and "2027-07-10" in said.why
    said = ask(irregular_entry, day=day, entries=[LANDED])
    assert (said.state, said.rule, said.flags) == (None, "AMMR 33(1)", flags)


@pytest.mark.law("AMMR 33(1)", "AMMR 33(2)")
@pytest.mark.parametrize(
    ("day", "rescue", "entry"),
    [
        ("2027-07-10", "IT", None),
        ("2027-07-11", None, "IT"),
        ("2028-03-10", None, "IT"),
        ("2028-03-11", None, None),
    ],
)
def test_a_disembarkation_falls_back_on_twenty_months_if_chosen(day: str, rescue, entry) -> None:
    choices = {"SAR_NO_FALLBACK": "false"}
    assert ask(search_and_rescue, day=day, entries=[LANDED], choices=choices).state == rescue
    said = ask(irregular_entry, day=day, entries=[LANDED], choices=choices)
    assert said.state == entry
    assert said.flags == (("SAR_NO_FALLBACK",) if entry else ())
    assert ("2028-03-10" in said.why) == (entry is not None)


@pytest.mark.law("AMMR 33(2)")
def test_a_crossing_into_the_same_state_on_the_same_day_is_the_disembarkation() -> None:
    twice = [CROSSED | {"state": "IT"}, LANDED]
    said = ask(search_and_rescue, day="2027-07-10", entries=twice)
    assert (said.state, said.slot) == ("IT", 1)
    assert ask(irregular_entry, day="2027-07-11", entries=twice).state is None
    # not so on another day
    before = CROSSED | {"state": "IT", "date": "2026-07-09"}
    assert ask(search_and_rescue, day="2027-07-10", entries=[before, LANDED]).state is None
    assert ask(irregular_entry, day="2027-07-10", entries=[before, LANDED]).state == "IT"


@pytest.mark.law("AMMR 33(1)", "AMMR 33(2)")
def test_a_person_decides_between_states_entered_on_one_day() -> None:
    greek = CROSSED | {"state": "EL"}
    for pair in ([CROSSED, greek], [greek, CROSSED]):
        for choice in ("first-unless-ended", "first", "last"):
            said = ask(irregular_entry, day="2027-07-10", entries=pair, choices={"REENTRY": choice})
            assert (said.state, said.outcome, said.options, said.flags) == (None, HUMAN, ("EL", "ES"), ())
            assert ask(search_and_rescue, day="2027-07-10", entries=pair).outcome == NOT_MET
        assert ask(irregular_entry, day="2028-03-11", entries=pair).outcome == NOT_MET
        assert ask(irregular_entry, day="2027-07-10", entries=pair, barred="ES").state == "EL"
        landed = [one | {"mode": "sar"} for one in pair]
        assert ask(search_and_rescue, day="2027-07-10", entries=landed).options == ("EL", "ES")
        assert ask(irregular_entry, day="2027-07-10", entries=landed).outcome == NOT_MET
        said = ask(irregular_entry, day="2027-07-11", entries=landed, choices={"SAR_NO_FALLBACK": "false"})
        assert said.options == ("EL", "ES")
    mixed = [CROSSED, LANDED]
    assert ask(search_and_rescue, day="2027-07-10", entries=mixed).options == ("ES", "IT")
    assert ask(irregular_entry, day="2027-07-10", entries=mixed).options == ("ES", "IT")
    assert ask(irregular_entry, day="2027-07-11", entries=mixed).state == "ES"


@pytest.mark.law("AMMR 33(2)")
def test_a_crossing_is_no_disembarkation() -> None:
    said = ask(search_and_rescue, day="2027-01-01", entries=[CROSSED])
    assert said.state is None and "was no disembarkation" in said.why
    assert ask(search_and_rescue, day="2027-01-01").outcome == NOT_MET


LATER = {"state": "EL", "date": "2027-11-01", "mode": "irregular"}


@pytest.mark.law("AMMR 33(1)")
@pytest.mark.parametrize(
    ("choice", "day", "state"),
    [
        ("first-unless-ended", "2028-03-10", "ES"),
        ("first-unless-ended", "2028-03-11", "EL"),
        ("first", "2028-03-10", "ES"),
        ("first", "2028-03-11", None),
        ("last", "2028-03-10", "EL"),
        ("last", "2027-10-31", "ES"),
    ],
)
def test_which_of_several_crossings_counts_is_a_choice_and_flagged(choice: str, day: str, state: str | None) -> None:
    said = ask(irregular_entry, day=day, entries=[CROSSED, LATER], choices={"REENTRY": choice})
    assert said.state == state
    assert said.flags == (() if day == "2027-10-31" else ("REENTRY",))


@pytest.mark.law("AMMR 33(1)")
def test_two_crossings_into_one_state_are_flagged_only_when_it_matters() -> None:
    pair = [CROSSED, LATER | {"state": "ES"}]
    assert ask(irregular_entry, day="2028-03-10", entries=pair).flags == ()
    assert ask(irregular_entry, day="2028-03-11", entries=pair).flags == ("REENTRY",)
    said = ask(irregular_entry, day="2030-01-01", entries=[CROSSED, LATER])
    assert (said.state, said.flags) == (None, ())
    assert "EL on 2027-11-01" in said.why  # the nearest miss


@pytest.mark.law("AMMR 33(1)", "AMMR 37(4)")
@pytest.mark.parametrize(
    ("left", "back", "state"),
    [
        ("2026-08-01", "2027-04-30", "ES"),
        ("2026-08-01", "2027-05-01", "EL"),  # nine months to the day
        ("2026-08-31", "2027-05-30", "ES"),
        ("2026-08-31", "2027-05-31", "EL"),
    ],
)
def test_nine_months_outside_end_what_the_first_crossing_founded(left: str, back: str, state: str) -> None:
    entries = [CROSSED, LATER | {"date": back}]
    said = ask(irregular_entry, day="2027-06-01", entries=entries, events=[{"kind": "exit_territory", "date": left}])
    assert (said.state, said.flags) == (state, ("REENTRY",))


@pytest.mark.law("AMMR 37(4)")
def test_a_recorded_re_entry_or_any_entry_ends_the_absence() -> None:
    gone = {"kind": "exit_territory", "date": "2026-08-01"}
    back = {"kind": "reentry", "date": "2026-12-01"}
    assert ask(irregular_entry, day="2027-06-01", entries=[CROSSED], events=[gone]).state is None
    assert ask(irregular_entry, day="2027-06-01", entries=[CROSSED], events=[gone, back]).state == "ES"
    legal = {"state": "EL", "date": "2026-12-01", "mode": "visa"}
    assert ask(irregular_entry, day="2027-06-01", entries=[CROSSED, legal], events=[gone]).state == "ES"
    # with no return known, the absence lasts to the decisive day
    said = ask(irregular_entry, day="2027-04-30", entries=[CROSSED], events=[gone])
    assert (said.state, said.flags) == ("ES", ())
    said = ask(irregular_entry, day="2027-05-01", entries=[CROSSED], events=[gone])
    assert said.state is None and "stayed away for at least nine months" in said.why


@pytest.mark.law("AMMR 37(5)")
@pytest.mark.parametrize("kind", ["removal", "return"])
@pytest.mark.parametrize(
    ("gone", "state"), [("2026-07-09", "ES"), ("2026-07-10", None), ("2027-05-31", None), ("2027-06-01", "ES")]
)
def test_a_removal_or_return_ends_it_at_once(kind: str, gone: str, state: str | None) -> None:
    events = [{"kind": kind, "date": gone}]
    said = ask(irregular_entry, day="2027-06-01", entries=[CROSSED], events=events)
    assert said.state == state
    assert ask(irregular_entry, day="2027-06-01", entries=[CROSSED], events=events, choices={"REENTRY": "first"}).state
    assert ask(search_and_rescue, day="2027-06-01", entries=[LANDED], events=events).state == (state and "IT")


@pytest.mark.law("AMMR 33(2)")
def test_after_a_lapsed_disembarkation_a_later_crossing_counts() -> None:
    entries = [LANDED, CROSSED | {"date": "2026-12-01"}]
    assert ask(search_and_rescue, day="2027-07-11", entries=entries).state is None
    assert ask(irregular_entry, day="2027-07-11", entries=entries).state == "ES"
    said = ask(irregular_entry, day="2027-07-11", entries=entries, choices={"SAR_NO_FALLBACK": "false"})
    assert said.state == "IT"


@pytest.mark.law("AMMR 16(3)")
def test_a_barred_state_is_passed_over() -> None:
    assert ask(irregular_entry, day="2027-12-01", entries=[CROSSED, LATER], barred="ES").state == "EL"
    assert ask(irregular_entry, day="2027-12-01", entries=[CROSSED], barred="ES").state is None
    assert ask(search_and_rescue, day="2027-01-01", entries=[LANDED], barred="IT").state is None


MOVED = {"kind": "relocated", "date": "2026-10-01", "to": "LU"}


@pytest.mark.law("AMMR 33(3)")
@pytest.mark.parametrize("entry", [CROSSED, LANDED])
def test_after_a_relocation_the_state_of_relocation_is_responsible(entry) -> None:
    said = ask(entry_before_relocation, day="2026-08-01", entries=[entry], events=[MOVED])
    assert (said.state, said.rule, said.group, said.slot) == ("LU", "AMMR 33(3)", "entries", 0)
    assert f"{entry['state']} on 2026-07-10" in said.why and "LU on 2026-10-01" in said.why


@pytest.mark.law("AMMR 33(3)")
@pytest.mark.parametrize(
    "facts",
    [
        {"entries": [CROSSED]},
        {"events": [MOVED]},
        {"entries": [CROSSED], "events": [MOVED | {"date": "2026-07-09"}]},
        {"entries": [CROSSED | {"mode": "visa"}], "events": [MOVED]},
        {"entries": [CROSSED], "events": [MOVED], "asked_on": "2026-09-30"},
        {"entries": [CROSSED], "events": [MOVED | {"to": None}]},
        {"entries": [CROSSED], "events": [MOVED | {"kind": "relocation_confirmed"}]},
        {"entries": [CROSSED], "events": [MOVED], "barred": "LU"},
    ],
)
def test_without_a_relocation_after_a_crossing_it_is_not_met(facts) -> None:
    assert ask(entry_before_relocation, day="2026-08-01", **facts).outcome == NOT_MET


@pytest.mark.law("AMMR 33(3)")
def test_in_the_first_state_a_relocation_counts_by_the_day_of_the_test() -> None:
    """Article 24(2): what happens after the first registration is no matter of the criteria there."""
    for day, state in (("2026-09-30", None), ("2026-10-01", "LU"), ("2026-10-02", "LU")):
        assert ask(relocated_entry, day=day, entries=[CROSSED], events=[MOVED], asked_on="2027-01-01").state == state


@pytest.mark.law("AMMR 33(3)")
def test_the_latest_relocation_decides_and_the_day_of_the_crossing_is_enough() -> None:
    again = MOVED | {"date": "2027-01-05", "to": "IE"}
    assert ask(entry_before_relocation, day="2026-08-01", entries=[CROSSED], events=[MOVED, again]).state == "IE"
    same_day = MOVED | {"date": "2026-07-10"}
    assert ask(entry_before_relocation, day="2026-08-01", entries=[CROSSED], events=[same_day]).state == "LU"


@pytest.mark.law("DUBLIN3 13(1)")
@pytest.mark.parametrize("entry", [CROSSED, LANDED])
@pytest.mark.parametrize(("day", "met"), [("2027-07-10", True), ("2027-07-11", False)])
def test_under_dublin3_every_irregular_entry_counts_twelve_months(entry, day: str, met: bool) -> None:
    said = ask(irregular_entry_dublin3, day=day, entries=[entry])
    assert (said.state, said.rule) == (entry["state"] if met else None, "DUBLIN3 13(1)")
    assert said.flags == () and "2027-07-10" in said.why


@pytest.mark.law("DUBLIN3 13(1)", "DUBLIN3 19(2)")
@pytest.mark.parametrize(("back", "state"), [("2026-10-31", "ES"), ("2026-11-01", "EL")])
def test_under_dublin3_three_months_outside_end_it(back: str, state: str) -> None:
    gone = {"kind": "exit_territory", "date": "2026-08-01"}
    entries = [CROSSED, LATER | {"date": back}]
    assert ask(irregular_entry_dublin3, day="2027-01-01", entries=entries, events=[gone]).state == state


STAYED = {"kind": "continuous_stay", "state": "BE", "date": "2026-01-31"}


@pytest.mark.law("DUBLIN3 13(2)")
@pytest.mark.parametrize(("until", "state"), [("2026-06-29", None), ("2026-06-30", "BE"), ("2026-09-01", "BE")])
def test_a_continuous_stay_of_five_months_counts(until: str, state: str | None) -> None:
    said = ask(continuous_stay_dublin3, day="2026-12-01", events=[STAYED | {"until": until}])
    assert (said.state, said.rule) == (state, "DUBLIN3 13(2)")
    assert (f"from 2026-01-31 to {until}" in said.why) == (state is not None)


@pytest.mark.law("DUBLIN3 13(2)")
@pytest.mark.parametrize(("day", "state"), [("2026-06-29", None), ("2026-06-30", "BE")])
def test_a_stay_without_an_end_lasts_to_the_application(day: str, state: str | None) -> None:
    assert ask(continuous_stay_dublin3, day=day, events=[STAYED]).state == state


@pytest.mark.law("DUBLIN3 13(2)")
def test_of_several_stays_the_most_recent_counts() -> None:
    first = STAYED | {"until": "2026-06-30"}
    second = STAYED | {"state": "NL", "date": "2026-07-01", "until": "2026-12-01"}
    short = STAYED | {"state": "DK", "date": "2026-12-01", "until": "2027-01-01"}
    assert ask(continuous_stay_dublin3, day="2027-02-01", events=[first, second, short]).state == "NL"
    assert ask(continuous_stay_dublin3, day="2027-02-01", events=[first, second], barred="NL").state == "BE"


@pytest.mark.law("DUBLIN3 13(2)")
@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ([CROSSED], "BE"),
        ([CROSSED | {"mode": "visa"}], None),
        ([CROSSED | {"mode": "visa"}, LATER | {"date": "2026-08-01"}], "BE"),
        ([CROSSED | {"mode": "visa", "from_third_country": False}], "BE"),
        ([CROSSED | {"mode": "visa", "date": "2027-03-01"}], "BE"),
    ],
)
def test_a_stay_counts_only_after_an_irregular_or_unclear_entry(entries, state: str | None) -> None:
    said = ask(continuous_stay_dublin3, day="2027-02-01", entries=entries, events=[STAYED])
    assert said.state == state
    assert ("last entered legally, on 2026-07-10" in said.why) == (state is None)


@pytest.mark.law("CONVENTION1990 6")
@pytest.mark.parametrize("entry", [CROSSED, LANDED])
def test_under_the_convention_an_irregular_entry_never_lapses(entry) -> None:
    said = ask(irregular_entry_1990, day="2036-01-01", entries=[entry])
    assert (said.state, said.rule) == (entry["state"], "CONVENTION1990 6")


@pytest.mark.law("CONVENTION1990 6")
@pytest.mark.parametrize(
    ("stay", "state"),
    [
        ({"date": "2026-07-01"}, None),
        ({"date": "2026-07-02"}, "ES"),
        ({"date": "2026-03-01", "until": "2026-09-01"}, None),
        ({"date": "2026-03-01", "until": "2026-08-31"}, "ES"),
        ({"date": "2026-03-01", "state": "BE"}, "ES"),
    ],
)
def test_under_the_convention_six_months_in_the_state_of_application_defeat_it(stay, state: str | None) -> None:
    events = [STAYED | {"state": "FR"} | stay]
    said = ask(irregular_entry_1990, day="2027-01-01", entries=[CROSSED], events=events)
    assert said.state == state
    assert ("had lived for at least six months" in said.why) == (state is None)
    assert ask(irregular_entry_1990, day="2027-01-01", entries=[LATER], events=events).why.startswith("no irregular")


@pytest.mark.law("COM2016 15")
def test_in_the_proposal_of_2016_an_irregular_entry_never_lapses() -> None:
    said = ask(irregular_entry_2016, day="2036-01-01", entries=[CROSSED], events=[STAYED | {"state": "FR"}])
    assert (said.state, said.rule) == ("ES", "COM2016 15")


@pytest.mark.law("CONVENTION1990 7")
@pytest.mark.parametrize("mode", ["visa", "visa_free", "regular"])
def test_under_the_convention_the_state_that_controlled_the_entry_is_responsible(mode: str) -> None:
    said = ask(controlled_entry_1990, day="2027-01-01", entries=[CROSSED | {"mode": mode}])
    assert (said.state, said.rule, said.group, said.slot) == ("ES", "CONVENTION1990 7", "entries", 0)
    assert said.why == "ES controlled the entry of the person on 2026-07-10"


@pytest.mark.law("CONVENTION1990 7")
@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"entries": [CROSSED]},
        {"entries": [CROSSED | {"mode": "transit_area"}]},
        {"entries": [CROSSED | {"mode": "visa", "from_third_country": False}]},
        {"entries": [CROSSED | {"mode": "visa", "date": "2027-01-02"}]},
        {"entries": [CROSSED | {"mode": "visa"}], "events": [{"kind": "exit_territory", "date": "2026-12-31"}]},
        {"entries": [CROSSED | {"mode": "visa"}], "barred": "ES"},
    ],
)
def test_without_a_controlled_entry_it_is_not_met(facts) -> None:
    assert ask(controlled_entry_1990, day="2027-01-01", **facts).outcome == NOT_MET


@pytest.mark.law("CONVENTION1990 7")
def test_a_person_decides_between_controlled_entries_of_one_day() -> None:
    pair = [CROSSED | {"mode": "visa"}, LATER | {"mode": "regular", "date": "2026-07-10"}]
    said = ask(controlled_entry_1990, day="2027-01-01", entries=pair)
    assert (said.state, said.outcome, said.options) == (None, HUMAN, ("EL", "ES"))
    gone = [{"kind": "exit_territory", "date": "2026-12-31"}]
    said = ask(controlled_entry_1990, day="2027-01-01", entries=pair, events=gone)
    assert (said.outcome, said.options) == (NOT_MET, ())
