"""The annex of a Council act as a person gets it: the same fictional annex in 24 languages and every layout.

The figures are those of tests/data/annex/fictional_annex.csv: an act that does not exist, with shares of a key computed
from made-up populations and GDP, 24,000 relocations or EUR 480 million, units rounded up. No figure of a real annex.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from babel import Locale
from babel.numbers import format_decimal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.figures.annex import CONCEPTS, Annex, Hints, Scale, read_annex
from fairshare.figures.annex.checks import Act, Check, check_annex
from fairshare.figures.annex.events import adjustments, as_yaml, make_events
from fairshare.figures.annex.files import parse
from fairshare.figures.annex.names import LOCALES, name_of, name_table
from fairshare.figures.annex.numbers import Nothing, Number, Unread, mark_shown, read_number, split_marks
from fairshare.figures.annex.reading import understand
from fairshare.law.choices import Choices
from fairshare.law.outcome import RefusedError
from fairshare.states import NAMES, PART_IV

DATA = Path(__file__).parents[1] / "data" / "annex"
ACT = Act(2026, date(2025, 12, 20), 24_000, Decimal(480_000_000), "a fictional act")
SCALE = Scale(24_000, Decimal(480_000_000))
FIGURES = ("share", "units", "eur", "relocation", "financial", "alternative", "adjusted")

with (DATA / "headers.csv").open(encoding="utf-8", newline="") as _file:
    HEADERS = {line["language"]: line for line in csv.DictReader(_file)}


def rows() -> list[dict[str, str]]:
    with (DATA / "fictional_annex.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def header(language: str) -> list[str]:
    _, state, fair, reloc, pledged, money, other, adjusted, _ = HEADERS[language].values()
    mine = [f"{fair} (%)", f"{fair}: {reloc}", f"{fair} (EUR)", f"{pledged}: {reloc}", f"{pledged}: {money} (EUR)"]
    return [state, *mine, f"{pledged}: {other} (EUR)", adjusted]


def state_name(code: str, language: str) -> str:
    return str(Locale.parse(LOCALES[language]).territories[{"EL": "GR"}.get(code, code)])


def figure(row: dict[str, str], concept: str, language: str) -> str:
    if not row[concept]:
        return "—"
    printed = format_decimal(Decimal(row[concept]), "#,##0.0000" if concept == "share" else "#,##0", LOCALES[language])
    return f"{printed} %" if concept == "share" else printed


def page(language: str = "en", totals: bool = True) -> list[list[str]]:
    """The annex as cells, in the names and numbers of a language, with footnote marks in brackets."""
    body = [
        [state_name(r["state"], language) + (f" ({r['mark']})" if r["mark"] else "")]
        + [figure(r, concept, language) for concept in FIGURES]
        for r in rows()
    ]
    sums = {c: f"{sum(Decimal(r[c] or 0) for r in rows())}" for c in FIGURES} | {"adjusted": ""}
    last = [HEADERS[language]["total"], *(figure(sums, concept, language) for concept in FIGURES)]
    return [header(language), *body, *([last] if totals else [])]


def as_html(cells: list[list[str]]) -> bytes:
    lines = ("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in cells)
    return ("<html><head><meta charset='utf-8'></head><table>" + "\n".join(lines) + "</table></html>").encode()


def as_csv(cells: list[list[str]], mark: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(cells)
    return out.getvalue().encode()


def as_markdown(cells: list[list[str]]) -> bytes:
    rule = ["---"] * len(cells[0])
    return "\n".join("| " + " | ".join(row) + " |" for row in [cells[0], rule, *cells[1:]]).encode()


def as_blanks(cells: list[list[str]]) -> bytes:
    return "\n".join("   ".join(row) for row in cells).encode()


def as_xlsx(cells: list[list[str]], *, numbers: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in cells:
        sheet.append(row)
    if numbers:
        for line, row in enumerate(rows(), start=2):
            for column, concept in enumerate(FIGURES, start=2):
                if row[concept]:
                    cell = sheet.cell(line, column, float(row[concept]) / (100 if concept == "share" else 1))
                    cell.number_format = "0.0000%" if concept == "share" else "#,##0"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


LAYOUTS = {
    "html": as_html,
    "comma": lambda cells: as_csv(cells, ","),
    "semicolon": lambda cells: as_csv(cells, ";"),
    "tab": lambda cells: as_csv(cells, "\t"),
    "markdown": as_markdown,
    "blanks": as_blanks,
    "xlsx": as_xlsx,
    "utf-16": lambda cells: as_csv(cells, "\t").decode().encode("utf-16"),
    "utf-16 without mark": lambda cells: as_csv(cells, "\t").decode().encode("utf-16-le"),
    "utf-8 with mark": lambda cells: as_csv(cells, ";").decode().encode("utf-8-sig"),
}


def read(raw: bytes | str, **hints: Any) -> Annex:
    data = raw.encode() if isinstance(raw, str) else raw
    return understand(parse(data, "page"), "page", Hints(**({"scale": SCALE} | hints)))


def events(annex: Annex) -> list[dict[str, Any]]:
    """The events without what only says where they were read."""
    assert annex.faults == ()
    made = make_events(annex, ACT, adjustments(annex, ACT))
    return [{key: value for key, value in event.items() if key not in {"source", "note"}} for event in made]


def check(annex: Annex, name: str, computed: dict[str, Fraction] | None = None) -> Check:
    return next(c for c in check_annex(annex, ACT, computed) if c.name == name)


def problems(annex: Annex) -> list[str]:
    return [f"{fault.line}: {fault.field}: {fault.problem}" for fault in annex.faults]


SIMPLE = "State;Fair share (%);Fair share: relocations;Pledged relocations\n"


# --- one annex, many pages --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def expected() -> list[dict[str, Any]]:
    """The events straight from the table of figures, without any reading of a page."""
    made: list[dict[str, Any]] = []
    council = {"date": ACT.adopted, "actor": "Council of the European Union", "capacity": "council"}
    made.append(
        {"event": "act_adopted", **council, "basis": "AMMR 57(1)", "relocations": 24_000, "financial": "480000000"}
    )
    for r in rows():
        share = {"share": f"{Decimal(r['share']) * Decimal('0.01'):f}", "units": int(r["units"])}
        made.append({"event": "share_published", **council, "basis": "AMMR 57(3)", "state": r["state"], **share})
    for r in rows():
        who = {"date": ACT.adopted, "actor": NAMES[r["state"]], "capacity": "member_state", "basis": "AMMR 57(1)"}
        for measure in ("relocation", "financial", "alternative"):
            if r[measure]:
                amount = int(r[measure]) if measure == "relocation" else r[measure]
                made.append(
                    {"event": "pledge_recorded", **who, "state": r["state"], "measure": measure, "amount": amount}
                )
    for r in rows():
        if r["adjusted"]:
            part = str(1 - Fraction(r["adjusted"]) / int(r["units"])).replace("1/2", "0.5")
            made.append(
                {"event": "adjustment_in_act", **council, "basis": "AMMR 57; A10", "state": r["state"], "part": part}
            )
    return [event | {"status": "official"} for event in made]


@pytest.mark.law("AMMR 57(1)", "AMMR 57(3)")
@pytest.mark.parametrize("language", sorted(HEADERS))
def test_every_official_language_gives_the_same_events(language: str, expected: list[dict[str, Any]]) -> None:
    annex = read(as_html(page(language)))
    assert events(annex) == expected
    table = annex.tables[0]
    assert table.language.named == 26 and language in table.language.codes
    assert [row.status for row in annex.rows] == ["header"] + ["read"] * 26 + ["total"]
    assert all(c.ok for c in check_annex(annex, ACT) if c.name.startswith(("total_", "states", "shares_sum")))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", ["de", "el", "en"])
def test_every_layout_gives_the_same_events(layout: str, language: str, expected: list[dict[str, Any]]) -> None:
    assert events(read(LAYOUTS[layout](page(language)))) == expected


@pytest.mark.parametrize(("code", "language"), [("cp1252", "de"), ("cp1250", "cs"), ("cp1251", "bg"), ("cp1253", "el")])
def test_old_encodings_are_told_by_the_names_that_they_show(
    code: str, language: str, expected: list[dict[str, Any]]
) -> None:
    raw = as_csv(page(language), ";").decode().replace("\u202f", "\u00a0").encode(code)
    annex = read(raw)
    assert events(annex) == expected
    assert annex.encoding.startswith(code)


def test_numbers_of_a_workbook_stay_numbers(expected: list[dict[str, Any]]) -> None:
    assert events(read(as_xlsx(page("fr", totals=False), numbers=True))) == expected


def test_codes_instead_of_names(expected: list[dict[str, Any]]) -> None:
    cells = page("en")
    for row, state in zip(cells[1:], [r["state"] for r in rows()], strict=False):
        row[0] = {"EL": "GR"}.get(state, state)
    annex = read(as_csv(cells, ";"))
    assert events(annex) == expected
    assert annex.tables[0].language.codes == ()


def test_the_official_journal_layout(expected: list[dict[str, Any]]) -> None:
    """div#anx_1, table.oj-table, p.oj-tbl-txt, merged headers, superscript marks, notes below, layout tables around."""
    annex = read_annex(DATA / "fictional_annex_en.html", Hints(scale=SCALE))
    assert events(annex) == expected
    assert [(t.number, t.name, t.read) for t in annex.tables][-1] == (3, "#anx_1", True)
    assert annex.title.startswith("FICTIONAL COUNCIL IMPLEMENTING DECISION")
    assert annex.row_of("AT").marks == ("(*1)",)
    assert annex.notes == ("(*1) Contribution adjusted by this Decision.", "(*2) Staff and equipment.")
    noted = {e["state"]: e["note"] for e in make_events(annex, ACT, {}) if "note" in e}
    assert noted == dict.fromkeys(("EE", "AT", "PL"), annex.notes[0]) | {"MT": annex.notes[1]}


