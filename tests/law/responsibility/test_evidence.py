"""Evidence by the lists of Annex I to Implementing Regulation (EU) 2025/2055 (section 2.9 of the law)."""

from __future__ import annotations

import pytest

from fairshare.law.parameters import table
from fairshare.law.responsibility.codes import Set
from fairshare.law.responsibility.evidence import (
    CIRCUMSTANTIAL,
    DIPLOMA,
    HIT,
    NOT_LISTED,
    PROOF,
    RESIDENCE_DOCUMENT,
    VISA,
    Piece,
    assess,
    lists_for,
    reply_test,
)


def kind(basis: str, item: str) -> str:
    (piece,) = assess(basis, [item])
    assert (piece.item, piece.supports) == (item, basis)
    return piece.kind


@pytest.mark.law("AMMR 40(3)", "AMMR 40(4)")
@pytest.mark.parametrize(
    ("basis", "item", "expected"),
    [
        # Article 25: legal presence, and the link
        ("AMMR 25(2)", "residence permit", PROOF),
        ("AMMR 25(2)", "Residence permits", PROOF),
        ("AMMR 25(2)", "residence permit No. 4512", PROOF),
        ("AMMR 25(3)", "refugee travel document", PROOF),
        ("AMMR 25(2)", "applicant's document (APR Art 29(1))", PROOF),
        ("AMMR 25(2)", "Art 51 answer of Finland", PROOF),
        ("AMMR 25(2)", "family template", CIRCUMSTANTIAL),
        ("AMMR 25(2)", "tracing by the Red Cross", CIRCUMSTANTIAL),
        ("AMMR 25(2)", "birth certificate", PROOF),
        ("AMMR 25(2)", "copy of the marriage certificate", PROOF),
        ("AMMR 25(2)", "DNA", PROOF),
        ("AMMR 25(2)", "family book", CIRCUMSTANTIAL),
        ("AMMR 25(2)", "photos", CIRCUMSTANTIAL),
        ("AMMR 25(2)", "family statements", CIRCUMSTANTIAL),
        ("AMMR 25(2)", "Eurodac hit", NOT_LISTED),
        ("AMMR 25(2)", "entry stamp", NOT_LISTED),
        ("AMMR 25(5)", "birth certificate", NOT_LISTED),
        # Articles 26 and 27
        ("AMMR 26(1)", "long-term residence permit", PROOF),
        ("AMMR 26(1)", "passport", NOT_LISTED),
        ("AMMR 26(2)", "passport", PROOF),
        ("AMMR 26(3)", "birth certificate", PROOF),
        ("AMMR 26(1)", "asylum application", NOT_LISTED),
        ("AMMR 27", "asylum application papers", CIRCUMSTANTIAL),
        ("AMMR 27", "witnesses", CIRCUMSTANTIAL),
        ("AMMR 27", "residence permit", NOT_LISTED),
        # Article 29: a document or a visa
        ("AMMR 29(1)", "residence permit", PROOF),
        ("AMMR 29(1)", "visa", NOT_LISTED),
        ("AMMR 29(2)", "visa", PROOF),
        ("AMMR 29(2)", "visa sticker", PROOF),
        ("AMMR 29(2)", "visa refusal", NOT_LISTED),
        ("AMMR 29(2)", "residence permit", NOT_LISTED),
        ("AMMR 29(2)", "VIS hit", PROOF),
        ("AMMR 29(4)", "VIS hit", PROOF),
        ("AMMR 29(3)(a)", "VIS hit", PROOF),
        ("AMMR 29(3)(c)", "another state", CIRCUMSTANTIAL),
        ("AMMR 29(1)", "Eurodac hit", NOT_LISTED),
        ("AMMR 29(1)", "Eurodac hit marked under Article 31", PROOF),
        ("AMMR 29(2)", "statements about a visa", CIRCUMSTANTIAL),
        # Article 30
        ("AMMR 30(1)", "diploma", PROOF),
        ("AMMR 30(1)", "student card", CIRCUMSTANTIAL),
        ("AMMR 30(1)", "student residence permit", CIRCUMSTANTIAL),
        ("AMMR 30(2)", "register extract on award", PROOF),
        ("AMMR 30(2)", "register extract on studies", CIRCUMSTANTIAL),
        # Article 31
        ("AMMR 31(1)", "entry stamp", PROOF),
        ("AMMR 31(1)", "EES", PROOF),
        ("AMMR 31(2)", "ticket", CIRCUMSTANTIAL),
        ("AMMR 31(1)", "Eurodac hit", NOT_LISTED),
        # Article 33: the stamp of a regular entry proves no irregular one; a set of another article is no hit
        ("AMMR 33(1)", "Eurodac hit", PROOF),
        ("AMMR 33(1)", "Eurodac Art 22 hit", PROOF),
        ("AMMR 33(1)", "Eurodac Art. 22(1)", PROOF),
        ("AMMR 33(1)", "Eurodac Art 24 hit", NOT_LISTED),
        ("AMMR 33(1)", "Eurodac Art 15 hit", NOT_LISTED),
        ("AMMR 33(1)", "entry stamp", NOT_LISTED),
        ("AMMR 33(1)", "entry stamp in a forged passport", PROOF),
        ("AMMR 33(1)", "screening form", PROOF),
        ("AMMR 33(1)", "exit stamp of Türkiye", PROOF),
        ("AMMR 33(1)", "statements", CIRCUMSTANTIAL),
        ("AMMR 33(1)", "bus tickets", CIRCUMSTANTIAL),
        ("AMMR 33(1)", "hotel bill", CIRCUMSTANTIAL),
        ("AMMR 33(1)", "photos", NOT_LISTED),
        ("AMMR 33(2)", "Eurodac Art 24 hit", PROOF),
        ("AMMR 33(2)", "Eurodac Art 22 hit", NOT_LISTED),
        ("AMMR 33(2)", "document given after disembarkation", PROOF),
        ("AMMR 33(2)", "ticket", NOT_LISTED),
        ("AMMR 33(3)", "Eurodac 16(2)(b) update", PROOF),
        ("AMMR 33(3)", "Eurodac hit", NOT_LISTED),
        ("AMMR 33(3)", "transfer decision", CIRCUMSTANTIAL),
        # take back
        ("AMMR 36(1)(b)", "Eurodac hit", PROOF),
        ("AMMR 36(1)(b)", "Eurodac Art 16(1)", PROOF),
        ("AMMR 38(4)", "Eurodac Art 15 hit", PROOF),
        ("AMMR 38(4)", "Eurodac Art 22 hit", NOT_LISTED),
        ("AMMR 36(1)(c)", "Eurodac Art 20 hit", PROOF),
        ("AMMR 36(1)(c)", "admission decision", PROOF),
        # no list is held
        ("AMMR 16(2)", "residence permit", NOT_LISTED),
        ("AMMR 34(1)", "birth certificate", NOT_LISTED),
        ("DUBLIN3 13(1)", "Eurodac hit", NOT_LISTED),
    ],
)
def test_a_piece_counts_by_the_list_of_the_deciding_criterion(basis: str, item: str, expected: str) -> None:
    assert kind(basis, item) == expected


