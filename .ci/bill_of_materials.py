"""What the program is made of, and under which licences: ``make sbom``.

Writes ``build/sbom.json`` (CycloneDX; what only developers use has the scope *excluded*) and ``build/licences.csv``.
The exit code is 1 where a package has a licence that is not on the list. Both files are made anew each time and are
never committed.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

HOME: Final = Path(__file__).resolve().parent.parent
BUILD: Final = HOME / "build"
BIN: Final = Path(sys.executable).parent

ALLOWED: Final = frozenset({
    "0bsd", "3-clause bsd license", "apache 2.0", "apache-2.0", "apache software license", "bsd license",
    "bsd-2-clause", "bsd-3-clause", "cc0-1.0", "eupl-1.2", "isc", "isc license (iscl)", "lgpl-2.1-only",
    "lgpl-3.0-only", "mit", "mit license", "mit-0", "mit-cmu", "mozilla public license 2.0 (mpl 2.0)", "mpl-2.0",
    "psf-2.0", "python software foundation license", "zlib",
})  # fmt: skip
"""Licences by the names that packages give them, in lower case: permissive ones, and LGPL, MPL and EUPL, which leave a
program that uses the package free. Everything else is refused, GPL, AGPL and the unknown among it."""

BY_HAND: Final[dict[str, str]] = {
    "partd": "the three-clause BSD licence (LICENSE.txt); its metadata say BSD only",
    "pyphen": "three licences to choose from (COPYING.GPL, COPYING.LGPL, COPYING.MPL): used under the LGPL",
    "qrcode": "BSD; the part called other in its metadata is the MIT licence of the code that it was forked from",
    "regex": "Apache 2.0 and the permissive licence of CNRI for Python 1.6; for development only, Flee needs it",
}
"""Packages whose metadata do not say it, read by a person, with what was found."""


@dataclass(frozen=True, slots=True)
class Asset:
    """Something of others that is served or shipped and is no package: where it lies, and under which licence."""

    name: str
    licence: str
    source: str
    where: str
    use: str


ASSETS: Final = (
    Asset(
        "htmx", "0BSD", "https://htmx.org", "django_htmx/static/django_htmx/htmx-2.min.js",
        "small interactions of the Workbench; comes inside django-htmx and is served unchanged",
    ),
    Asset(
        "Natural Earth, countries at 1:50 million", "public domain", "https://www.naturalearthdata.com",
        "fairshare/workbench/charts/europe.json", "the outlines of the map, projected and simplified",
    ),
)  # fmt: skip
"""What the licences of packages do not tell."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package as it is installed. ``shipped``: whoever installs Fairshare gets it too."""

    name: str
    version: str
    licence: str
    shipped: bool = True


def spelled(name: str) -> str:
    """The name of a package as an index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def is_allowed(licence: str) -> bool:
    """Whether a licence is on the list: of several joined by ``AND`` or ``;`` each must be, of those by ``OR`` one.

    Where both stand in one expression it is never read more freely than it is meant."""
    parts = re.split(r";| AND ", licence)
    return all(any(_known(one) for one in part.split(" OR ")) for part in parts)


def _known(licence: str) -> bool:
    """A single licence; brackets that group an expression are dropped, those that belong to a name are kept."""
    name = licence.strip().lower()
    return name in ALLOWED or name.strip("()") in ALLOWED


def refused(packages: Iterable[Package]) -> list[str]:
    """A line for each package that may not be used."""
    return [
        f"{one.name} {one.version}: {one.licence or 'no licence'} is not on the list of licences"
        for one in packages
        if not is_allowed(one.licence) and spelled(one.name) not in BY_HAND
    ]


def locked(text: str) -> frozenset[str]:
    """The names of the packages of a lock file."""
    return frozenset(map(spelled, re.findall(r"^([\w.-]+)(?:\[.*\])?==", text, re.M)))


def installed(shipped: frozenset[str]) -> list[Package]:
    """The packages of this environment, from their metadata."""
    told = _run("pip-licenses", "--with-system", "--format=json")
    return [
        Package(row["Name"], row["Version"], row["License"], spelled(row["Name"]) in {*shipped, "fairshare"})
        for row in json.loads(told)
    ]


def finished(bill: Mapping[str, Any], shipped: frozenset[str]) -> dict[str, Any]:
    """The bill of the environment, told what is for developers only, with what is no package added."""
    components = [
        part if spelled(part["name"]) in shipped else {**part, "scope": "excluded"} for part in bill["components"]
    ]
    return {**bill, "components": components + [_component(asset) for asset in ASSETS]}


def _component(asset: Asset) -> dict[str, Any]:
    return {
        "type": "file",
        "bom-ref": asset.where,
        "name": asset.name,
        "description": asset.use,
        "licenses": [{"license": {"name": asset.licence}}],
        "externalReferences": [{"type": "website", "url": asset.source}],
    }


def _run(tool: str, *arguments: str) -> str:
    done = subprocess.run([str(BIN / tool), *arguments], cwd=HOME, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{tool} failed: {done.stderr.strip()[-500:]}")
    return done.stdout


def main() -> int:
    """Write both files; 1 where a licence is refused."""
    BUILD.mkdir(exist_ok=True)
    shipped = locked((HOME / "requirements.lock").read_text(encoding="utf-8"))
    packages = installed(shipped)
    with (BUILD / "licences.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("name", "version", "licence", "shipped", "read by hand"))
        rows.writerows(
            (one.name, one.version, one.licence, "yes" if one.shipped else "no", BY_HAND.get(spelled(one.name), ""))
            for one in packages
        )
    bill = json.loads(_run(
        "cyclonedx-py", "environment", "--output-reproducible", "--of", "JSON", "--sv", "1.6", "--mc-type",
        "application", "--pyproject", "pyproject.toml", sys.executable,
    ))  # fmt: skip
    text = json.dumps(finished(bill, shipped), indent=1, sort_keys=True)
    (BUILD / "sbom.json").write_text(text + "\n", encoding="utf-8")
    faults = refused(packages)
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        shown = sum(one.shipped for one in packages)
        print(f"{len(packages)} packages, {shown} of them shipped: every licence is on the list")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
