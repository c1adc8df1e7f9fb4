"""What each mechanism says, in a few sentences for readers; what it follows and leaves out stands with itself."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from fairshare.workbench.tables.model import Text

SAYS: Final[dict[str, Text]] = {
    "no-system": _("Whoever applies is examined there. Nobody is transferred and nobody helps. This is the baseline."),
    "dublin-convention-1990": _(
        "The criteria of the Convention say which state is responsible; requests and transfers succeed as often as "
        "observed."
    ),
    "dublin-as-applied": _(
        "The criteria of the Dublin III Regulation, with requests, answers and transfers as often as they were "
        "observed."
    ),
    "dublin-as-written": _("The criteria of the Dublin III Regulation, always carried out."),
    "relocation-2015": _(
        "The emergency relocation from Italy and Greece as states complied with it; in other years the same design and "
        "the same compliance."
    ),
    "com2016-270": _(
        "Proposed and never adopted. A state that stands far above its part by the key passes new applications on to "
        "those below theirs; who stands aside pays instead."
    ),
    "com2020-610": _(
        "Proposed and never adopted. Relocation, return sponsorship or other measures by the key, in outline."
    ),
    "voluntary-2022": _("Places that states offered of their own will, delivered as far as they were."),
    "ammr": _(
        "The Regulation in force: the pool of the year by the key, given as relocations, offsets, money and measures "
        "in the parts that states are observed to choose."
    ),
    "ammr-full-delivery": _("The same, but every unit that is owed is given."),
    "ammr-2026-pledges": _("The Regulation with the pool and the pledges of its first year, as far as they are known."),
    "pure-key": _(
        "Every application is examined where the key puts it. Nobody's links or wishes count. This is the other end."
    ),
    "free-choice": _("People choose, and the state that they choose is responsible."),
    "tradable-quotas": _(
        "The pool may be traded: a state that takes fewer than its quota pays one that takes more. People are matched "
        "to a state of their links first."
    ),
}
"""By the name of the mechanism."""

REGIMES: Final[dict[str, Text]] = {
    "none": _("the state where the application is made"),
    "convention1990": _("by the Dublin Convention"),
    "dublin2": _("by the Dublin II Regulation"),
    "dublin3": _("by the Dublin III Regulation"),
    "com2016": _("by the proposal"),
    "ammr": _("by the Regulation in force"),
}
"""Whose criteria say who is responsible."""

ENTRANCES: Final[dict[str, Text]] = {
    "wished": _("the state where the person wishes to go"),
    "key": _("the state to which the key allots the application"),
}
"""Where the entrance decides, that decides who is responsible."""

MEASURES: Final[dict[str, tuple[Text, Text]]] = {
    "hoover_persons": (
        _("Hoover index of net responsibility"),
        _("The part of all persons who would have to be the responsibility of another state to meet the key."),
    ),
    "hoover_rules": (
        _("Hoover index after the criteria"),
        _("The same, after criteria, requests and time limits, before solidarity."),
    ),
    "hoover_relocated": (_("Hoover index after relocations"), _("The same, after relocations, before offsets.")),
    "hoover_present": (
        _("Hoover index of where people are"),
        _("The same of persons by where they are, after transfers, relocations and moves of their own."),
    ),
    "reach_given": (
        _("Reach of what was given"),
        _("Units carried out, as a part of the persons who would have to be elsewhere."),
    ),
    "delivery": (_("Delivery"), _("Units carried out in a year, as a part of those owed for it.")),
    "moved_twice": (_("Moved twice"), _("Persons whom authorities moved a second time.")),
}
"""Title and definition of each measure that pages tell."""
