"""The criteria put again: by whose rules, on which day, and free of what was before."""

from __future__ import annotations

import pytest
from stories import crossed, happened, hit, next_of, paper, registered, told, whose


@pytest.mark.law("AMMR 24(2)", "AMMR 37(5)")
def test_a_new_application_is_tested_on_its_own_day() -> None:
    visa = paper("visa", "ES", valid_from="2026-06-01", valid_to="2026-10-01")
    later = paper("residence", "PL", valid_from="2027-01-15", valid_to="2028-01-15")
    facts = registered("DE", "2026-09-01"), visa, later
    assert whose(told(*facts, asked_on="2026-09-02"))[:2] == ("ES", "AMMR 29(2)")
    anew = told(*facts, happened("removal", "2026-12-01"), registered("FR", "2027-02-01"), asked_on="2027-02-02")
    assert whose(anew) == ("PL", "AMMR 29(1)", "ceased")


@pytest.mark.law("AMMR 24(2)", "AMMR 68(2)")
def test_what_is_left_after_a_relocation_is_tested_on_the_first_registration() -> None:
    free = crossed("FR", "2026-08-01", mode="visa_free", visa_not_required_in=["FR"])
    after = crossed("NL", "2026-09-20", mode="visa_free", visa_not_required_in=["NL"])
    moved = happened("relocated", "2026-10-20", to="SE")
    answer = told(registered("IT", "2026-09-01"), free, after, moved, asked_on="2026-10-21")
    assert whose(answer)[:2] == ("FR", "AMMR 31(1)")


@pytest.mark.law("IR 9(2)", "AMMR 37(5)")
def test_a_refusal_in_the_first_determination_bars_nobody_in_the_second() -> None:
    refused = happened("request_sent", "2026-09-10", to="IT"), happened("reply_refuse", "2026-09-20", by="IT")
    facts = registered("DE", "2026-09-01"), crossed("IT", "2026-07-10"), *refused
    assert whose(told(*facts, asked_on="2026-10-20"))[:2] == ("DE", "AMMR 16(2)")
    gone = happened("return", "2026-12-01"), crossed("IT", "2027-01-10"), registered("FR", "2027-02-01")
    answer = told(*facts, *gone, asked_on="2027-02-02")
    assert whose(answer) == ("IT", "AMMR 33(1)", "ceased")
    assert next_of(answer)[0] == "FR"


@pytest.mark.law("AMMR 36(1)(b)", "AMMR 37(5)")
def test_an_entry_in_eurodac_names_nobody_after_cessation() -> None:
    named = hit("16(1)", "IT", event_date="2026-09-20")
    facts = registered("IT", "2026-09-01"), named, happened("removal", "2026-12-01"), registered("FR", "2027-02-01")
    assert whose(told(*facts, asked_on="2027-02-02")) == ("FR", "AMMR 16(2)", "ceased")


@pytest.mark.law("AMMR 84(1)", "AMMR 84(2)")
@pytest.mark.parametrize(
    ("day", "choices", "basis"),
    [
        ("2026-06-11", {}, "DUBLIN3 3(2)"),  # the crossing is more than twelve months ago
        ("2026-06-12", {}, "AMMR 33(1)"),
        ("2026-06-12", {"REG_ON_D": "dublin3"}, "DUBLIN3 3(2)"),
        ("2026-06-15", {"REG_ON_D": "dublin3"}, "AMMR 33(1)"),
    ],
)
def test_by_which_rules_a_new_application_of_an_old_case_is_judged(
    day: str, choices: dict[str, str], basis: str
) -> None:
    facts = registered("IT", "2025-01-07"), happened("removal", "2025-03-03"), crossed("EL", "2025-04-10")
    assert told(*facts, registered("FR", day), asked_on=day, **choices)["basis"] == basis
