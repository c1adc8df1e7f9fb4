"""A page of HTML that stands alone: no script, no font, no picture from elsewhere; made for screens, readers and print.

All text is escaped here, in one place: callers hand over plain text, and :class:`Html` where they mean markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

CSS: Final = """
:root { color-scheme: light; --ink: #1b1f24; --soft: #4a525c; --line: #b9c0c8; --pale: #f1f3f6; --mark: #1f4e79; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; color: var(--ink); background: #fff; line-height: 1.5;
  font-family: system-ui, "Segoe UI", "DejaVu Sans", "Liberation Sans", Arial, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 .5rem; padding-top: .5rem; border-top: 2px solid var(--mark); }
p, ul { max-width: 46rem; margin: .5rem 0; }
a { color: var(--mark); }
.notice { border: 2px solid var(--mark); padding: .5rem 1rem; margin: 1rem 0; max-width: 48rem; }
nav ul { columns: 2; padding-left: 1.2rem; }
.scroll { overflow-x: auto; margin: 1rem 0; }
.scroll:focus-visible, a:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; }
table { border-collapse: collapse; font-size: .92rem; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; max-width: 46rem; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { background: var(--pale); border-bottom: 2px solid var(--ink); vertical-align: bottom; }
tbody th { font-weight: normal; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead .n { white-space: normal; }
tfoot td, tfoot th { border-top: 2px solid var(--ink); font-weight: 600; }
figure { margin: 1rem 0; }
figcaption { font-weight: 600; font-size: .92rem; }
svg { max-width: 100%; height: auto; }
.bar { vertical-align: middle; margin-left: .4rem; }
.note { color: var(--soft); font-size: .9rem; }
code { font-size: .85rem; overflow-wrap: anywhere; }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  nav { display: none; }
  h2 { break-after: avoid; }
  tr, figure, .notice { break-inside: avoid; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
}
"""


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Cell = str | int
"""Plain text, :class:`Html`, or a whole number, which is shown with thousands apart."""


def text(value: Cell) -> Html:
    """A value as markup.

    >>> text("<b>"), text(12345), text(Html("<b>"))
    ('&lt;b&gt;', '12,345', '<b>')
    """
    if isinstance(value, Html):
        return value
    return Html(f"{value:,}" if isinstance(value, int) else escape(value))


def join(parts: Iterable[str]) -> Html:
    """Pieces of markup one after the other; plain text among them is escaped."""
    return Html("\n".join(text(part) for part in parts if part))


def paragraph(*parts: Cell, klass: str = "") -> Html:
    """A paragraph of text and markup."""
    opening = f'<p class="{klass}">' if klass else "<p>"
    return Html(opening + "".join(text(part) for part in parts) + "</p>")


def strong(value: Cell) -> Html:
    """Text that stands out."""
    return Html(f"<strong>{text(value)}</strong>")


def unbroken(value: str) -> str:
    """Text that stays on one line.

    >>> unbroken("AMMR 67(3)") == "AMMR\\u00a067(3)"
    True
    """
    return value.replace(" ", "\u00a0")


def section(name: str, title: str, *parts: str) -> Html:
    """A section with its heading; ``name`` is what links point to."""
    return Html(
        f'<section id="{name}" aria-labelledby="{name}-title">\n<h2 id="{name}-title">{text(title)}</h2>\n'
        f"{join(parts)}\n</section>"
    )


def table(
    caption: str, columns: Mapping[str, str], rows: Iterable[Sequence[Cell]], foot: Sequence[Cell] | None = None
) -> Html:
    """A table. ``columns`` maps each heading to ``left`` or ``right``; the first cell of a row is its heading."""
    klass = ["" if side == "left" else ' class="n"' for side in columns.values()]
    heads = "".join(f'<th scope="col"{k}>{text(name)}</th>' for name, k in zip(columns, klass, strict=True))
    body = "\n".join(_row(row, klass) for row in rows)
    last = f"\n<tfoot>{_row(foot, klass)}</tfoot>" if foot else ""
    label = escape(caption, quote=True)
    return Html(
        f'<div class="scroll" role="region" aria-label="{label}" tabindex="0">\n<table>\n'
        f"<caption>{text(caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>{last}\n"
        "</table>\n</div>"
    )


def _row(row: Sequence[Cell], klass: Sequence[str]) -> str:
    first = f'<th scope="row"{klass[0]}>{text(row[0])}</th>'
    rest = (f"<td{k}>{text(cell)}</td>" for cell, k in zip(row[1:], klass[1:], strict=True))
    return f"<tr>{first}{''.join(rest)}</tr>"


def page(title: str, head: Sequence[str], sections: Mapping[str, tuple[str, Sequence[str]]]) -> str:
    """A whole page: the ``head`` under the title, a list of contents, and the sections by name (title, parts)."""
    contents = "".join(f'<li><a href="#{name}">{text(heading)}</a></li>' for name, (heading, _) in sections.items())
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{text(title)}</title>\n<style>{CSS}</style>\n</head>\n<body>\n<main>\n<h1>{text(title)}</h1>\n"
        f'{join(head)}\n<nav aria-label="Contents"><ul>{contents}</ul></nav>\n'
        f"{join(section(name, heading, *parts) for name, (heading, parts) in sections.items())}\n"
        "</main>\n</body>\n</html>\n"
    )