@pytest.mark.parametrize("item", ["no birth certificate", "lost birth certificate", "forged birth certificate"])
def test_what_is_missing_or_forged_is_not_on_the_list(item: str) -> None:
    assert kind("AMMR 25(2)", item) == NOT_LISTED


@pytest.mark.parametrize(
    ("basis", "item"), [("AMMR 31(1)", "statement about an entry stamp"), ("AMMR 33(1)", "statement of UNHCR")]
)
def test_what_somebody_says_about_an_item_is_circumstantial(basis: str, item: str) -> None:
    assert kind(basis, item) == CIRCUMSTANTIAL


def test_the_words_on_record_keep_their_order_and_stand_once() -> None:
    pieces = assess("AMMR 33(1)", ["statements", " Eurodac hit", "statements", ""])
    assert [piece.item for piece in pieces] == ["statements", "Eurodac hit"]


@pytest.mark.law("AMMR 40(3)")
def test_a_eurodac_set_on_record_proves_the_entry() -> None:
    assert assess("AMMR 33(1)", [], extra=[HIT[Set.A22]]) == (Piece("Eurodac hit, Article 22", PROOF, "AMMR 33(1)"),)
    assert assess("AMMR 33(2)", [], extra=[HIT[Set.A24]]) == (Piece("Eurodac hit, Article 24", PROOF, "AMMR 33(2)"),)
    assert assess("AMMR 33(1)", [], extra=[HIT[Set.A24], HIT[Set.A23], HIT[Set.A15]]) == ()
    assert [p.item for p in assess("AMMR 36(1)(b)", [], extra=HIT.values())] == [
        HIT[Set.A15],
        HIT[Set.A16_1],
        HIT[Set.A16_2],
        HIT[Set.A16_3],
        HIT[Set.RELOCATION],
    ]