def test_every_cell_stands_in_the_report() -> None:
    cells = page("de")
    annex = read(as_csv(cells, ";"))
    assert [[c.text for c in row.cells] for row in annex.rows] == [[c for c in row if c] for row in cells]
    assert {c.status for row in annex.rows for c in row.cells} == {"read", "nothing", "text"}


def test_single_file_web_page(expected: list[dict[str, Any]]) -> None:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"] = "<Saved by a browser>"
    message.set_content(as_html(page("de")).decode(), subtype="html", cte="quoted-printable")
    assert events(read(message.as_bytes())) == expected


# --- names ------------------------------------------------------------------------------------------------------------


def test_no_name_stands_for_two_states() -> None:
    table = name_table()  # raises ValueError if one did
    assert len(LOCALES) == 24 and {entry.state for entry in table.values()} == set(NAMES)


@pytest.mark.parametrize("language", sorted(LOCALES))
@given(data=st.data())
@settings(max_examples=10)
def test_names_in_any_case_with_any_mark(language: str, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(sorted(NAMES)))
    iso = {"EL": "GR", "UK": "GB"}.get(code, code)
    name = str(Locale.parse(LOCALES[language]).territories[iso])
    change = data.draw(st.sampled_from([str, str.upper, str.lower, str.title]))
    mark = data.draw(st.sampled_from(["", " (1)", "*", " **", "¹", " 2)", " [3]", " (*1)", "\u00a0(a)"]))
    found = name_of(split_marks(change(name) + mark)[0])
    assert found is not None and found.state == code and language in found.languages


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Ġermanja", "DE"),
        ("GHEARMÁIN", "DE"),
        ("ΕΛΛΆΔΑ", "EL"),
        ("Ελλάς", "EL"),
        ("Česko", "CZ"),
        ("Czech Republic", "CZ"),
        ("the Netherlands", "NL"),
        ("Niderlandy", "NL"),
        ("Madalmaad", "NL"),
        ("Estónia", "EE"),
        ("GRC", "EL"),
        ("GB", "UK"),
        ("Belgique/België", "BE"),
        ("AT – Österreich", "AT"),
        ("Slovenija", "SI"),
        ("Slovensko", "SK"),
        ("it", None),
        ("Irland und Malta", None),
        ("Malta / Italy", None),
        ("", None),
    ],
)
def test_names_that_texts_print(text: str, state: str | None) -> None:
    found = name_of(text)
    assert (found.state if found else None) == state


