"""Filters for duties and actions."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext

from fairshare.workbench.tables.words import ROLES, STATUSES

register = template.Library()


@register.filter
def word(text: str) -> str:
    """A fixed text of the core in the reader's language."""
    return gettext(text) if text else ""


@register.filter
def action_for(tag: str, by_event: Mapping[str, str]) -> str:
    """The action by which a seat brings an event about, or nothing."""
    return by_event.get(tag, "")


@register.filter
def role(name: str) -> str:
    """The role of a state in words."""
    return str(ROLES.get(name, name))


@register.filter
def certainty(name: str) -> str:
    """How certain a figure is, in words."""
    return str(STATUSES.get(name, name))
