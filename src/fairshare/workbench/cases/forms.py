"""What the steps of a case ask: words of closed lists, days and numbers. No free text, so none can name anybody."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Literal

from babel import Locale
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from fairshare.figures.match_columns import MOST_PERSONS
from fairshare.workbench.actions.base import Form, StateCode
from fairshare.workbench.cases.models import new_pseudonym

MOST_CASES = 20_000
"""As many cases may be registered at once."""

MOST_AT_ONCE = 500
"""As many cases may take one step at once."""

Pseudonym = Annotated[str, Field(pattern=r"^[2-9a-z]{12}$")]
LinkKind = Literal["family", "cultural", "language", "study", "stay"]
LeftOut = Literal["new_information", "needs_check", "other_run"]


@cache
def territories() -> frozenset[str]:
    """The codes of nationalities: ISO 3166-1 by CLDR, with ``XX`` for stateless or unknown."""
    codes = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) | {"XX"}


def _nationality(code: str) -> str:
    if code and code.upper() not in territories():
        raise ValueError("is no code of a nationality: two letters such as SY, XX for none, or empty")
    return code.upper()


Nationality = Annotated[str, AfterValidator(_nationality)]


class CaseForm(Form):
    """A form on cases: no remark, because a remark could name somebody."""

    note: Literal[""] = ""


class NewCase(BaseModel):
    """A case to be registered."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, str_max_length=40)

    persons: Annotated[int, Field(ge=1, le=MOST_PERSONS)]
    vulnerable: bool = False
    kind: Literal["applicant", "beneficiary"] = "applicant"
    nationality: Nationality = ""
    granted: date | None = None
    consent: bool | None = None
    security: bool | None = None
    family: Literal["", "no", "yes", "open"] = ""
    _public: str = PrivateAttr(default_factory=new_pseudonym)

    @model_validator(mode="after")
    def _fits(self) -> NewCase:
        """Refuse what a kind of case cannot have: grant and consent are of beneficiaries, 67(5) asks of applicants."""
        if self.kind == "applicant" and (self.granted or self.consent is not None):
            raise ValueError("a day of grant or a consent belongs to beneficiaries")
        if self.kind == "beneficiary" and self.family:
            raise ValueError("family in the benefitting state is asked of applicants")
        return self

    @property
    def public(self) -> str:
        """The pseudonym that the case will have, made here and never asked for."""
        return self._public


class Register(CaseForm):
    """New cases of the benefitting state, all of them or none."""

    cases: Annotated[tuple[NewCase, ...], Field(min_length=1, max_length=MOST_CASES)]


class Steps(CaseForm):
    """Cases that take the same step on the same day."""

    cases: Annotated[tuple[Pseudonym, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]

    @model_validator(mode="after")
    def _once(self) -> Steps:
        if len(set(self.cases)) < len(self.cases):
            raise ValueError("a case stands there twice")
        return self


class LinkRow(BaseModel):
    """One meaningful link: its kind, the state, and how strong it is."""

    model_config = ConfigDict(extra="forbid", str_max_length=40)

    kind: LinkKind
    state: StateCode
    strength: Annotated[Decimal, Field(gt=0, le=1, max_digits=3, decimal_places=2)] = Decimal(1)


class Links(Steps):
    """All links that a family stated; none is an answer too."""

    links: Annotated[tuple[LinkRow, ...], Field(max_length=60)] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Links:
        if len({(link.kind, link.state) for link in self.links}) < len(self.links):
            raise ValueError("a kind of link to a state stands there twice")
        return self


class Security(Steps):
    """What the check of security found (67(2))."""

    result: Literal["clear", "threat"]


class Assess(Steps):
    """What was found on family (67(5)), and whether a beneficiary consents in writing (67(4))."""

    family: Literal["no", "yes", "open"] | None = None
    consent: Literal["yes", "no"] | None = None


class Refuse(Steps):
    """A refusal, for a ground of the closed list (Implementing Regulation 2025/2055, Annex IV, Part II)."""

    ground: Literal[
        "security", "out-of-scope", "no-agreement", "protection-too-old", "no-consent", "no-pledge", "pledge-used",
        "shielded", "no-agreement-of-the-two",
    ]  # fmt: skip


class Appeal(Steps):
    """An appeal, with or without a request to suspend the transfer (43(3))."""

    suspension: bool = False


class AppealDecided(Steps):
    """What a court decided."""

    outcome: Literal["suspension_refused", "dismissed", "upheld"]


class Determine(Steps):
    """What followed from the arrival (68(2) to (4))."""

    outcome: Literal["responsible", "second_transfer", "shifted", "protected"]


class Terminate(Steps):
    """Why a relocation ends before it is carried out."""

    ground: Literal["security", "out-of-scope", "family", "no-consent", "no-pledge", "pledge-used", "shielded"]


class Agree(CaseForm):
    """An agreement of two states to relocate beneficiaries (56(2)(a)(ii)), as one of them records it."""

    present_in: StateCode
    destination: StateCode


class TakenOut(BaseModel):
    """A case that the officer takes out of what a run proposes."""

    model_config = ConfigDict(extra="forbid", str_max_length=40)

    case: Pseudonym
    reason: LeftOut


class Propose(CaseForm):
    """The placements of a run, proposed to their states but for those taken out."""

    run: Pseudonym
    left_out: Annotated[tuple[TakenOut, ...], Field(max_length=MOST_CASES)] = ()


Weight = Annotated[Decimal, Field(ge=0, le=1000, max_digits=7, decimal_places=3)]


class Match(CaseForm):
    """A matching: the mechanism, and the weights of the policy (the Regulation gives none)."""

    mechanism: Literal[
        "max-weight", "lexicographic", "max-min", "nash", "tmda", "cmda", "mttc", "mttce", "constrained-priority",
        "greedy", "first-come",
    ] = "max-weight"  # fmt: skip
    place: Weight = Decimal(8)
    vulnerable: Weight = Decimal(4)
    links: Weight = Decimal(2)
    family: Weight = Decimal(1)
    cultural: Weight = Decimal("0.5")
    language: Weight = Decimal("0.4")
    study: Weight = Decimal("0.5")
    stay: Weight = Decimal("0.3")
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    _public: str = PrivateAttr(default_factory=new_pseudonym)

    @property
    def public(self) -> str:
        """The name that the run will have."""
        return self._public