# --- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mark", "value", "unit"),
    [
        ("21,6890 %", ",", "21.6890", "%"),
        ("21.6890%", ".", "21.6890", "%"),
        ("9 260 000", ",", "9260000", ""),
        ("9\u202f260\u202f000", ",", "9260000", ""),
        ("9'260'000.50", ".", "9260000.50", ""),
        ("9.260.000 EUR", ",", "9260000", "EUR"),
        ("€ 9,26 million", ".", None, ""),
        ("€ 9.26 million", ".", "9260000", "EUR"),
        ("EUR 9.26 m", ".", "9260000", "EUR"),
        ("9,26 Mio. EUR", ",", "9260000", "EUR"),
        ("9,26 εκατ. ευρώ", ",", "9260000", "EUR"),
        ("9,26 млн. евро", ",", "9260000", "EUR"),
        ("9 260 tis. EUR", ",", "9260000", "EUR"),
        ("9 260 milliers d'EUR", ",", None, ""),
        ("4 555 (1)", ",", "4555", ""),
        ("4 555¹", ",", "4555", ""),
        ("4 555*", ",", "4555", ""),
        ("0", ",", "0", ""),
        ("-5", ",", None, ""),
        ("- 5", ",", None, ""),
        ("(5)", ",", None, ""),
        ("≥ 5", ",", None, ""),
        ("5–10", ",", None, ""),
        ("up to 5", ".", None, ""),
        ("x", ".", None, ""),
        ("yes", ".", None, ""),
        ("12 34", ".", None, ""),
        ("1,23,456", ".", None, ""),
        ("NaN", ".", None, ""),
        ("inf", ".", None, ""),
        ("1e9", ".", None, ""),
        ("9" * 28, ".", None, ""),
    ],
)
def test_numbers_as_printed(text: str, mark: str, value: str | None, unit: str) -> None:
    found = read_number(text, mark)
    if value is None:
        assert isinstance(found, Unread)
    else:
        assert isinstance(found, Number) and (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["", "—", "-", "–", "n/a", "…", ":", "— (1)"])
def test_a_dash_is_nothing_and_not_zero(text: str) -> None:
    assert read_number(text, ",") == Nothing()


@given(
    value=st.decimals(min_value=0, max_value=10**12, places=4),
    language=st.sampled_from(sorted(LOCALES)),
)
def test_every_language_reads_what_it_prints(value: Decimal, language: str) -> None:
    printed = format_decimal(value, "#,##0.0000", LOCALES[language])
    mark = mark_shown(printed)
    assert mark in {",", "."}
    found = read_number(printed, mark)
    assert isinstance(found, Number) and found.value == value and found.step == Decimal("0.0001")


@given(text=st.text(max_size=30), mark=st.sampled_from([",", "."]))
def test_no_text_makes_a_number_reader_fail_or_go_negative(text: str, mark: str) -> None:
    found = read_number(text, mark)
    assert not isinstance(found, Number) or 0 <= found.value <= 10**18


def test_the_decimal_mark_is_proved_by_figures_before_the_language() -> None:
    annex = read(SIMPLE + "Germany;60,5;14520;1\nFrance;30,5;7320;2\nMalta;9,0;2160;3\n")
    assert (annex.tables[0].decimal, annex.tables[0].decimal_by) == (",", "figures")
    assert annex.value("DE", "share") == Decimal("0.605")


