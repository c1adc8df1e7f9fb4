"""Filters that write exact values as the reader's language does: ``{{ amount|eur }}``, ``{{ code|state }}``."""

from __future__ import annotations

from django import template

from fairshare.workbench.tables import formats

register = template.Library()

register.filter("count", formats.count)
register.filter("eur", formats.eur)
register.filter("share", formats.share)
register.filter("percent", formats.percent)
register.filter("state", formats.state_name)
register.filter("cite", formats.cite)


@register.filter
def day(value: object, style: str = "medium") -> str:
    """A day in the reader's language: ``{{ event.date|day:"long" }}``."""
    return formats.day(value, style=style)  # type: ignore[arg-type]
