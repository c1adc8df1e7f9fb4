"""Words of the ex-post evaluation that the core has, for tables and forms of the Workbench."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fairshare.evaluation.expost.catalogue import DEFINITIONS
from fairshare.evaluation.expost.document import Sentence
from fairshare.evaluation.expost.process import words
from fairshare.law.evaluation.plans import BUILDING_BLOCKS
from fairshare.law.evaluation.templates import TEMPLATES as TEMPLATE_NAMES
from fairshare.law.evaluation.templates import template
from fairshare.workbench.tables.words import Words

_K = TypeVar("_K", bound=str)


def _words(core: Mapping[_K, Sentence]) -> Words:
    return {str(name): _(one.text) for name, one in core.items()}


GRADES: Final = _words(words.GRADES)
CRITERIA: Final = _words(words.CRITERIA)
PROGRESS: Final = _words(words.PROGRESS)
PLANS: Final = _words(words.PLANS)
TEMPLATES: Final[Words] = {name: _(template(name).title) for name in TEMPLATE_NAMES}


def block_title(block: str) -> str:
    """The title of a building block of the Common Implementation Plan."""
    return gettext(BUILDING_BLOCKS.get(block, block))


def title_of(indicator: str) -> str:
    """The title of an indicator of the catalogue; a name that is not in it stands as it is."""
    return gettext(DEFINITIONS[indicator].title) if indicator in DEFINITIONS else indicator