def test_the_language_settles_what_no_figure_proves() -> None:
    text = "Staat;Gerechter Anteil (%);Gerechter Anteil: Übernahmen\n"
    text += "Deutschland;60;14.400\nFrankreich;30;7.200\nItalien;10;2.400\n"
    annex = read(text)
    assert (annex.tables[0].decimal, annex.tables[0].decimal_by) == (",", "language")
    assert annex.value("DE", "units") == 14_400


def test_codes_leave_a_doubtful_figure_to_the_user() -> None:
    text = "State;Fair share (%);Fair share: relocations\nDE;60;14.400\nFR;30;7.200\nIT;10;2.400\n"
    assert any("can be read in two ways" in p for p in problems(read(text)))
    assert read(text, decimal=",").value("DE", "units") == 14_400


def test_two_decimal_marks_in_one_table_are_a_fault() -> None:
    annex = read(SIMPLE + "Germany;60,5;14520;1\nFrance;30.5;7320;2\nMalta;9,0;2160;3\n")
    assert any("decimal comma and" in p for p in problems(annex))


# --- columns ----------------------------------------------------------------------------------------------------------


def test_the_figures_tell_columns_without_headers(expected: list[dict[str, Any]]) -> None:
    """Shares sum to 100; fair shares follow the key in every row. Pledges follow nothing: they are left to a person."""
    cells = [row[:5] for row in page("en", totals=False)[1:]]
    annex = read(as_csv(cells, ";"))
    assert [c.concept for c in annex.tables[0].columns] == ["state", "share", "units", "", ""]
    assert [p.partition(": ")[2].partition(":")[0] for p in problems(annex)] == ["column 4", "column 5"]
    told = read(as_csv(cells, ";"), columns={0: {4: "eur", 5: "relocation"}})
    assert problems(told) == []
    assert told.value("DE", "eur") == 34_040_000


def test_two_columns_of_one_kind_are_given_to_neither() -> None:
    annex = read("State;Pledged relocations;Pledged relocations\nGermany;1;4\nFrance;2;5\nMalta;3;7\n")
    assert [p[:11] for p in problems(annex)] == ["2: column 2", "2: column 3"]


def test_relocations_alone_are_told_by_the_figures() -> None:
    """Such a column may hold fair shares or pledges: the first follow the key in every row, the second in few."""
    body = ["Germany;50;{};{}", "France;30;{};{}", "Malta;15;{};{}", "Italy;5;{};{}"]
    fair, pledged = (12_000, 7_200, 3_600, 1_200), (12_000, 0, 0, 0)
    text = "State;Share (%);Relocations;Relocations\n"
    text += "\n".join(line.format(*pair) for line, pair in zip(body, zip(fair, pledged, strict=True), strict=True))
    annex = read(text)
    assert [c.concept for c in annex.tables[0].columns] == ["state", "share", "units", "relocation"]
    doubtful = read(text.replace("7200;0", "7200;7200").replace("3600;0", "3600;0"))
    assert [c.concept for c in doubtful.tables[0].columns][3] == ""
    assert "column 4" in problems(doubtful)[0]


def test_money_whose_scale_is_not_printed_is_left_to_the_user() -> None:
    text = "State;Pledged financial contributions\nGermany;9.26\nFrance;8.44\nMalta;0\n"
    assert "column 2" in problems(read(text))[0]
    millions = read(text.replace("contributions", "contributions (EUR million)"))
    assert millions.value("DE", "financial") == 9_260_000


def test_reduced_alone_could_be_what_is_left_or_what_is_gone() -> None:
    annex = read("State;Fair share: relocations;Reduced contribution\nGermany;10;4\nFrance;9;5\nMalta;8;7\n")
    assert "column 3" in problems(annex)[0]


def test_remarks_go_into_the_events_and_other_words_to_the_user() -> None:
    text = SIMPLE.strip() + ";Remarks;Form\nGermany;60;14400;1;in kind;a\nFrance;30;7200;2;;b\nMalta;10;2400;3;;c\n"
    annex = read(text)
    assert problems(annex) == ["2: column 6: what it holds cannot be told from its header 'Form' and its figures"]
    kept = read(text, columns={0: {6: "skip"}})
    notes = [e["note"] for e in make_events(kept, ACT, {}) if "note" in e]
    assert problems(kept) == [] and notes == ["in kind", "in kind"]


def test_columns_that_are_not_there_are_a_fault() -> None:
    text = "State;Pledged relocations\nGermany;5\nGreece;6\nMalta;7\n"
    with pytest.raises(BadInputError, match="column 3 is not in table 1"):
        read(text, columns={0: {3: "share"}})
    with pytest.raises(BadInputError, match="table 2 is not read"):
        read(text, columns={2: {1: "state"}})


def test_the_user_says_which_column_names_the_states() -> None:
    text = "Neighbour;State;Pledged relocations\nFrance;Germany;5\nItaly;Greece;6\nSpain;Malta;7\n"
    annex = read(text, columns={0: {1: "skip", 2: "state"}})
    assert annex.faults == () and annex.states == ("DE", "EL", "MT")


