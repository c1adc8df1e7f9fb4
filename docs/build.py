"""Build the documentation into ``site/`` and check it: ``make docs``. ``--renew`` first writes what is generated.

The exit code is 1 for a page that is out of date, a warning of the builder, or a dead link or anchor within the site.
Links to other sites are not followed: the check must give the same answer without network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

HOME: Final = Path(__file__).resolve().parent.parent
SITE: Final = HOME / "site"
sys.path.insert(0, str(HOME / "docs"))


def stale_pages() -> list[str]:
    """Generated pages that differ from what the program would write now."""
    from reference_pages import PAGES

    found = []
    for name, write in PAGES.items():
        page = HOME / "docs" / name
        if not page.exists() or page.read_text(encoding="utf-8") != write():
            found.append(f"docs/{name} is out of date: run docs/build.py --renew")
    return found


def renew() -> None:
    """Write the generated pages and the output of every example anew."""
    import examples
    from reference_pages import PAGES

    for name, write in PAGES.items():
        (HOME / "docs" / name).write_text(write(), encoding="utf-8")
    for page in examples.pages():
        if examples.renew(page):
            print(f"renewed {page.relative_to(HOME)}")


def build() -> list[str]:
    """Build the site; the builder's complaints."""
    shutil.rmtree(SITE, ignore_errors=True)
    command = [str(Path(sys.executable).with_name("zensical")), "build", "--clean", "--strict", "-f", "mkdocs.yml"]
    done = subprocess.run(
        command, cwd=HOME, capture_output=True, text=True, check=False, env=os.environ | {"NO_COLOR": "1"}
    )
    said = (done.stdout + done.stderr).strip().splitlines()
    complaints = [line for line in said if "warning" in line.lower() or "error" in line.lower()]
    if done.returncode and not complaints:
        complaints = said or [f"zensical ended with {done.returncode}"]
    return complaints


def dead_links() -> list[str]:
    """Links and anchors within the site that lead nowhere, and whatever a page would load from outside."""
    targets = {page: _read(page) for page in sorted(SITE.rglob("*.html"))}
    found = set()
    for page, (links, loaded, _) in targets.items():
        name = page.relative_to(SITE)
        found |= {f"{name}: {link} is loaded from outside" for link in loaded if urlsplit(link).netloc}
        found |= {f"{name}: {link} {fault}" for link in links | loaded if (fault := _fault(page, link, targets))}
    return sorted(found)


def _fault(page: Path, link: str, targets: Mapping[Path, tuple[set[str], set[str], set[str]]]) -> str:
    """What is wrong with a link of a page, or ""; links to other sites are not followed."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return ""
    start = SITE if parts.path.startswith("/") else page.parent
    target = (start / unquote(parts.path).lstrip("/")).resolve() if parts.path else page
    target = target / "index.html" if target.is_dir() else target
    if not target.exists():
        return "leads nowhere"
    known = target not in targets or unquote(parts.fragment) in targets[target][2]
    return "" if known else "names no heading"


def _read(page: Path) -> tuple[set[str], set[str], set[str]]:
    """The links of a page, the files that it loads, and the anchors that it has."""
    from lxml import html

    tree = html.parse(str(page))
    loaded = tree.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src | //img/@src")
    anchors = {str(value) for value in tree.xpath("//@id | //a/@name")} | {""}
    return set(map(str, tree.xpath("//a/@href"))), set(map(str, loaded)), anchors


def main() -> int:
    """Run what was asked for; 0 if nothing is wrong."""
    if "--renew" in sys.argv[1:]:
        renew()
    faults = stale_pages() or build() or dead_links()
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        pages = len(list(SITE.rglob("*.html")))
        print(f"built {pages} pages into site/; links within the site lead somewhere (others are not followed)")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
