"""Pages in little room: no blanks that only templates need, each map once, the mark of a status in few letters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fairshare.workbench.observatory.embeds import Embed

_BETWEEN: Final = re.compile(r"\n\s*")
_FIGURE: Final = re.compile(r' class="fig(?: official| reported| inferred)?"(?= href="[\w.-]*#f-)')
_UNKNOWN: Final = re.compile(r' class="fig unknown"(?= href="[\w.-]*#f-)')
_CELL: Final = re.compile(r'<td class="number">(?=<a (?:class="unknown" )?href="[\w.-]*#f-)')
_STATE: Final = re.compile(r' class="name"(?= href="state-)')
_MARK: Final = re.compile(r'<sup aria-hidden="true">([^<]*)</sup><span class="visually-hidden"> \([^<]*\)</span>')
_NEEDLESS_END: Final = re.compile(
    r"</(?:td|th|tr|thead|tbody|li|dt|dd)>\s*(?=<(?:td|th|tr|tbody|li|dt|dd|/tr|/thead|/tbody|/table|/ul|/ol|/dl)\b)"
)
_TAG: Final = re.compile(r"<[a-z][^<>]*>")
_PLAIN: Final = re.compile(r'="([\w.#%:/*+-]+)"(?=[\s>])')
_MAP: Final = re.compile(r'<figure class="chart choropleth" id="([\w-]+)-map">.*?</figure>', re.DOTALL)


def tight(text: str) -> str:
    """A page without needless blanks.

    >>> tight("<p>\\n   a</p>\\n\\n")
    '<p>\\na</p>\\n'
    """
    return _BETWEEN.sub("\n", text).strip() + "\n"


def light(text: str) -> str:
    """A page whose figures and states carry no class (their address tells them) and no hidden word for their status
    (the foot of the page says what the letters mean), without ends of elements and quotes that HTML lets be left out.

    >>> light('<body><td><a class="fig inferred" href="f-2026.html#f-a">1</a></td></tr>')
    '<body><td><a href=f-2026.html#f-a>1</a></tr>'
    """
    head, body, rest = text.partition("<body")
    plain = _UNKNOWN.sub(' class="unknown"', _FIGURE.sub("", _STATE.sub("", rest)))
    short = _MARK.sub(r"<i>\1</i>", _CELL.sub("<td>", plain))
    return head + body + _TAG.sub(lambda tag: _PLAIN.sub(r"=\1", tag.group()), _NEEDLESS_END.sub("", short))


def with_shared_maps(text: str, evaluation: str, pictures: Iterable[Embed]) -> str:
    """A report whose maps are the pictures that lie beside it, each of which weighs as much as a page; its table stays.

    A map without such a picture stays as it is."""
    held = {one.name: one for one in pictures}

    def shared(found: re.Match[str]) -> str:
        picture = held.get(f"{evaluation}-{found.group(1)}")
        return shown(picture) if picture else found.group()

    return _MAP.sub(shared, text)


def shown(picture: Embed) -> SafeString:
    """A picture on a page, which leads to itself."""
    words = _("Map: %(title)s. The same figures stand in the table below.") % {"title": picture.title}
    return format_html(
        '<figure class="chart map-picture"><a href="{}"><img src="{}" alt="{}" width="{}" height="{}" '
        'loading="lazy"></a></figure>',
        picture.address, picture.address, words, picture.width, picture.height,
    )  # fmt: skip
