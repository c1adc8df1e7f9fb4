"""The cycle of 2027, scene by scene, for whoever plays it: hands that call the actions, or windows of a browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any, Protocol

from fairshare.states import PART_IV
from fairshare.workbench.actions.models import Motion
from fairshare.workbench.actions.perform import confirm, perform
from fairshare.workbench.people.commands import HOST
from fairshare.workbench.people.models import DemoDay, User
from fairshare.workbench.people.seat import AGENCIES

YEAR = 2027


class Player(Protocol):
    """Whoever plays."""

    def on(self, day: str) -> None:
        """The day comes."""

    def do(self, who: str, action: str, **data: Any) -> None:
        """A state, body or office does an action, a second person confirming where it binds."""


class Hands:
    """Plays by calling the actions."""

    def __init__(self) -> None:
        self._keys = count(1)

    def on(self, day: str) -> None:
        """Set the day."""
        DemoDay.pretend(date.fromisoformat(day))

    def do(self, who: str, action: str, **data: Any) -> None:
        """Do an action as the delegate, and confirm it as the head."""
        done = perform(action, user(who, "delegate"), YEAR, data, f"hands-{next(self._keys)}")
        if done.motion is not None:
            motion = Motion.objects.get(pk=done.motion)
            confirm(done.motion, user(motion.to_state or motion.to_body or motion.to_capacity, "head"))


def user(who: str, function: str) -> User:
    """A person of a state, body or office."""
    return User.objects.get(email=f"{short(who, function)}@{HOST}")


def short(who: str, function: str) -> str:
    """What a person of the demonstration is called."""
    return who.lower() if who in AGENCIES else f"{who.lower()}-{function}"


LABELS = {"IT": ["pressure"], "EL": ["pressure"], "AT": ["significant_situation"]}


def information(at: Player) -> None:
    """Information of a few in two rounds, and the two assessments."""
    for day, round_, meeting, on in (
        ("2026-05-29", "june", "initial", "2026-07-10"),
        ("2026-08-28", "september", "consolidated", "2026-09-25"),
    ):
        at.on(day)
        for who in ("DE", "IT", "EUAA"):
            at.do(who, "information.deliver", round=round_)
        at.on(on)
        at.do("commission", "assessment.make", round=meeting)


def consultation(at: Player) -> None:
    """Italy, Greece and Austria are asked, and give their view."""
    for state, labels in LABELS.items():
        at.do("commission", "consultation.open", state=state, labels=labels, until="2026-10-05")
    at.on("2026-09-30")
    for state in LABELS:
        at.do(state, "view.give", text="We agree with the finding.")


def package(at: Player) -> None:
    """Report, decision, key and proposal of the Commission."""
    at.on("2026-10-15")
    at.do("commission", "report.adopt", contents=["past_year", "outlook"])
    at.do("commission", "determination.adopt", labels=LABELS)
    at.do("commission", "key.freeze")
    at.do("commission", "proposal.adopt", relocations=30_000, financial=600_000_000)


PLEDGES = (
    ("DE", "relocation", 4_000, ""), ("FR", "relocation", 3_000, ""), ("AT", "relocation", 400, ""),
    ("SE", "financial", 15_000_000, ""), ("NL", "financial", 20_000_000, ""),
    ("BE", "alternative", 3_000_000, "officers"), ("LU", "alternative", 500_000, "tents"),
)  # fmt: skip


def forum(at: Player) -> None:
    """The High-Level Forum: the meeting, the pledges, the conclusion."""
    at.on("2026-10-27")
    at.do("presidency", "forum.hold")
    for state, measure, amount, item in PLEDGES:
        at.do(state, "pledge.make", measure=measure, amount=amount, item=item)
    at.do("presidency", "conclusion.reach", relocations=21_000, financial=420_000_000)


def votes(at: Player) -> None:
    """All but Czechia vote on the act, Hungary against it, Slovakia abstaining."""
    at.on("2026-12-08")
    for state in sorted(PART_IV - {"CZ"}):
        position = {"HU": "against", "SK": "abstain"}.get(state, "for")
        at.do(state, "vote.cast", subject="act", position=position)


def act(at: Player) -> None:
    """The Council adopts the act."""
    at.do("council", "act.adopt")


def notice(at: Player) -> None:
    """The first technical forum; Italy gives notice and says what it needs."""
    at.on("2027-01-10")
    at.do("IT", "notice.give")
    at.do("IT", "needs.state", needs={"relocation": 2_000, "financial": 10_000_000}, programme="AMIF")
    at.on("2027-01-15")
    at.do("coordinator", "technical_forum.hold", occasion="first")
    at.do("coordinator", "technical_forum.hold", occasion="notice")
    at.do("DE", "preferences.state", text="Families first.")


def draw(at: Player) -> None:
    """740 relocations and 10 million euro for Italy; Belgium's officers."""
    at.do("coordinator", "understanding.reach", measure="relocation", parts={"IT": "1"})
    at.do("coordinator", "draw.agree", towards="IT", measure="relocation", amount=740)
    at.do("coordinator", "draw.agree", towards="IT", measure="financial", amount=10_000_000)
    at.on("2027-02-01")
    at.do("IT", "in_kind.request", state="BE", item="officers")
    at.do("BE", "in_kind.value", state="IT", item="officers", value=2_500_000)