def test_a_document_visa_or_diploma_on_record_counts_where_it_is_on_the_list() -> None:
    held = [RESIDENCE_DOCUMENT, VISA, DIPLOMA]
    assert [p.item for p in assess("AMMR 29(1)", [], extra=held)] == [RESIDENCE_DOCUMENT]
    assert [p.item for p in assess("AMMR 29(2)", [], extra=held)] == [VISA]
    assert [p.item for p in assess("AMMR 30(1)", [], extra=held)] == [DIPLOMA]
    assert assess("AMMR 33(1)", [], extra=held) == ()


def test_what_the_record_holds_is_not_said_twice() -> None:
    pieces = assess("AMMR 33(1)", ["Eurodac Art 22 hit"], extra=[HIT[Set.A22], HIT[Set.A22]])
    assert [piece.item for piece in pieces] == ["Eurodac Art 22 hit"]


def test_every_set_has_its_words_and_every_provision_its_lists() -> None:
    assert HIT.keys() == set(Set)
    data = table("evidence")
    used = {name for names in data["provisions"].values() for name in names}
    assert used == data["lists"].keys()
    assert lists_for("AMMR 26(2)") == ("residence-26", "citizenship-26", "relationship")
    assert lists_for("AMMR 29(5)") == ("residence-document-29", "visa-29")
    assert lists_for("nothing") == ()


@pytest.mark.parametrize("basis", table("evidence")["provisions"])
def test_every_item_of_a_list_is_found_by_each_of_its_phrases(basis: str) -> None:
    """Unless a longer phrase of another item of the same kind says more."""
    for name in lists_for(basis):
        entry = table("evidence")["lists"][name]
        for of_kind in (PROOF, CIRCUMSTANTIAL):
            for phrases in entry[of_kind].values():
                for phrase in phrases:
                    text = " ".join(word for word in phrase.split() if not word.startswith("-"))
                    assert kind(basis, text) == of_kind, (basis, text)


@pytest.mark.law("AMMR 40(3)", "AMMR 40(4)", "AMMR 40(6)")
@pytest.mark.parametrize(
    ("items", "disproved", "coherent", "met"),
    [
        (["Eurodac hit"], False, None, True),
        (["Eurodac hit"], True, None, False),
        (["Eurodac hit", "tickets"], True, True, True),
        (["tickets"], False, None, None),
        (["tickets"], False, True, True),
        (["tickets"], False, False, False),
        (["photos"], False, True, False),
        ([], False, None, False),
    ],
)
def test_proof_decides_unless_disproved_then_coherent_circumstantial_evidence(
    items: list[str], disproved: bool, coherent: bool | None, met: bool | None
) -> None:
    test = reply_test(assess("AMMR 33(1)", items), disproved=disproved, coherent=coherent)
    assert test.met is met and test.note
