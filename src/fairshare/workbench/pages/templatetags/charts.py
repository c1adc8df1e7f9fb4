"""``{% choropleth map %}`` and ``{% chart chart %}``: the map and the charts with their tables."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fairshare.workbench.charts.bars import Bars
from fairshare.workbench.charts.choropleth import Choropleth
from fairshare.workbench.charts.sparkline import Sparkline
from fairshare.workbench.charts.timeline import Timeline

register = template.Library()


@register.inclusion_tag("charts/choropleth.html")
def choropleth(drawn: Choropleth) -> dict[str, Choropleth]:
    """The map, its legend and notes, and its table."""
    return {"map": drawn}


@register.simple_tag
def chart(drawn: Bars | Timeline | Sparkline) -> SafeString:
    """A chart by the template of its kind; all but a sparkline bring their table."""
    return render_to_string(drawn.template, {"chart": drawn})
