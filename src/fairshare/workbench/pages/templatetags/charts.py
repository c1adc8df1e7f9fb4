"""``{% choropleth map %}`` and ``{% chart chart %}``: the map and the charts with their tables."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fairshare.workbench.charts.bars import Bars
from fairshare.workbench.charts.choropleth import Choropleth
from fairshare.workbench.charts.sparkline import Sparkline
from fairshare.workbench.charts.timeline import Timeline
from fairshare.workbench.pages.drawn import drawn

register = template.Library()


@register.simple_tag
def choropleth(value: Choropleth) -> SafeString:
    """The map, its legend and notes, and its table."""
    return drawn(value, lambda: render_to_string("charts/choropleth.html", {"map": value}))


@register.simple_tag
def chart(value: Bars | Timeline | Sparkline) -> SafeString:
    """A chart by the template of its kind; all but a sparkline bring their table."""
    return drawn(value, lambda: render_to_string(value.template, {"chart": value}))