def deduction_request(at: Player) -> None:
    """Austria asks that its pledge be lowered, and the Commission assesses it."""
    at.on("2027-03-01")
    needed = ["deduction", "stabilisation", "other_type", "vulnerabilities", "capacity_limit"]
    at.do("AT", "deduction.request", article="62", contents=needed)
    at.on("2027-03-12")
    at.do("commission", "deduction.assess", state="AT", article="62", favourable=True)


def deduction_votes(at: Player) -> None:
    """All but Hungary vote for it."""
    for state in sorted(PART_IV - {"HU"}):
        at.do(state, "vote.cast", subject="deduction-62:AT", position="for")


def deduction(at: Player) -> None:
    """The Council takes 100 relocations off."""
    at.do("council", "deduction.decide", state="AT", article="62", amounts={"relocation": 100})


def deliveries(at: Player) -> None:
    """Persons arrive in Germany, officers in Italy; Italy submits an action for the money."""
    at.on("2027-04-01")
    at.do("DE", "relocation.accept", towards="IT", persons=300)
    at.do("DE", "relocation.fail", towards="IT", persons=10)
    at.do("DE", "contribution.deliver", towards="IT", measure="relocation", amount=250)
    at.do("BE", "contribution.deliver", towards="IT", measure="alternative", amount=1_000_000, item="officers")
    at.do("IT", "action.identify", name="Reception centre", amount=8_000_000, programme="AMIF", purpose="reception")


def offsets(at: Player) -> None:
    """Germany and Italy agree on offsets, and Germany takes over responsibility."""
    at.on("2027-05-01")
    at.do("IT", "offset.agree", state="DE", cases=200)
    at.do("DE", "offset.take", towards="IT", cases=150, paragraph="63(2)")


def close(at: Player) -> None:
    """The year is closed; in January states confirm what was implemented."""
    at.on("2027-12-31")
    at.do("coordinator", "year.close")
    at.on("2028-01-20")
    at.do("DE", "delivery.confirm", levels={"relocation": 250})
    at.do("BE", "delivery.confirm", levels={"alternative": 1_000_000})


def settlement(at: Player) -> None:
    """Money is transferred and allocated; offsets catch up with what was not delivered; the report on the year."""
    at.do("commission", "settlement.settle", state="NL", amount=20_000_000)
    at.do("commission", "funds.allocate", towards="IT", amount=8_000_000)
    at.do("IT", "catch_up.request", state="DE", cases=100)
    at.do("DE", "offset.take", towards="IT", cases=100, paragraph="63(5)")
    at.on("2028-10-10")
    at.do("commission", "report.adopt", contents=["implementation_state", "financial_progress"])


REVIEW = "reception"


def review(at: Player) -> None:
    """An evaluation of Italy enters the programme and begins."""
    at.do(
        "commission", "evaluation.programme", evaluation=REVIEW, template="peer_review", title="Reception places",
        state="IT", team=["DE"],
    )  # fmt: skip
    at.do("commission", "questionnaire.send", evaluation=REVIEW, questions={"places": "How many places are there?"})
    at.do("DE", "evidence.record", evaluation=REVIEW, evidence="visit", text="Two centres were full.")


def findings(at: Player) -> None:
    """The visit ends with a finding; the draft goes to Italy, which comments on it."""
    at.do("IT", "questionnaire.answer", evaluation=REVIEW, answers={"places": "Enough."})
    at.do("commission", "activity.end", evaluation=REVIEW)
    at.do(
        "DE", "finding.record", evaluation=REVIEW, finding="full", grade="improvement_necessary",
        criterion="effectiveness", text="Places are short.", evidence=["visit"], figures=["adopted"],
    )  # fmt: skip
    at.do("commission", "draft_report.send", evaluation=REVIEW)
    at.do("IT", "comments.give", evaluation=REVIEW, text="More places open in June.")


def follow_up(at: Player) -> None:
    """The report with its recommendation, and what Italy does about it."""
    at.do("commission", "evaluation_report.adopt", evaluation=REVIEW)
    at.do(
        "commission", "recommendation.address", evaluation=REVIEW, recommendation="places", text="Open more places.",
        findings=["full"], state="IT",
    )  # fmt: skip
    at.do("IT", "action_plan.submit", evaluation=REVIEW, actions={"places": "Two more centres."})
    at.do("IT", "progress.report", evaluation=REVIEW, recommendation="places", progress="under_way")
    at.do("IT", "plan.deliver", plan="strategy")
    at.do("commission", "block.assess", state="IT", block="reception", progress="done")


Scene = Callable[[Player], None]
STATES: dict[str, tuple[Scene, ...]] = {
    "early": (information, consultation),
    "middle": (package, forum, votes, act, notice, draw, deduction_request, review),
    "end": (deduction_votes, deduction, deliveries, offsets, close, settlement, findings, follow_up),
}
"""The states in which pages are looked at, each after what went before."""
