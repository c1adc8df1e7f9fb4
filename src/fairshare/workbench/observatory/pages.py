"""Every page of the site in the language that is active, as a value: name, words and what its template needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairshare.evaluation.expost.claims import CLAIMS, VERDICTS, Claim
from fairshare.evaluation.expost.document import Evaluation, Fig, Sentence, State
from fairshare.figures.provenance import sources
from fairshare.law.choices import CHOICES
from fairshare.workbench.observatory import mechanism_pages, state_pages
from fairshare.workbench.observatory.addresses import figures_page, links, own_page, page
from fairshare.workbench.observatory.blocks import drawn, named_blocks, spoken
from fairshare.workbench.observatory.compact import groups
from fairshare.workbench.observatory.content import Content
from fairshare.workbench.observatory.data import Download
from fairshare.workbench.observatory.embeds import Embed
from fairshare.workbench.observatory.page import Page, numbered
from fairshare.workbench.observatory.state_pages import ratio_maps
from fairshare.workbench.observatory.tight import shown, with_shared_maps
from fairshare.workbench.reports.html import report_html
from fairshare.workbench.reports.words import sentence_html, sentence_text
from fairshare.workbench.tables.model import Text
from fairshare.workbench.tables.words import STATUS_LETTERS, STATUS_NOTES, STATUSES

NAVIGATION: Final[Mapping[str, Text]] = {
    "index": gettext_lazy("Start"),
    "cycles": gettext_lazy("Cycles"),
    "states": gettext_lazy("States"),
    "mechanisms": gettext_lazy("Mechanisms"),
    "claims": gettext_lazy("Check a claim"),
    "method": gettext_lazy("Method and sources"),
    "data": gettext_lazy("Data"),
    "embed": gettext_lazy("Embed"),
}
"""The pages that every page leads to."""

DISTANCE: Final = Fig("as_pledged.to_move")
"""The figure of the newest pool whose sentence answers the question of the first page."""

_LONGEST_SUMMARY: Final = 300
_CLAIMS_AT_START: Final = 5
_BLOCKS_AT_START: Final = ("chain-bridge", "chain-steps")


def pages(content: Content, downloads: tuple[Download, ...], embeds: tuple[Embed, ...]) -> Iterator[Page]:
    """Every page in the language that is active."""
    yield _start(content, embeds)
    yield Page("cycles", "cycles", _("Cycles"), _cycles_say(), "cycles", {"says": _cycles_say(), **_cycles(content)})
    for evaluation in content.cycles:
        yield _report(evaluation, content, embeds)
    for evaluation in content.evaluations:
        yield _figures(evaluation, content)
    yield from state_pages.state_pages(content, embeds)
    yield from mechanism_pages.mechanism_pages(content)
    yield _claims(content)
    yield _method(content)
    title = str(NAVIGATION["data"])
    says = _("Every table behind these pages, to download, and a catalogue that describes them.")
    yield Page("data", "data", title, says, "data", {"says": says, "downloads": downloads})
    says = _("Every map and chart as a picture and as a small page, to show elsewhere with its title, source and date.")
    yield Page(
        "embed",
        "embed",
        str(NAVIGATION["embed"]),
        says,
        "embed",
        {"says": says, "embeds": [(one, shown(one)) for one in embeds]},
    )


def _cycles_say() -> str:
    return _("What each cycle of solidarity set out to do, what became of it, and how far from fair it left the Union.")


def plain(sentence: Sentence, evaluation: Evaluation) -> str:
    """A sentence as plain text."""
    return sentence_text(sentence, evaluation.figures)


def summary(evaluation: Evaluation) -> str:
    """The first sentences of an evaluation, as many as fit where a page is shared."""
    text = ""
    for sentence in evaluation.headline:
        longer = f"{text} {plain(sentence, evaluation)}".strip()
        if text and len(longer) > _LONGEST_SUMMARY:
            break
        text = longer
    return text


def _start(content: Content, embeds: tuple[Embed, ...]) -> Page:
    newest = content.pools[0]
    to = links(newest, content.known)
    question = _("Is responsibility shared fairly?")
    context = {
        "question": question,
        "newest": newest,
        "address": page("evaluation", newest.name),
        "distance": [sentence_html(one, newest, to) for one in newest.headline if _tells(one, DISTANCE)],
        "answer": [sentence_html(one, newest, to) for one in newest.headline if not _tells(one, DISTANCE)],
        "blocks": [drawn(block, newest, to) for block in named_blocks(newest, _BLOCKS_AT_START)],
        "maps": ratio_maps(content, embeds),
        "limits": [sentence_html(one, content.ratios, to) for one in content.ratios.limits],
        "league": mechanism_pages.rows(content),
        "league_run": content.league,
        "few": content.league.draws < mechanism_pages.FEW,
        "claims": [_claim(claim, content) for claim in CLAIMS if not _states(claim)][:_CLAIMS_AT_START],
        **_cycles(content),
    }
    return Page("index", "index", question, summary(newest), "index", context)


def _tells(sentence: Sentence, figure: Fig) -> bool:
    return any(part == figure for _name, part in sentence.parts)


def _states(claim: Claim) -> bool:
    """Whether a claim is about a state that it names: the first page points at none."""
    return any(isinstance(part, State) for _name, part in claim.says.parts)


def _cycles(content: Content) -> dict[str, Any]:
    return {
        "cycles": [
            {
                "title": plain(one.title, one),
                "address": page("evaluation", one.name),
                "start": one.start,
                "end": one.end,
                "first": sentence_html(one.headline[0], one, links(one, content.known)),
            }
            for one in content.cycles
        ]
    }


def _report(evaluation: Evaluation, content: Content, pictures: tuple[Embed, ...]) -> Page:
    name = own_page(evaluation)
    report = report_html(evaluation, links(evaluation, content.known, within=name))
    context = {
        "report": mark_safe(with_shared_maps(report, evaluation.name, pictures)),
        "figures": f"{figures_page(evaluation)}.html",
        "files": f"figures-{evaluation.name}",
    }
    return Page(name, "cycle", plain(evaluation.title, evaluation), summary(evaluation), "cycles", context)


def _figures(evaluation: Evaluation, content: Content) -> Page:
    name, title = figures_page(evaluation), plain(evaluation.title, evaluation)
    context = {
        "about": title,
        "back": f"{own_page(evaluation)}.html",
        "groups": list(groups(evaluation, links(evaluation, content.known, within=name))),
        "files": f"figures-{evaluation.name}",
    }
    group = {"claims": "claims", "states": "states"}.get(own_page(evaluation), "cycles")
    says = _("Every figure with its definition, its exact value, its sources, and what it was computed from.")
    return Page(name, "figures", _("Figures: %(title)s") % {"title": title}, says, group, context)


def _claim(claim: Claim, content: Content) -> dict[str, Any]:
    to = links(content.claims, content.known, within="claims")
    return {
        "name": claim.name,
        "says": plain(claim.says, content.claims),
        "verdict": claim.verdict,
        "word": plain(VERDICTS[claim.verdict], content.claims),
        "answer": [sentence_html(sentence, content.claims, to) for sentence in claim.answer],
        "cite": claim.cite,
        "address": page("claim", claim.name),
    }


def _claims(content: Content) -> Page:
    says = plain(content.claims.headline[0], content.claims)
    context = {
        "says": says,
        "claims": [_claim(claim, content) for claim in CLAIMS],
        "limits": [plain(one, content.claims) for one in content.claims.limits],
        "sources": numbered(content.claims),
        "figures": f"{figures_page(content.claims)}.html",
    }
    return Page("claims", "claims", str(NAVIGATION["claims"]), says, "claims", context)


def _method(content: Content) -> Page:
    says = _("How figures come about, what the text of the law leaves open, and where every number is from.")
    context = {
        "says": says,
        "statuses": [(STATUS_LETTERS[code], STATUSES[code], STATUS_NOTES[code]) for code in STATUSES],
        "choices": [
            {
                "name": one.name,
                "question": spoken(one.question),
                "meaning": spoken(one.meaning(one.default)),
                "cite": one.cite,
            }
            for one in CHOICES.values()
        ],
        "sources": [strip_tags(text) for text in sources().values()],
        "league": content.league,
    }
    return Page("method", "method", str(NAVIGATION["method"]), says, "method", context)
