"""The criteria of Articles 16(4) and 24 to 34 once more: one case at a time, in plain Python, read off the law.

It knows the facts that most cases have: birth date, one relative, two documents, a diploma, two entries. It is slow and
easy to check. The engine must agree with it (``tests/law/responsibility/test_plain_ladder.py``), and the benchmark
states how much faster the engine is (``docs/bench.py``). Nothing here is taken from the engine but its names.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

PERSON_DECIDES = None


@dataclass(slots=True)
class Relative:
    link: str
    tie_existed: bool
    birth_date: date
    state: str
    status: str
    since: date
    citizen_of: str
    no_decision_yet: bool
    both_wrote: bool
    able_to_care: bool | None
    best_interests: bool | None
    dependency: bool


@dataclass(slots=True)
class Document:
    kind: str
    type: str
    issuer: str
    valid_from: date
    valid_to: date
    conferred: int


@dataclass(slots=True)
class Diploma:
    issuer: str
    issued: date
    study_months: int
    isced: int
    online: bool


@dataclass(slots=True)
class Entry:
    state: str
    day: date
    mode: str
    from_third_country: bool
    visa_not_required_in: frozenset[str]


@dataclass(slots=True)
class Facts:
    registered: date
    state: str
    place: str
    birth_date: date
    accompanied: bool
    security_threat: bool
    best_interests: bool | None
    relative: Relative | None
    documents: list[Document]
    diploma: Diploma | None
    entries: list[Entry]


# --- the law ----------------------------------------------------------------------------------------------------------


def months_on(day: date, months: int) -> date:
    """Article 75(b): the same day of the month, else its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_minor(birth_date: date, on: date) -> bool:
    """Article 2(10): below eighteen years."""
    return (on.year - birth_date.year, on.month, on.day) < (18, birth_date.month, birth_date.day)


def responsible(facts: Facts) -> tuple[str | None, str]:
    """The state and the article; no state where a person must decide first."""
    if facts.security_threat:
        return facts.state, "16(4)"
    if is_minor(facts.birth_date, facts.registered) and not facts.accompanied:
        return of_unaccompanied_minor(facts)
    return (
        of_dependant(facts)
        or of_family(facts)
        or of_documents(facts)
        or of_diploma(facts)
        or of_visa_free_entry(facts)
        or of_transit_area(facts)
        or of_crossing(facts)
        or (facts.state, "16(2)")
    )


def of_unaccompanied_minor(facts: Facts) -> tuple[str | None, str]:
    """Article 25."""
    relative = facts.relative
    if relative and relative.since <= facts.registered and relative.best_interests is not False:
        young = is_minor(relative.birth_date, facts.registered)
        is_family = relative.link in {"parent", "spouse"} or (relative.link == "child" and young)
        if (is_family and relative.tie_existed) or relative.link == "sibling":
            return relative.state, "25(2)"
        elsewhere = relative.link == "aunt_uncle" and relative.state != facts.state
        if elsewhere and not young:
            if relative.able_to_care is None:
                return PERSON_DECIDES, "25(3)"
            if relative.able_to_care:
                return relative.state, "25(3)"
    return (facts.state if facts.best_interests else PERSON_DECIDES), "25(5)"


def of_dependant(facts: Facts) -> tuple[str | None, str] | None:
    """Article 34: parents, children and siblings who reside legally, where one depends on the other."""
    relative = facts.relative
    if relative is None or not relative.dependency or relative.link not in {"parent", "child", "sibling"}:
        return None
    resident = relative.status != "applicant" and relative.since <= facts.registered
    if not (resident and relative.tie_existed and relative.both_wrote) or relative.able_to_care is False:
        return None
    if relative.able_to_care is None:
        return PERSON_DECIDES, "34(1)"
    family = of_family(facts)
    if family is not None and family[0] != relative.state:
        return PERSON_DECIDES, "34(1)"  # two binding criteria point to two states
    return relative.state, "34(1)" if relative.state == facts.state else "34(2)"


