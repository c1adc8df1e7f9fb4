"""Header words of the 24 official languages, as stems in folded spelling: what a column is about.

The stems are common words for the matters of Articles 56, 57 and 66 and their near synonyms. One of five letters or
more is looked for anywhere in a word (German and Finnish compounds); a shorter one, or one after ``^``, at the start of
a word. No stem decides alone: :mod:`fairshare.figures.annex.columns` asks for a combination, and leaves the rest to a
person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from fairshare.figures.annex.names import fold

_STEMS: Final[Mapping[str, str]] = {
    "relocation": (
        "relocat relokac релокац премест premist premiestn flytning omfordel omplacer ubernahm umsiedl "
        "umverteil μετεγκατ reubicac umberpaigut sisaisia+siirto sisaisten+siirto siirtojen relocalis athlonn "
        "premjesta athelyez ricolloc perkel parcel rilokaz herplaats relocaliza recoloca relocar relocal "
        "premest preselit"
    ),
    "financial": (
        "financ finans finanz finants финанс penzugy penzbeli χρηματοδοτ χρηματικ οικονομικ airgead rahoit "
        "rahali rahalli taloudel okonomi ekonomisk geldelijk"
    ),
    "alternative": (
        "alternat алтернат alternatyw alternatiiv alternattiv vaihtoehto εναλλακτικ malartach ailtearnach "
        "in+kind en+nature en+especie in+natura em+especie sachleist"
    ),
    "fair": (
        "fair+share share+of+the+key reference+key key+share gerecht anteil schlussel equitabl quote+part "
        "cuota+justa parte+justa equitativ clave+de quota+equa equa+quota parte+equa chiave+di quinhao "
        "quota+parte chave+de billijk aandeel verdeelsleutel rimelig andel nogle skalig rattvis osuus "
        "oikeudenmuk jakoperust osakaal oiglane oiglase taisnig teising sprawiedliw udzial ^klucz ^klic ^kluc "
        "spravedliv podil spravodliv podiel pravicn delez ^kljuc pravedn praviceni udio udjel meltanyos "
        "igazsagos reszesed hanyad echitabil cota cheie справедлив дял ключ δικαιη δικαιο δικαιου μεριδι "
        "κλειδα sehem gusta ishma sciar cothrom"
    ),
    "pledge": (
        "pledg commit zusag zugesag engagement annonc promes promis compromis compromet impegn toezeg "
        "toegezeg tilsagn tilsag utfast atagand sitoum lupau luvat lubadus lubatud solij apneman apsolij "
        "isipareigoj pazad zobowiaz deklar prislib prislub zavazk zavazo zavez obljub obecan obecav preuzet "
        "felajanl vallal igeret angajam angajat ангажимент поет обещ δεσμευ ανειλημμεν υποσχ wieghd weghd "
        "impenn impenj gealltan geallt"
    ),
    "adjusted": (
        "adjust angepasst anpass ajust justeret justera adeguat rettificat aangepast tilpass mukautet "
        "tarkistet oikaist kohandat korrigeer pielag koriget pakoreg skoryg dostosow upraven prilagod "
        "prilagoj kiigazit modosit коригир προσαρμοσ αναπροσαρμ aggust coigeart"
    ),
    "deducted": (
        "deduct abzug abgezog deduc deduzio detrazion detratt dedott aftrek fradrag avdrag vahennys mahaarv "
        "atskait atskaitit iskait odlicz odpoc odecet odecten odbit odstet odpis odbitek ^levon приспад αφαιρ "
        "εκπτωσ tnaqqis asbhaint"
    ),
    "reduced": (
        "reduc redukt reduz riduz ridott kurzung gekurzt vermind nedsaet nedsat minsk alennet vahendat "
        "vahendam samazin sumazin obniz zmniejsz snizen znizen zmanjs smanj csokkent намал μειω imnaqqas "
        "laghd"
    ),
    "total": (
        "total gesamt summe summa sum+of overall ensemble totaal i+alt ialt yhteensa kokku kopa is+viso viso "
        "razem ogolem lacznie suma celkem spolu celkom skupaj ukupno osszesen общо всичко συνολ kollox iomlan"
    ),
    "note": (
        "note remark remarq bemerk anmerk observ osserv comment komment koment opmerk merk huom markus piezim pastab "
        "uwag poznam opomb napomen megjegy бележк забележк παρατηρ rimark nota noti notai footnote fusnot"
    ),
}
TOPICS: Final[Mapping[str, tuple[str, ...]]] = {
    topic: tuple(stem.replace("+", " ") for stem in stems.split()) for topic, stems in _STEMS.items()
}

_UNION: Final = re.compile(r"(?:the )?(?:eu|ue|ес|εε|ae)(?: ?\d\d)?|european union|union")
_LABEL_WORDS: Final = 5


def _stands_in(stem: str, words: str) -> bool:
    if stem.startswith("^"):
        return f" {stem[1:]}" in words
    return f" {stem}" in words or (len(stem) >= 5 and " " not in stem and stem in words)


@lru_cache(maxsize=2000)
def topics_of(text: str) -> frozenset[str]:
    """What the words of a header are about.

    >>> sorted(topics_of("Zugesagte Übernahmen")), sorted(topics_of("Obowiązkowy sprawiedliwy udział (%)"))
    (['pledge', 'relocation'], ['fair'])
    """
    words = " " + fold(text)
    return frozenset(topic for topic, stems in TOPICS.items() if any(_stands_in(stem, words) for stem in stems))


def is_total(text: str) -> bool:
    """Whether a row's label says that the row is a sum.

    >>> is_total("Σύνολο"), is_total("Gesamt EU-26"), is_total("EU27"), is_total("Totals are rounded, see note 1 below")
    (True, True, True, False)
    """
    folded = fold(text)
    short = len(folded.split()) <= _LABEL_WORDS
    return short and ("total" in topics_of(text) or _UNION.fullmatch(folded) is not None)
