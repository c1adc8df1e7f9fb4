"""What is found to be translated."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from textwrap import dedent

import pytest
from django.utils.translation import override

from fairshare.evaluation.agenda import duties
from fairshare.evaluation.pool import pool_report
from fairshare.figures import cycles
from fairshare.law.voting import council_vote
from fairshare.ledger import parse
from fairshare.states import PART_IV
from fairshare.workbench.tables.tables_of_pool import offset_tests_table
from fairshare.workbench.translation.core_texts import core_texts
from fairshare.workbench.translation.messages import messages, of_python, of_template
from fairshare.workbench.translation.written import said


def found(folder: Path) -> set[tuple[str, str, str]]:
    core = core_texts()
    return {(one.context, one.text, one.plural) for one in messages(folder) if one.text not in core}


def test_python_is_read_for_every_way_to_ask_for_a_translation() -> None:
    source = """
        _("one"), gettext("two"), gettext_lazy("three"), format_lazy(_("of {year}"), year=1)
        ngettext("%(n)s cow", "%(n)s cows", 2), pgettext("vote", "for"), pgettext_lazy("vote", "against")
        npgettext("vote", "%(n)s vote", "%(n)s votes", 3), gettext(unknown), print("four")
        gettext("in "
                "two parts")
    """
    read = {(one.context, one.text, one.plural) for one in of_python(dedent(source))}

    assert read == {
        *(("", text, "") for text in ("one", "two", "three", "of {year}", "in two parts")),
        *(("vote", text, "") for text in ("for", "against")),
        ("", "%(n)s cow", "%(n)s cows"),
        ("vote", "%(n)s vote", "%(n)s votes"),
    }


def test_templates_are_read_with_plurals_contexts_and_trimmed_blocks() -> None:
    source = """
        {% load i18n %}<p title="{% translate 'Title' %}">not marked</p>
        {% translate "May" context "month" as may %}{{ may }} {{ flag|yesno:_("yes,no") }}
          {% blocktranslate trimmed count n=rows|length %}
            One row
            of {{ total }}
          {% plural %}
            {{ n }} rows of {{ total }}
          {% endblocktranslate %}
        {# translate: a remark #}{% comment %}{% translate "Gone" %}{% endcomment %}
    """
    read = {(one.context, one.text, one.plural) for one in of_template(source)}

    assert read == {
        ("", "Title", ""),
        ("month", "May", ""),
        ("", "yes,no", ""),
        ("", "One row of %(total)s", "%(n)s rows of %(total)s"),
    }


def test_a_folder_is_read_in_the_order_of_texts_and_each_text_once(tmp_path: Path) -> None:
    (tmp_path / "pages" / "templates").mkdir(parents=True)
    (tmp_path / "pages" / "b.py").write_text('_("zebra"); _("apple")')
    (tmp_path / "pages" / "templates" / "a.html").write_text("{% translate 'apple' %}")
    (tmp_path / "pages" / "migrations").mkdir()
    (tmp_path / "pages" / "migrations" / "0001.py").write_text('_("never shown")')

    core = core_texts()
    own = [one for one in messages(tmp_path) if one.text not in core]

    assert [one.text for one in own] == ["apple", "zebra"]
    assert [place.removeprefix(tmp_path.name) for place in own[0].places] == ["/pages/b.py", "/pages/templates/a.html"]


def test_a_text_that_is_also_counted_keeps_its_plural(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('_("%(n)s cow"); ngettext("%(n)s cow", "%(n)s cows", 1)')

    assert found(tmp_path) == {("", "%(n)s cow", "%(n)s cows")}


def test_two_plurals_of_one_text_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('ngettext("%(n)s cow", "%(n)s cows", 1); ngettext("%(n)s cow", "%(n)s kine", 1)')

    with pytest.raises(ValueError, match="two plurals"):
        messages(tmp_path)


def test_every_duty_of_the_cycle_of_2026_is_told_in_texts_that_are_collected() -> None:
    cycle, core = parse(cycles.text(2026), "2026"), core_texts()
    days = (cycle.last_day, cycle.last_day + timedelta(400))

    told = {text for day in days for duty in duties(cycle.book(), day) for text in (duty.what, duty.consequence)}

    assert len(told) > 10
    assert told - {""} <= core.keys()


def test_every_question_of_the_tests_of_63_and_of_votes_is_collected() -> None:
    cycle, core = parse(cycles.text(2026), "2026"), core_texts()
    report = pool_report(cycle, cycle.last_day)
    votes, population = dict.fromkeys(PART_IV, "for"), cycle.book().population
    voted = [
        test
        for rule in ("qualified-majority", "simple-majority", "unanimity")
        for test in council_vote(rule, votes, population).tests
    ]

    with override("en"):
        asked = {test.question for test in voted} | {row["question"] for row in offset_tests_table(report).rows}

    assert len(asked) >= 8
    assert asked <= core.keys()


def test_a_text_of_a_duty_with_a_word_in_it_is_collected_once_for_each_word() -> None:
    assert {"Technical-Level Forum on a notice", "Technical-Level Forum on a decision"} <= core_texts().keys()


def test_texts_of_the_core_do_not_depend_on_the_day() -> None:
    assert not [text for text in core_texts() if str(date(2027, 1, 4).year) in text]


def test_what_evaluations_say_is_read_from_their_source(tmp_path: Path) -> None:
    room = tmp_path / "evaluation" / "expost"
    room.mkdir(parents=True)
    (room / "one.py").write_text('say("Of {all} " "some", all=Fig("a"))\nGap("a", "The state", say("Why"))\n', "utf-8")
    texts = {place: list(found) for place, found in said(room)}
    assert texts == {"evaluation/expost/one.py": ["Of {all} some", "The state", "Why"]}
    (room / "one.py").write_text('say(f"{year} was good")\n', "utf-8")
    with pytest.raises(ValueError, match=r"expost/one\.py:1: the text of say is not written out"):
        dict(said(room))


def test_what_a_figure_is_called_and_says_is_translated() -> None:
    assert {"Decided", "Persons relocated as a part of those committed", "Council of the European Union"} <= set(
        core_texts()
    )