def of_family(facts: Facts) -> tuple[str | None, str] | None:
    """Articles 26 and 27."""
    relative = facts.relative
    if relative is None or not relative.both_wrote or not relative.tie_existed or relative.since > facts.registered:
        return None
    if relative.link == "child":
        is_family = is_minor(relative.birth_date, facts.registered)
    elif relative.link == "parent":
        is_family = is_minor(facts.birth_date, facts.registered)
    else:
        is_family = relative.link == "spouse"
    if not is_family:
        return None
    if relative.status in {"beneficiary", "eu_long_term_resident"}:
        return relative.state, "26(1)"
    if relative.status == "former_beneficiary_now_citizen":
        return relative.citizen_of, "26(2)"
    if relative.status == "applicant" and relative.no_decision_yet:
        return relative.state, "27"
    return None


def of_documents(facts: Facts) -> tuple[str | None, str] | None:
    """Article 29: valid before ended, residence documents before visas, then by length and by end."""
    day = facts.registered
    for kind, months, valid, article in (
        ("residence", 36, True, "29(1)"),
        ("visa", 18, True, "29(2)"),
        ("residence", 36, False, "29(4)"),
        ("visa", 18, False, "29(4)"),
    ):
        found = []
        for document in facts.documents:
            if document.kind != kind or document.valid_from > day:
                continue
            running = day <= document.valid_to
            if running if valid else (not running and day < months_on(document.valid_to, months)):
                found.append(document)
        if len({document.issuer for document in found}) == 1:
            return found[0].issuer, article
        if found:
            state, point = first_of(found)
            return state, point if valid else article
    return None


def first_of(documents: list[Document]) -> tuple[str | None, str]:
    """Article 29(3)."""
    left, point = documents, "29(3)(b)"
    if documents[0].kind == "residence":
        longest = max(document.conferred for document in documents)
        left, point = [document for document in documents if document.conferred == longest], "29(3)(a)"
    elif len({document.type for document in documents}) > 1:
        longest = max((document.valid_to - document.valid_from).days for document in documents)
        left = [document for document in documents if (document.valid_to - document.valid_from).days == longest]
        point = "29(3)(c)"
    latest = max(document.valid_to for document in left)
    states = {document.issuer for document in left if document.valid_to == latest}
    return (states.pop() if len(states) == 1 else PERSON_DECIDES), point


def of_diploma(facts: Facts) -> tuple[str | None, str] | None:
    """Article 30 with 2(15)."""
    diploma = facts.diploma
    if diploma is None or diploma.online or diploma.isced < 2 or diploma.study_months < 9:
        return None
    if diploma.issued <= facts.registered < months_on(diploma.issued, 72):
        return diploma.issuer, "30(1)"
    return None


def of_visa_free_entry(facts: Facts) -> tuple[str | None, str] | None:
    """Article 31: the last entry for which no visa was needed."""
    for entry in reversed(facts.entries):
        if entry.mode == "visa_free" and entry.day <= facts.registered:
            if entry.state != facts.state and facts.state in entry.visa_not_required_in:
                return facts.state, "31(2)"
            return entry.state, "31(1)"
    return None


def of_transit_area(facts: Facts) -> tuple[str | None, str] | None:
    """Article 32."""
    return (facts.state, "32") if facts.place == "airport_transit_area" else None


def of_crossing(facts: Facts) -> tuple[str | None, str] | None:
    """Article 33(1) and (2): the first crossing whose period has not run out."""
    for entry in facts.entries:
        if entry.day > facts.registered:
            continue
        if entry.mode == "sar" and facts.registered <= months_on(entry.day, 12):
            return entry.state, "33(2)"
        irregular = entry.mode == "irregular" and entry.from_third_country
        if irregular and facts.registered <= months_on(entry.day, 20):
            return entry.state, "33(1)"
    return None