def test_numbered_rows_and_a_second_column_of_names() -> None:
    text = "No;State;Code;Pledged relocations\n1.;Germany;DE;5\n2.;Greece;GR;6\n3.;Malta;MT;7\n"
    assert [c.concept for c in read(text).tables[0].columns] == ["row_number", "state", "state", "relocation"]
    assert problems(read(text.replace("GR", "IT"))) == ["3: state (column 3): 'IT' is not EL"]


def test_shares_as_parts_of_one() -> None:
    annex = read("State;Fair share\nGermany;0.600\nFrance;0.300\nMalta;0.100\n")
    assert annex.value("DE", "share") == Decimal("0.600")
    text = "State;Share;Pledged relocations\nGermany;0.6;1\nFrance;0.3;2\nItaly;0.01;3\n"
    named = {"columns": {0: {2: "share"}}}
    assert "per cent or parts of 1?" in problems(read(text, **named))[0]
    assert read(text, **named, share_scale=100).value("DE", "share") == Decimal("0.006")
    assert read(text, **named, share_scale=1).value("DE", "share") == Decimal("0.6")


@pytest.mark.parametrize("concept", sorted(CONCEPTS))
def test_every_concept_can_be_said(concept: str) -> None:
    annex = read("State;A\nGermany;1\nFrance;0\nMalta;0\n", columns={0: {2: concept}}, share_scale=1)
    assert annex.tables[0].columns[1].concept == concept


# --- nothing is dropped -----------------------------------------------------------------------------------------------


def test_a_row_that_is_not_understood_is_a_fault_until_a_person_lets_it_stand() -> None:
    text = SIMPLE + "Germany;60;14400;1\nAtlantis;20;4800;9\nFrance;30;7200;2\nMalta;10;2400;3\n"
    annex = read(text)
    assert problems(annex) == ["3: row: 'Atlantis | 20 | 4800 | 9' is not understood"]
    kept = read(text, accept_unread=True)
    assert kept.faults == () and [f.line for f in kept.accepted] == [3]
    assert [r.status for r in kept.rows] == ["header", "read", "not understood", "read", "read"]
    named = read(text, names={"atlantis": "SE"})
    assert named.value("SE", "relocation") == 9


def test_an_unknown_name_in_the_first_row_is_no_header() -> None:
    annex = read(SIMPLE + "Atlantis;20;4800;9\nGermany;60;14400;1\nFrance;30;7200;2\nMalta;10;2400;3\n")
    assert problems(annex) == ["2: row: 'Atlantis | 20 | 4800 | 9' is not understood"]


def test_notes_headings_index_rows_and_repeated_headers_have_their_own_status() -> None:
    text = SIMPLE + (
        "(1);(2);(3);(4)\nGermany (a);60;14400;1\n"
        + SIMPLE
        + "France;30;7200;2\nMalta;10;2400;3\n(a) Federal figures.;;;\n"
    )
    annex = read(text)
    assert [r.status for r in annex.rows] == ["header", "header", "read", "header", "read", "read", "note"]
    noted = [e["state"] for e in make_events(annex, ACT, {}) if e.get("note") == "(a) Federal figures."]
    assert noted == ["DE", "DE"]


def test_a_word_alone_may_be_a_name_that_was_not_understood() -> None:
    annex = read(SIMPLE + "Germany;60;14400;1\nGrmany;;;\nFrance;30;7200;2\nMalta;10;2400;3\n")
    assert problems(annex) == ["3: row: 'Grmany' is not understood"]


def test_a_state_with_nothing_beside_it_is_read_as_such() -> None:
    annex = read(SIMPLE + "Germany;60;14400;1\nHungary;;;\nFrance;30;7200;2\nMalta;10;2400;3\n")
    assert problems(annex) == [] and annex.states == ("DE", "HU", "FR", "MT")
    assert not [e for e in make_events(annex, ACT, {}) if e.get("state") == "HU"]


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("-5", "'-5' is negative"),
        ("4.5", "4.5 is not whole"),
        ("about 7", "'about 7' is not a number"),
        ("5 EUR", "has the unit EUR"),
        ("5 %", "has the unit %"),
        ("nan", "'nan' is not a number"),
        ("1e400", "'1e400' is not a number"),
    ],
)
def test_a_cell_that_cannot_stand_is_a_fault_with_state_and_column(cell: str, problem: str) -> None:
    annex = read(SIMPLE + f"Germany;60;14400;{cell}\nFrance;30;7200;2\nMalta;10;2400;3\n")
    assert problems(annex) == [f"2: DE relocation (column 4): {problem}"]
    kept = read(SIMPLE + f"Germany;60;14400;{cell}\nFrance;30;7200;2\nMalta;10;2400;3\n", accept_unread=True)
    pledge = next(e for e in make_events(kept, ACT, {}) if e["event"] == "pledge_recorded")
    assert (pledge["state"], pledge["amount"]) == ("DE", None)  # known to exist, not known how much


def test_a_share_above_the_whole_is_a_fault() -> None:
    annex = read("State;Fair share (%)\nGermany;160\nFrance;30\nMalta;10\n")
    assert problems(annex) == ["2: DE share (column 2): 160.00 % is above 100 %"]


