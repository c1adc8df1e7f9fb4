"""Evidence by the official lists: proof, circumstantial evidence, or not on the list of the deciding criterion.

The lists are data (``parameters/evidence.yaml``, after Annex I to Implementing Regulation (EU) 2025/2055). A piece is
on record as a few free words; it is proof for one criterion and circumstantial, or nothing, for another. That a person
*has* a status is no evidence of it: only what is recorded as evidence, and a document, diploma or Eurodac set that is
itself part of the record, counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, TypeAlias

from fairshare.law.citation import cites
from fairshare.law.outcome import Test
from fairshare.law.parameters import table
from fairshare.law.responsibility.codes import Set

Kind: TypeAlias = Literal["proof", "circumstantial", "not on the list"]
PROOF: Final = "proof"
CIRCUMSTANTIAL: Final = "circumstantial"
NOT_LISTED: Final = "not on the list"

RESIDENCE_DOCUMENT: Final = "residence document on record"
VISA: Final = "visa on record"
DIPLOMA: Final = "diploma on record"
"""What a document or diploma that is part of the record is called as evidence."""

HIT: Final[Mapping[Set, str]] = {
    Set.A15: "Eurodac hit, Article 15",
    Set.A22: "Eurodac hit, Article 22",
    Set.A23: "Eurodac hit, Article 23",
    Set.A24: "Eurodac hit, Article 24",
    Set.A16_1: "Eurodac hit, Article 16(1)",
    Set.A16_2: "Eurodac hit, Article 16(2)",
    Set.A16_3: "Eurodac hit, Article 16(3)",
    Set.RELOCATION: "Eurodac hit on a relocation",
}
"""What a Eurodac set on record is called as evidence."""

_NUMBERED: Final = re.compile(r"\bno\.?\s*(?=\d)")  # "permit no. 4512" is not "no permit"
_TOKEN: Final = re.compile(r"\d+[a-z]*(?:\(\w+\))*|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence: the words on record, what it counts as, and the provision that it supports."""

    item: str
    kind: Kind
    supports: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    """How a text names an item of a list."""

    item: str
    kind: Kind
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]

    def names(self, words: Sequence[str], spoiling: frozenset[str], hearsay: bool) -> bool:
        if self.kind == PROOF and hearsay:
            return False
        return (
            all(any(_is(word, wanted) for word in words) for wanted in self.wanted)
            and not any(_is(word, unwanted) for word in words for unwanted in self.unwanted)
            and all(any(_is(word, wanted) for wanted in self.wanted) for word in words if word in spoiling)
        )


def _is(word: str, wanted: str) -> bool:
    """Whether a word of a text is the wanted one: its plural, or a paragraph of the wanted article, counts too."""
    return word in {wanted, f"{wanted}s", f"{wanted}es"} or word.startswith(f"{wanted}(")


def _words(text: str) -> list[str]:
    return _TOKEN.findall(_NUMBERED.sub("", text.casefold()))


@cache
def _phrases(name: str) -> tuple[_Phrase, ...]:
    entry = table("evidence")["lists"][name]
    return tuple(
        _Phrase(
            item,
            kind,
            tuple(word for part in phrase.split() if not part.startswith("-") for word in _words(part)),
            tuple(part[1:] for part in phrase.split() if part.startswith("-")),
        )
        for kind in (PROOF, CIRCUMSTANTIAL)
        for item, phrases in entry[kind].items()
        for phrase in phrases
    )


def lists_for(basis: str) -> tuple[str, ...]:
    """The lists that serve a deciding provision: its own, or those of what it stands under; none if none is held.

    >>> lists_for("AMMR 25(2)"), lists_for("AMMR 16(2)")
    (('presence-25', 'relationship'), ())
    """
    provisions = table("evidence")["provisions"]
    while basis not in provisions and basis.endswith(")"):
        basis = basis.rpartition("(")[0]
    return tuple(provisions.get(basis, ()))


def proofs_of(basis: str) -> tuple[str, ...]:
    """What the lists of a deciding provision name as proof.

    >>> proofs_of("AMMR 16(2)")
    ()
    """
    lists = table("evidence")["lists"]
    return tuple(dict.fromkeys(item for name in lists_for(basis) for item in lists[name][PROOF]))


def _listed(basis: str, text: str) -> _Phrase | None:
    """The phrase by which a text names an item of the lists of ``basis``: that with the most words, proof first."""
    data = table("evidence")
    words = _words(text)
    spoiling = frozenset(data["spoiling"])
    hearsay = any(_is(word, spoken) for word in words for spoken in data["hearsay"])
    named = [phrase for name in lists_for(basis) for phrase in _phrases(name) if phrase.names(words, spoiling, hearsay)]
    return max(named, key=lambda phrase: (len(phrase.wanted), phrase.kind == PROOF), default=None)


@cites("AMMR 40(3)", "AMMR 40(4)", "IR Annex I")
def assess(basis: str, items: Sequence[str], *, extra: Sequence[str] = ()) -> tuple[Piece, ...]:
    """What each piece of evidence counts as for the provision that decides.

    ``items`` are the words on record, in their order. ``extra`` is what the record itself holds
    (:data:`RESIDENCE_DOCUMENT`, :data:`VISA`, :data:`DIPLOMA`, :data:`HIT`): it is added where it is on the list of
    ``basis`` and no item names it already. A DNA or blood test is proof of a link, though it may be asked for only
    where nothing else proves it and the rest is not coherent.

    >>> [(piece.item, piece.kind) for piece in assess("AMMR 33(1)", ["Eurodac hit", "hotel bill", "photos"])]
    [('Eurodac hit', 'proof'), ('hotel bill', 'circumstantial'), ('photos', 'not on the list')]
    """
    pieces: list[Piece] = []
    named: set[str] = set()
    for text in dict.fromkeys(item.strip() for item in items if item.strip()):
        found = _listed(basis, text)
        pieces.append(Piece(text, found.kind if found else NOT_LISTED, basis))
        named |= {found.item} if found else set()
    for text in dict.fromkeys(extra):
        found = _listed(basis, text)
        if found and found.item not in named:
            pieces.append(Piece(text, found.kind, basis))
    return tuple(pieces)


@cites("AMMR 40(3)", "AMMR 40(4)", "AMMR 40(6)")
def reply_test(pieces: Sequence[Piece], *, disproved: bool = False, coherent: bool | None = None) -> Test:
    """Whether the requested state must accept, by the evidence alone.

    Proof decides unless it is disproved (40(4)). Otherwise circumstantial evidence must be accepted if it is coherent,
    verifiable and sufficiently detailed, which a person says (``coherent``; ``None``: nobody has, so the answer is
    open). A refusal must give its reasons.
    """
    count = {kind: sum(piece.kind == kind for piece in pieces) for kind in (PROOF, CIRCUMSTANTIAL)}
    if count[PROOF] and not disproved:
        met: bool | None = True
        note = "proof decides unless it is disproved"
    elif count[CIRCUMSTANTIAL]:
        met = coherent
        note = "circumstantial evidence that is coherent, verifiable and sufficiently detailed must be accepted"
    else:
        met = False
        note = "nothing on the lists supports the request; a refusal must give its reasons"
    figures = {"proof": str(count[PROOF]), "circumstantial": str(count[CIRCUMSTANTIAL])}
    return Test("AMMR 40(4), 40(6)", "Must the requested state accept on this evidence?", met, figures, note)
