"""Words for the codes of cases: statuses, steps, fields and what they may hold."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from fairshare.workbench.tables.model import Text

Words = dict[str, Text]

STATUSES: Final[Words] = {
    "candidate": _("Registered"),
    "ineligible": _("Not eligible"),
    "informed": _("Informed"),
    "linked": _("Ready for matching"),
    "matched": _("Proposed"),
    "sent": _("Form sent"),
    "received": _("Waits for the reply"),
    "postponed": _("Reply postponed"),
    "refused": _("Refused"),
    "confirmed": _("Confirmed"),
    "decided": _("Transfer decided"),
    "notified": _("Notified"),
    "appealed": _("Appealed"),
    "suspended": _("Transfer suspended"),
    "transferred": _("Transferred"),
    "arrived": _("Arrived"),
    "excluded": _("Excluded for ever"),
    "terminated": _("Ended before transfer"),
    "annulled": _("Decision annulled"),
    "no_show": _("Did not appear"),
    "responsible": _("State of relocation responsible"),
    "shifted": _("Responsibility moved"),
    "second_transfer": _("Another state responsible"),
    "protected": _("Status granted"),
}

STEPS: Final[Words] = {
    "register": _("Registered"),
    "assess": _("Checked"),
    "rule_out": _("Found not eligible"),
    "inform": _("Informed"),
    "link": _("Links recorded"),
    "propose": _("Proposed to a state"),
    "recall": _("Proposal taken back"),
    "send": _("Form sent"),
    "receive": _("Form received"),
    "postpone": _("Reply postponed"),
    "confirm": _("Confirmed"),
    "deem": _("Confirmed by silence"),
    "refuse": _("Refused"),
    "refuse_security": _("Refused for security"),
    "decide": _("Transfer decision"),
    "notify": _("Notified"),
    "appeal": _("Appeal"),
    "appeal_suspends": _("Appeal with a request to suspend"),
    "suspend": _("Request to suspend the transfer"),
    "suspension_refused": _("Suspension refused"),
    "appeal_dismissed": _("Appeal dismissed"),
    "appeal_upheld": _("Appeal upheld"),
    "transfer": _("Transferred"),
    "lapse": _("Time for the transfer lapsed"),
    "arrive": _("Arrived"),
    "no_show": _("Did not appear"),
    "responsible": _("State of relocation responsible"),
    "second_transfer": _("Another state responsible"),
    "shifted": _("Responsibility moved"),
    "protected": _("Status granted"),
    "exclude": _("Excluded for ever"),
    "terminate": _("Ended for security"),
    "withdraw": _("Ended"),
    "place_lost": _("Ended, the place is lost"),
}

CLOCK: Final[Words] = {
    "reply": _("Reply"),
    "reply-postponed": _("Reply after postponement"),
    "transfer-decision": _("Transfer decision"),
    "notice": _("Notice to the family"),
    "transfer": _("Transfer"),
}

MISSED: Final[Words] = {
    "deemed confirmed": _("the relocation is deemed confirmed"),
    "nothing stated": _("the law states nothing; the step stays owed"),
    "no transfer on the last day": _("no transfer on the last day"),
}

KINDS: Final[Words] = {"applicant": _("Applicant"), "beneficiary": _("Beneficiary of protection")}
LINK_KINDS: Final[Words] = {
    "family": _("Family"), "cultural": _("Cultural"), "language": _("Language"), "study": _("Study"),
    "stay": _("Earlier stay"),
}  # fmt: skip
STRENGTHS: Final[Words] = {"1": _("strong"), "0.75": _("rather strong"), "0.5": _("medium"), "0.25": _("weak")}
GROUNDS: Final[Words] = {
    "security": _("Threat to internal security"),
    "out-of-scope": _("Neither applicant nor beneficiary"),
    "family": _("Family makes the benefitting state responsible"),
    "no-agreement": _("No state agreed to relocate beneficiaries"),
    "protection-too-old": _("Protection granted three years before the act or earlier"),
    "no-consent": _("No written consent"),
    "no-pledge": _("The state pledged no relocation"),
    "pledge-used": _("The pledge is used up"),
    "shielded": _("Systemic shortcomings of the benefitting state"),
    "no-agreement-of-the-two": _("The two states did not agree on beneficiaries"),
}
LEFT_OUT: Final[Words] = {
    "new_information": _("New information"), "needs_check": _("Needs another check"), "other_run": _("For another run"),
}  # fmt: skip

FIELDS: Final[Words] = {
    "on": _("Legal day"), "persons": _("Persons"), "vulnerable": _("Vulnerable (60(4))"), "kind": _("Kind"),
    "nationality": _("Nationality (two letters, XX for none)"), "granted": _("Protection granted on"),
    "consent": _("Consent in writing (67(4))"), "security": _("Ground of security found (67(2))"),
    "family": _("Benefitting state responsible by family (67(5))"), "result": _("Result"), "ground": _("Ground"),
    "suspension": _("With a request to suspend the transfer (43(3))"), "outcome": _("Outcome"),
    "present_in": _("Benefitting state"), "destination": _("State of relocation"), "mechanism": _("Mechanism"),
    "seed": _("Seed of the lottery"),
}  # fmt: skip

WEIGHTS: Final[Words] = {
    "place": _("Weight of a place"), "vulnerable": _("Weight of vulnerable persons (60(4))"),
    "links": _("Weight of links"), "family": _("Family link"), "cultural": _("Cultural link"),
    "language": _("Link of language"), "study": _("Link of study"), "stay": _("Link of an earlier stay"),
}  # fmt: skip
"""What the policy of a matching weighs."""

VALUES: Final[Words] = {
    **KINDS, **GROUNDS, "": _("not on record"), "no": _("no"), "yes": _("yes"), "open": _("a person has to decide"),
    "clear": _("nothing found"), "threat": _("threat to internal security"),
    "suspension_refused": _("suspension refused: the transfer may go on"), "dismissed": _("appeal dismissed"),
    "upheld": _("appeal upheld: the decision is annulled"),
    "responsible": _("the state of relocation is responsible (68(2))"),
    "second_transfer": _("another state is responsible (68(2))"),
    "shifted": _("responsibility moved from the benefitting state (68(3))"),
    "protected": _("the status was granted (68(4))"),
}  # fmt: skip

WORDS: Final = {
    "status": STATUSES, "clock": CLOCK, "step": STEPS, "kind": KINDS, "ground": GROUNDS, "link": LINK_KINDS,
}  # fmt: skip
"""All of them, as templates ask."""