def test_a_state_twice_is_a_fault_that_cannot_be_let_stand() -> None:
    text = SIMPLE + "Germany;60;14400;1\nFrance;30;7200;2\nDeutschland;10;2400;3\n Malta;0;0;0\n"
    assert problems(read(text, accept_unread=True)) == [
        "4: state: DE stands on line 2 already ('Deutschland | 10 | 2400 | 3')"
    ]


def test_denmark_is_outside_the_key() -> None:
    """Protocol 22 and recital 90: a share of Denmark has no event; a dash or a voluntary pledge may stand."""
    text = SIMPLE + "Germany;60;14400;1\nFrance;30;7200;2\nMalta;10;2400;3\nDenmark;{};—;5\n"
    assert problems(read(text.format("2.0"))) == ["5: DK share: DK is outside the key and has a share"]
    fine = read(text.format("—"))
    assert [e["event"] for e in make_events(fine, ACT, {}) if e.get("state") == "DK"] == ["pledge_recorded"]
    assert "outside the key: DK" in check(fine, "states").text


def test_blanks_alone_do_not_place_a_missing_cell() -> None:
    text = "State   Share of the key (%)   Pledged relocations\nGermany   60   5\nFrance   30\nMalta   10   7\n"
    assert problems(read(text)) == ["3: row: 'France | 30' has 2 cells and the table 3 columns"]
    assert problems(read(text.replace("30\n", "30   —\n"))) == []


def test_one_cell_for_two_states_is_a_fault() -> None:
    page_ = (
        "<table><tr><td>State</td><td>Pledged relocations</td></tr><tr><td>Belgium</td><td rowspan=2>5</td></tr>"
        "<tr><td>Luxembourg</td></tr><tr><td>Malta</td><td>1</td></tr></table>"
    )
    assert [p.partition(": ")[2] for p in problems(read(page_))] == [
        f"{state} relocation (column 2): '5' stands in one cell for several rows or columns" for state in ("BE", "LU")
    ]


def test_a_formula_without_a_stored_value_is_no_empty_cell() -> None:
    cells = [["State", "Pledged relocations"], ["Germany", "=1+1"], ["France", "2"], ["Malta", "3"]]
    assert problems(read(as_xlsx(cells))) == ["2: DE relocation (column 2): '=1+1' is a formula without a stored value"]


def test_superscripts_are_no_digits() -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    raised = CellRichText("4 555", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["State", "Pledged relocations"], ["Germany", raised], ["France", 2], ["Malta", 3]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    for raw in (out.getvalue(), b"<table><tr><td>State<td>Pledged relocations<tr><td>Germany<td>4 555<sup>1</sup>"
                                b"<tr><td>France<td>2<tr><td>Malta<td>3</table>"):  # fmt: skip
        annex = read(raw)
        assert (annex.value("DE", "relocation"), annex.row_of("DE").marks) == (4_555, ("1",))


# --- which table ------------------------------------------------------------------------------------------------------


def two_tables() -> bytes:
    cells = page("en", totals=False)
    shares, pledges = [row[:4] for row in cells], [[row[0], *row[4:]] for row in cells]
    return as_html(shares) + as_html(pledges)


def test_several_tables_are_a_question_and_can_be_read_together(expected: list[dict[str, Any]]) -> None:
    with pytest.raises(
        BadInputError, match=r"several tables name states: table 1 \(26 states\), table 2 \(26 states\)"
    ):
        read(two_tables())
    assert events(read(two_tables(), tables=(1, 2))) == expected
    assert read(two_tables(), tables=(1,)).has("relocation") is False


def test_tables_that_contradict_each_other_are_a_fault() -> None:
    one = as_html(page("en"))
    two = one.replace(b"615", b"616")
    found = problems(read(one + two, tables=(1, 2)))
    assert len(found) == 1 and "'616' for BE is not what line 2 says" in found[0]


def test_sheets_of_a_workbook_are_tables_and_merged_cells_are_headers(expected: list[dict[str, Any]]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(page("it"))))
    sheet = book.active
    assert sheet is not None
    sheet.insert_rows(1, 2)
    sheet["A1"] = "Allegato: 480 milioni di EUR"
    sheet.merge_cells("A1:H1")
    sheet["B2"] = "Quota equa"
    sheet.merge_cells("B2:D2")
    book.create_sheet("appunti").append(["2099-01-01", True, 3])
    out = io.BytesIO()
    book.save(out)
    annex = read(out.getvalue())
    assert events(annex) == expected
    assert [(t.states, t.read) for t in annex.tables] == [(26, True), (0, False)]
    assert annex.tables[0].columns[1].header == "Quota equa / Quota equa (%)"


