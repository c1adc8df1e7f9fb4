"""Every policy choice: where the text is silent or can be read in two ways, one named choice stands here.

Each has a default, its alternatives and its cite. The ambiguities A1 to A23 keep the numbers of the project's reading of the law
(``docs/explanation/ambiguities.md``); choices without such a number are readings that a command needed and the text does not give.
A user sets choices from a YAML file or with ``--choice NAME=value``; nothing else in the program decides an open question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from fairshare.faults import BadInputError, Fault
from fairshare.law.choice import Choice, choice

_ALL: Final = (
    choice(
        "REFERENCE_NUMBERS", "A1", "Are the relocations and the money of the reference number one total or two?", "AMMR 12(2), 57(1)",
        alternative="two denominations of one total (Council practice 2026; fair shares work only so)",
        cumulative="two totals, both owed",
    ),
    choice(
        "COUNCIL_FLOOR", "A2", "Do the floors and the ratio of the proposal bind the Council?", "AMMR 12(2)-(3), 57(1)",
        proposal_only="the floor is told, a broken ratio is a warning",
        council_too="an act below a floor or off the ratio is refused",
    ),
    choice(
        "OFFSET_TEST_PLEDGES", "A3", "Do pledges of states that later benefit count in the tests of 63(1) to (3)?", "AMMR 63(1)-(3)",
        as_adopted="all pledges set out in the act count",
        without_benefitting="pledges of states that benefit are left out",
    ),
    choice(
        "MANDATORY_OFFSET_TARGET", "A4", "Up to the higher number: relocations and offsets together, or offsets alone?", "AMMR 63(3)",
        gap_filling="relocations plus offsets reach the number",
        offsets_alone="offsets alone may reach the number",
    ),
    choice(
        "MANDATORY_OFFSET_THRESHOLD", "A4", "Which number triggers mandatory offsets?", "AMMR 63(3); CFMR recital 30",
        higher_of_two="the higher of 30,000 and 60 % of the reference number (literal)",
        sixty_percent="60 % of the reference number (reading of CFMR recital 30)",
    ),
    choice(
        "OFFSET_TIME_LIMIT", "A5", "Which limit must not have run out for an offset case?", "AMMR 63(8)(c), 39(1), 46(1)",
        ask="keep both dates; a person decides where they differ",
        request_limit="the take charge request limit of 39(1) (the cross-reference)",
        transfer_limit="the transfer limit of 46(1) (the words)",
    ),
    choice(
        "MANDATORY_OFFSET_DISTRIBUTION", "A6", "How are mandatory offsets spread over contributors?", "AMMR 63(3)-(7)",
        by_share="in proportion to the key, capped by the remaining fair share and the eligible cases, water-filling",
        by_remaining_share="in proportion to what remains of each fair share, same caps",
    ),
    choice(
        "FORUM_AFTER_REFUSAL", "A7", "From when runs the week to convene the Forum after a refusal for lack of capacity?", "AMMR 59(6)-(7)",
        from_commission_decision="from the Commission decision (the words)",
        from_council_finding="from the Council's finding (which may take two weeks itself)",
    ),
    choice(
        "DEDUCTION_AFTER_NOTIFICATION", "A8", "May a state whose notification did not open the pool ask a deduction?", "AMMR 59(6), 61(1)",
        barred="no: 61(1) asks that it has not notified",
        allowed="yes: a refused notification is not use of the pool",
    ),
    choice(
        "NOTICE_AFTER_DEDUCTION", "A9", "May a state with a deduction later give notice of use in the same year?", "AMMR 58(1), 61(1)",
        allowed="yes: nothing excludes it",
        barred="no: it chose the other way",
    ),
    choice(
        "DEDUCTION_IN_POOL_ACT", "A10", "May the act on the pool itself reduce a contribution?", "AMMR 57, 61(4), 62(5)",
        flagged="recorded as an adjustment and flagged: not an act under 61(4) or 62(5)",
        refused="refused any effect, and flagged: a deduction needs an act of its own",
    ),
    choice(
        "DEDUCTION_ACT_VOTE", "A10", "By which vote does the Council decide deductions and refusals?", "AMMR 59(6), 61(4), 62(5); TEU 16(3)",
        qualified_majority="qualified majority, the default of the Treaty",
        simple_majority="simple majority",
        unanimity="unanimity",
    ),
    choice(
        "DEDUCTION_REFUSAL_VOTE", "A10", "Must the Council vote to refuse a deduction?", "AMMR 61(4), 62(5); TEU 16(3)",
        no_vote="no: what no act grants is not granted",
        same_vote="yes: the act decides either way, by the vote of a deduction",
    ),
    choice(
        "DEDUCTION_BEFORE_ASSESSMENT", "A10", "May the Council decide on a deduction before the Commission has assessed it?", "AMMR 61(3)-(4), 62(4)-(5)",
        flagged="yes, and it is flagged: the assessment binds nobody",
        refused="no: the act follows the assessment",
    ),
    choice(
        "FORUM_BEFORE_63_4", "A11", "Does 63(4) also ask that the Forum was reconvened first?", "AMMR 63(3)-(4), 13(4)",
        not_required="no: only 63(3) says so",
        required="yes: 63(4) takes 63(3) over as it stands",
    ),
    choice(
        "LAPSED_TRANSFER_LIMIT", "A12", "What follows when the four weeks of 67(11) lapse?", "AMMR 67(11), 67(13), 46(2)",
        no_consequence="nothing is stated; the relocation stays owed",
        transferring_state="the benefitting state keeps the case, as in 46(2)",
    ),
    choice(
        "OFFSET_REPLY_SILENCE", "A12", "What does silence on an offset request mean after 30 days?", "AMMR 69(2)",
        no_rule="nothing: the request stays open and is shown as late",
        refusal="refusal",
        acceptance="acceptance",
    ),
    choice(
        "CATCH_UP_QUANTITY", "A13", "How many catch-up offsets may be asked after the year?", "AMMR 63(5)",
        shortfall="pledged less implemented less accepted relocations",
        full_pledge="up to the full number pledged",
    ),
    choice(
        "CATCH_UP_CAP", "A13", "Does the fair share cap catch-up offsets?", "AMMR 63(5), 63(7)",
        none="no: 63(7) speaks of cases under 63(6)",
        fair_share="yes",
    ),
    choice(
        "SHIELDED_PART", "A14", "What becomes of a pledge that need not go to a state with systemic shortcomings?", "AMMR 60(3)",
        redirected="it stays owed to the pool and goes to other benefitting states",
        lapses="it lapses",
    ),
    choice(
        "SILENT_PRESSURE_STATE", "A15", "Must a state under pressure that gives no notice implement its pledge?", "AMMR 58(1), 60(3)",
        stays_bound="yes: release needs use of the pool",
        released="no",
    ),
    choice(
        "ROUNDING", "A16", "How does a fair share become whole units?", "AMMR 57(3), 66",
        ceil="up (fits the figures published for 2026)",
        nearest="to the nearest; .5 to the even number",
        floor="down",
        from_proposal="the rounded share of 30,000 scaled by the cut, rounded (the other reading of 2026)",
    ),
    choice(
        "CREDITED_SHARES", "A17", "Does another state's share grow when a credit lowers one?", "CFMR 9(4)-(5); AMMR 66",
        not_topped_up="no: the missing part stays missing",
        topped_up="yes: the others make up for it by key",
    ),
    choice(
        "PLACE_AFTER_FAILED_RELOCATION", "A18", "Does a security refusal or a no-show use up a relocation pledge?", "AMMR 67(2), 68(1), 63(5)",
        not_consumed="no",
        consumed="yes",
    ),
    choice(
        "KEY_SNAPSHOT", "A19", "As of which day are Eurostat's figures the latest available?", "AMMR 66",
        proposal="the day of the Commission proposal",
        forum="the day of the High-Level Forum",
        act="the day of the Council act",
    ),
    choice(
        "OFF_KEY_CONTRIBUTION", "A20", "May a state outside the key (Denmark, associated states) contribute?", "AMMR 13(1), 14(3)",
        accepted="yes, recorded as voluntary and off the key",
        refused="no",
    ),
    choice(
        "IN_KIND_ABOVE_PLEDGE", "A21", "Does an in-kind measure valued above its pledge lower what is due?", "IR 30(1)",
        floor_at_zero="no: each measure's difference is at least zero",
        credit="yes: the difference is a credit",
    ),
    choice(
        "PROPOSAL_AFTER_ACT", "A22", "Are the proposal's figures public once the act is adopted?", "AMMR 12(6)",
        restricted="no: until a person records the declassification",
        public="yes: the ban on publication has ended",
    ),
    choice(
        "GENERAL_APPLICATION_DATE", "A23", "From which day does the Regulation apply in general?", "AMMR 85; IR 34",
        any_day=True, **{"2026-06-12": "12 June 2026 (implementing act, Council, Commission)", "2026-07-01": "1 July 2026 (text of Article 85)"},
    ),
    choice(
        "ZERO_RATE", "", "What share comes from an inverse factor of a state whose rate is 0 or missing?", "methods: COM(2015) 286, Grech 2016",
        error="none can be computed: an error",
        drop="none: the state gets no share from that factor",
    ),
    choice(
        "OFFSET_VALUE", "", "What is one mandatory offset worth when the money due is computed?", "IR 30(1)",
        ratio="the ratio of the reference number (EUR 20,000 at the statutory ratio)",
        nothing="nothing until a value is laid down",
    ),
    choice(
        "MANDATORY_OFFSET_AGAINST", "", "Which part of its contribution does a mandatory offset discharge first?", "AMMR recital 33; IR 30(1)",
        relocation_first="relocations still owed, then money, then what was not pledged",
        financial_first="money, then relocations still owed, then what was not pledged",
    ),
    choice(
        "NEGATIVE_DUE", "", "What if deductions and offsets exceed the pledge in money?", "IR 30(1)",
        zero="nothing is due",
        signed="the negative sum is shown",
    ),
    choice(
        "DRAW_ORDER", "", "Which states take the units that proportional rounding leaves?", "AMMR 60(3); recital 31",
        largest_claim="those whose claim would first outgrow a unit if the draws went on as they are",
        needs_decision="a person decides each time",
    ),
    choice(
        "UNCHECKED_PERSONS", "", "May a person be matched of whom no check of security or family is on record?", "AMMR 67(2), 67(5)",
        not_yet="no: the benefitting state checks both before it proposes a person",
        matched="yes: only a ground on record keeps out; who is unchecked is counted",
    ),
    choice(
        "EXCLUDED_MEMBER", "", "One member of a family may not be relocated: what of the others?", "AMMR 67(2), 67(5), 67(6)",
        family_stays="nobody goes: the family is one case and is not split",
        others_go="the others may go: 67(6) speaks of those who are relocated",
    ),
    choice(
        "INFORMATION_OF_EACH", "", "Which part of the information of Article 10 does each state and body deliver?", "AMMR 9(2), 9(7), 10(2)",
        what_it_holds="a state the indicators and its own estimate, a body what only it holds",
        all_of_it="each of them all of it: the text does not divide it",
    ),
    choice(
        "RISK_BESIDE_PRESSURE", "", "A state is under migratory pressure: is it looked at for the risk of it too?", "AMMR 11(1)",
        apart="no: the risk is of a pressure that is not there yet",
        together="yes: 2(25) sets only a significant migratory situation apart from pressure",
    ),
    # Part III, under the keys of the project's reading of it
    choice(
        "regime", "", "Which set of rules decides who is responsible?", "AMMR 84",
        by_day="the one in force on the day of the application",
        ammr="the Regulation",
        dublin3="Regulation (EU) No 604/2013",
        convention1990="the Dublin Convention of 1990, in outline",
        com2016="the proposal COM(2016) 270, in outline",
    ),
    choice(
        "REG_ON_D", "", "Which rules govern an application registered on the day of general application itself?", "AMMR 84",
        ammr="the Regulation",
        dublin3="Dublin III",
    ),
    choice(
        "LEGACY_PROCEDURE", "", "Which time limits apply to old cases once the Regulation applies?", "AMMR 84(2); IR 7(1), 13, 14(2)",
        ammr="those of the Regulation for steps begun on or after that day, those of Dublin III before",
        dublin3="those of Dublin III throughout",
    ),
    choice(
        "ANNIV", "", "Is the anniversary day itself less than the period?", "AMMR 29(4), 30(1)",
        not_less="no",
        less="yes",
    ),
    choice(
        "ROLL_LOOKBACK", "", "Does the end of a look-back period pass over non-working days?", "AMMR 75(c), 29(4), 30(1), 33",
        false="no: nobody has to act",
        true="yes: it is a period of time like any other",
    ),
    choice(
        "SAR_NO_FALLBACK", "", "Once twelve months have passed since a disembarkation, does 33(1) apply instead?", "AMMR 33(1)-(2)",
        true="no: 33(2) stands instead of it",
        false="yes: twenty months from the disembarkation",
    ),
    choice(
        "HIT_CAP", "", "May the month from a hit outlast the two months from registration?", "AMMR 39(1); C-670/16",
        true="no: the earlier end",
        false="yes: the month from the hit alone",
    ),
    choice(
        "JOINED_27", "", "Does 27 apply between persons registered together?", "AMMR 27, 28",
        article_28="no: the family procedure",
        article_27="yes",
    ),
    choice(
        "DEP_VS_FAMILY", "", "What if 34 points to one state and 26 or 27 to another?", "AMMR 24, 26, 27, 34; recital 53",
        human="both are shown and a person decides",
        dependants="34 decides: a binding criterion",
        family="26 and 27 decide: they stand in Chapter II",
    ),
    choice(
        "UAM_BIC_GAP", "", "What if a relative exists, but going there is against the best interests of the child?", "AMMR 25(2)-(5)",
        next_paragraph="the next paragraph, at the end 25(5)",
        first_registration="25(5) at once",
    ),
    choice(
        "UAM_39", "", "39(1) frees requests for minors under 26, 27 and 34 of the limit; which does it mean?", "AMMR 39(1), 25(1)",
        article_25="those under 25, the only criteria of an unaccompanied minor",
        as_cited="those cited: requests under 25 keep the ordinary limit",
    ),
    choice(
        "VISA_VS_OLD_PERMIT", "", "Does a valid visa of one state go before an ended residence document of another?", "AMMR 29(2)-(4)",
        valid_first="yes",
        permit_first="no: residence documents go before visas",
    ),
    choice(
        "REENTRY", "", "Which of several irregular crossings counts?", "AMMR 33(1), 37(4)-(5)",
        first_unless_ended="the first that is neither lapsed nor followed by an absence or return that ended responsibility",
        first="the first",
        last="the last",
    ),
    choice(
        "ABSC_CLOCK", "", "What time remains when a person who absconded is available again?", "AMMR 46(2)",
        original_end="up to the end of the six months; three months if less is left",
        stopped="what was left when the notice was given; three months if less",
    ),
    choice(
        "REF_63_8c", "", "Which limit must not have run out when one case is taken as an offset?", "AMMR 63(8)(c), 39(1), 46(1)",
        transfer_limit="the transfer limit of 46(1) (the words)",
        request_limit="the take charge request limit of 39(1) (the cross-reference)",
    ),
    choice(
        "PLEA_TIME", "", "May a person plead a missed time limit before a court?", "AMMR 43(1); C-670/16",
        not_allowed="no: 43(1) lists the pleas",
        allowed="yes: the effect on responsibility must have a remedy",
    ),
    choice(
        "MS26_2", "", "Which state is meant for a former beneficiary who is now a citizen?", "AMMR 26(2)",
        citizenship="the state of citizenship",
        residence="the state of residence",
    ),
    choice(
        "LEGALLY_PRESENT", "", "Is an applicant legally present for the criteria on minors?", "AMMR 25; IR Annex I",
        applicant_counts="yes: the list of evidence names the applicant's document",
        applicant_does_not="no",
    ),
    choice(
        "ACADEMIC_YEAR", "", "How long is an academic year?", "AMMR 2(15)",
        nine_months="nine months",
        ten_months="ten months",
        twelve_months="twelve months",
    ),
    choice(
        "CAPACITY_ROUNDING", "", "How does a share of the Union's 30,000 places become a whole number?", "Regulation (EU) 2024/1348, 46, 47(4)",
        hamilton="largest remainders: the whole stays 30,000",
        nearest="to the nearest; .5 to the even number",
        ceil="up",
        floor="down",
    ),
    choice(
        "VISA_FREE_LIST", "", "Where is a visa waived if the record does not say?", "AMMR 31; Regulation (EU) 2018/1806",
        recorded="only where the record says so",
        common="in every state but Ireland: the list is common",
    ),
    choice(
        "RELIEF_SPREAD", "", "How is what a pool gave spread over the benefitting states, where no record says whom it went to?", "AMMR 56(1), 58(2)",
        by_excess="in proportion to what each bears beyond its share of the key",
        by_notice="in proportion to the needs that each gave notice of",
    ),
)  # fmt: skip

CHOICES: Final[Mapping[str, Choice]] = {one.name: one for one in _ALL}


KEYS: Final[Mapping[str, str]] = {"D": "GENERAL_APPLICATION_DATE"}
"""Other keys under which a case and its answer know a choice."""


class Choices(Mapping[str, str]):
    """A complete, unchangeable set of answers: the defaults, with those that a person set.

    >>> Choices({"ROUNDING": "nearest"})["ROUNDING"], Choices()["ROUNDING"]
    ('nearest', 'ceil')
    """

    __slots__ = ("_values",)

    def __init__(self, chosen: Mapping[str, str] | None = None, source: str = "choices") -> None:
        """Raise :class:`~fairshare.faults.BadInputError` with one fault per unknown name or value."""
        chosen = chosen or {}
        faults = [fault for name, value in chosen.items() if (fault := _fault(name, value, source))]
        if faults:
            raise BadInputError(faults)
        self._values = {name: choice.default for name, choice in CHOICES.items()} | dict(chosen)

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Choices({self.changed()!r})"

    def changed(self) -> dict[str, str]:
        """The answers that differ from the defaults."""
        return {name: value for name, value in self._values.items() if value != CHOICES[name].default}

    def used(self, *names: str) -> dict[str, str]:
        """The answers to the named questions, as a result reports them."""
        return {name: self._values[name] for name in names}


def _fault(name: str, value: str, source: str) -> Fault | None:
    if name not in CHOICES:
        return Fault(source, 1, name, "is not a choice", "one of " + ", ".join(CHOICES))
    if CHOICES[name].takes(value):
        return None
    expected = "one of " + ", ".join(CHOICES[name].options) + (", or any other day" if CHOICES[name].any_day else "")
    return Fault(source, 1, name, f"{value!r} is not an answer", expected)


DEFAULTS: Final = Choices()
"""Every choice at its default."""