def test_an_annex_as_a_ministry_might_lay_it_out() -> None:
    """Headings between the rows, a dash over two columns, millions in the header, remarks, a voluntary pledge."""
    annex = read(
        "<table><tr><td colspan=6>Contributions (480 millions d'EUR)</td></tr><tr><td>État membre<td>Part équitable (%)"
        "<td>Part équitable (relocalisations)<td colspan=2>Contributions annoncées<td>Remarques</tr>"
        "<tr><td><td><td><td>Relocalisations<td>Contributions financières (en millions d'EUR)<td></tr>"
        "<tr><td colspan=6>États membres bénéficiaires</td></tr>"
        "<tr><td>Grèce <sup>(1)</sup><td>60,0000<td>14 400<td colspan=2>—<td>bénéficiaire</tr>"
        "<tr><td colspan=6>Autres États membres</td></tr><tr><td>Pays-Bas<td>30,0000<td>7 200<td>7 200<td>0<td></tr>"
        "<tr><td>Malte<td>10,0000<td>2 400<td>0<td>48,25<td></tr>"
        "<tr><td>Danemark<td>—<td>—<td>—<td>1,5<td>volontaire</tr>"
        "<tr><td><b>Total</b><td>100<td>24 000<td>7 200<td>49,75<td></tr>"
        "<tr><td colspan=6><sup>(1)</sup> Note.</td></tr></table>"
    )
    assert annex.faults == ()
    assert [r.status[0] for r in annex.rows] == list("hhhhrnrrrtn")
    made = make_events(annex, ACT, {})
    pledged = {(e["state"], e["measure"]): e["amount"] for e in made if e["event"] == "pledge_recorded"}
    assert pledged == {
        ("NL", "relocation"): 7_200,
        ("NL", "financial"): "0",
        ("MT", "relocation"): 0,
        ("MT", "financial"): "48250000",
        ("DK", "financial"): "1500000",
    }
    assert next(e["note"] for e in made if e.get("state") == "EL") == "bénéficiaire Note. (1)"
    assert check(annex, "total_financial").ok


def test_a_nested_table_is_found_and_sheets_are_tables(expected: list[dict[str, Any]]) -> None:
    nested = b"<table><tr><td>7.</td><td>Text " + as_html(page("en")) + b"</td></tr></table>"
    assert events(read(nested)) == expected
    with pytest.raises(BadInputError, match="there is no table 9"):
        read(nested, tables=(9,))
    with pytest.raises(BadInputError, match="table 1 names no state"):
        read(nested, tables=(1,))


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\xd0\xcf\x11\xe0 old", "is an old binary Office file"),
        (b"PK\x03\x04 broken", "is a packed file but no workbook"),
        (b"\x00\x01\x02\x03\xff", "is a binary file"),
        (b"hello world", "none that names 3 or more states"),
        (b"<html><p>no table</p></html>", "has 0 tables and none"),
        (b"State;x\nGermany;1\nFrance;2\n", "none that names 3 or more states"),
        (b"x" * 20_000_001, "is too large"),
        (b"<table>" + b"<tr><td colspan=1000>x" * 600 + b"</table>", "is too large"),
        (b"<table><tr><td colspan=999999999 rowspan=999999999>Germany</td></tr></table>", "none that names"),
    ],
)
def test_files_that_hold_no_annex(raw: bytes, problem: str) -> None:
    with pytest.raises(BadInputError, match=problem) as error:
        read(raw)
    assert [fault.line for fault in error.value.faults] == [1]


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.html", tmp_path, "a\0b"):
        with pytest.raises(BadInputError):
            read_annex(path)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(raw=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)), data=st.data())
def test_no_bytes_make_it_fail_otherwise_than_by_faults(raw: bytes, data: st.DataObject) -> None:
    good = data.draw(st.sampled_from([b"", as_csv(page("de")[:6], ";"), as_html(page("fr")[:6]), b"PK\x03\x04"]))
    at = data.draw(st.integers(0, len(good)))
    try:
        annex = read(good[:at] + raw + good[at:], accept_unread=True)
        adjustments(annex, ACT)
    except BadInputError as error:
        assert error.faults
        return
    assert len(as_yaml(2026, make_events(annex, ACT, {})).splitlines()) >= 3


# --- checks -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def annex() -> Annex:
    return read(as_html(page("en")))


@pytest.mark.law("AMMR 57(3)", "AMMR 66")
def test_the_rounding_rule_that_fits_every_row_is_named(annex: Annex) -> None:
    found = check(annex, "rounding")
    assert found.ok and found.text.startswith("rules that fit every row: ceil;")
    assert found.figures["ceil"] == "26" and int(found.figures["floor"]) < 26
    assert check(annex, "units_sum").figures == {"sum": "24016", "surplus": "16"}


@pytest.mark.law("AMMR 57(3)")
def test_the_two_published_shares_of_2026_are_rounded_up() -> None:
    """Law, Part 4 fixture 2: 0.216890 and 0.160021 of 21,000 gave 4,555 and 3,361: up fits, nearest does not."""
    text = "State;Fair share (%);Fair share: relocations\nGermany;21.6890;4555\nFrance;16.0021;3361\nMalta;0.1000;21\n"
    act = replace(ACT, relocations=21_000, financial=Decimal(420_000_000))
    found = next(c for c in check_annex(read(text), act) if c.name == "rounding")
    assert found.figures == {"ceil": "3", "nearest": "2", "floor": "1", "from-proposal": "3"}


@pytest.mark.law("AMMR 12(3)")
def test_money_is_units_times_the_ratio(annex: Annex) -> None:
    assert check(annex, "eur_per_unit").ok
    wrong = read(as_html(page("en")).replace(b"34,040,000", b"34,040,001"))
    found = check(wrong, "eur_per_unit")
    assert found.ok is False and found.text.endswith("not: DE")


def test_a_total_row_is_held_against_its_rows(annex: Annex) -> None:
    assert check(annex, "total_units").ok
    wrong = read(as_html(page("en")).replace(b"24,016", b"24,017"))
    assert check(wrong, "total_units").ok is False


def test_a_row_total_is_held_against_its_pledges() -> None:
    text = "State;Pledged relocations;Pledged financial contributions (EUR);Total (EUR)\n"
    text += "Germany;5;20000;120000\nFrance;0;200000;200000\nMalta;1;0;{}\n"
    assert check(read(text.format("20000")), "row_total_eur").ok
    found = check(read(text.format("200000")), "row_total_eur")
    assert found.ok is False and found.text.endswith(": MT")


@pytest.mark.law("AMMR 57(3)", "AMMR 57(4)")
def test_shortfall_is_flagged_and_excess_is_voluntary(annex: Annex) -> None:
    found = check(annex, "pledges")
    assert found.ok is False
    assert found.figures["LU"] == "100000.00" and found.figures["SK"] == "-6500000.00" and "DE" not in found.figures
    assert "EL, ES, IT, CY" in check(annex, "nothing_pledged").text


@pytest.mark.law("AMMR 66")
def test_the_printed_shares_against_a_computed_key(annex: Annex) -> None:
    printed = annex.figures("share")
    assert check(annex, "key", printed).ok
    shifted = printed | {"MT": printed["MT"] + Fraction(1, 1_000_000)}
    found = check(annex, "key", shifted)
    assert found.ok is False and found.figures["MT"] == "-0.000100"
    assert check(annex, "key").ok is None


def test_missing_states_and_shares_that_do_not_sum_to_one() -> None:
    short = read(as_html(page("en", totals=False)[:-1]))
    assert check(short, "states").text == "25 states; missing: SE; outside the key: none"
    assert check(short, "shares_sum").ok is False
    assert set(short.states) == PART_IV - {"SE"}


def test_an_act_off_the_ratio_or_late_is_told(annex: Annex) -> None:
    act = replace(ACT, financial=Decimal(470_000_000), adopted=date(2026, 1, 2))
    found = next(c for c in check_annex(annex, act) if c.name == "reference_number")
    assert found.ok is False and "is not the ratio" in found.text and "adopted after 31 December 2025" in found.text


# --- adjustments ------------------------------------------------------------------------------------------------------

ADJUSTED = "State;Fair share: relocations;{}\nGermany;100;{}\nFrance;50;—\nMalta;8;8\n"


@pytest.mark.law("AMMR 57(1)")
@pytest.mark.parametrize(
    ("head", "cell", "malta", "part"),
    [
        ("Adjusted contribution", "0", "8", Fraction(1)),
        ("Adjusted contribution", "37", "8", Fraction(63, 100)),
        ("Adjusted contribution (EUR)", "500000", "160000", Fraction(3, 4)),
        ("Deducted relocations", "25", "0", Fraction(1, 4)),
        ("Deduction (%)", "50 %", "0", Fraction(1, 2)),
        ("Deduction (EUR)", "2000000", "0", Fraction(1)),
    ],
)
def test_what_the_act_itself_takes_off(head: str, cell: str, malta: str, part: Fraction) -> None:
    text = ADJUSTED.format(head, cell).replace(";8;8", f";8;{malta}")
    assert adjustments(read(text), ACT) == {"DE": part}


def test_an_adjustment_without_a_fair_share_is_whole_or_a_fault() -> None:
    text = "State;Adjusted contribution;Pledged relocations\nGermany;{};1\nFrance;—;2\nMalta;—;3\n"
    assert adjustments(read(text.format("0")), ACT) == {"DE": Fraction(1)}
    with pytest.raises(BadInputError, match="its fair share is not known"):
        adjustments(read(text.format("5")), ACT)


def test_adjustments_said_by_the_user_must_agree_with_the_page() -> None:
    annex = read(ADJUSTED.format("Adjusted contribution", "0"))
    assert adjustments(annex, ACT, {"FR": Fraction(1, 2)}) == {"DE": Fraction(1), "FR": Fraction(1, 2)}
    for said in ({"DE": Fraction(1, 2)}, {"SE": Fraction(1)}, {"FR": Fraction(2)}):
        with pytest.raises(BadInputError):
            adjustments(annex, ACT, said)


def test_an_adjustment_above_the_fair_share_is_a_fault() -> None:
    with pytest.raises(BadInputError, match="a part from 0 to 1"):
        adjustments(read(ADJUSTED.format("Adjusted contribution", "101")), ACT)


@pytest.mark.law("AMMR 61(4)", "AMMR 62(5)")
def test_an_adjustment_in_the_act_is_refused_where_that_reading_is_chosen() -> None:
    annex = read(ADJUSTED.format("Adjusted contribution", "0"))
    with pytest.raises(RefusedError, match="a deduction needs an act of its own"):
        adjustments(annex, ACT, choices=Choices({"DEDUCTION_IN_POOL_ACT": "refused"}))


def test_parts_are_written_exactly() -> None:
    annex = read(ADJUSTED.format("Adjusted contribution", "37").replace("Malta;8;8", "Malta;63;32"))
    made = make_events(annex, ACT, adjustments(annex, ACT))
    assert [e["part"] for e in made if e["event"] == "adjustment_in_act"] == ["0.63", "31/63"]
