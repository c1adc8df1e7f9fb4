"""The list of licences: what may be used, what may not, and that nothing is listed by hand without a need."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOME / ".ci"))

import bill_of_materials as bill  # noqa: E402  (.ci is a folder of scripts, not a package)
from bill_of_materials import Package  # noqa: E402


@pytest.mark.parametrize(
    "licence",
    [
        "MIT",
        "mit license",
        "ISC License (ISCL)",
        "Mozilla Public License 2.0 (MPL 2.0)",
        "LGPL-3.0-only",
        "EUPL-1.2",
        "Apache-2.0 OR GPL-3.0-only",
        "MIT AND PSF-2.0",
        "MIT AND (Apache-2.0 OR GPL-3.0-only)",
        "Apache Software License; BSD License",
    ],
)
def test_what_leaves_a_program_free_may_be_used(licence: str) -> None:
    assert bill.is_allowed(licence)


@pytest.mark.parametrize(
    "licence",
    [
        "",
        "UNKNOWN",
        "AGPL-3.0-only",
        "GPL-2.0-or-later",
        "GNU General Public License v2 or later (GPLv2+)",
        "MIT AND GPL-3.0-only",
        "MIT; GNU Affero General Public License v3",
        "(MIT AND GPL-3.0-only) OR AGPL-3.0-only",
        "Other/Proprietary License",
        "MITIGATED",
    ],
)
def test_what_binds_the_program_or_says_nothing_may_not(licence: str) -> None:
    assert not bill.is_allowed(licence)


def test_a_package_is_refused_by_name_unless_a_person_read_its_licence() -> None:
    strange = Package("strange", "1.0", "GPL-3.0-only", shipped=False)
    read = Package("Pyphen", "0.18", "GPLv2+; LGPLv2+; MPL 1.1")
    assert bill.refused([strange, read, Package("plain", "2.0", "MIT")]) == [
        "strange 1.0: GPL-3.0-only is not on the list of licences"
    ]


def test_what_is_listed_by_hand_is_needed_and_has_a_reason() -> None:
    names = bill.locked((HOME / "requirements-dev.lock").read_text(encoding="utf-8"))
    assert set(bill.BY_HAND) <= names
    assert all(len(reason) > 20 for reason in bill.BY_HAND.values())


def test_the_bill_tells_what_is_for_developers_only_and_what_is_no_package() -> None:
    made = bill.finished({"components": [{"name": "Django"}, {"name": "pytest_cov"}]}, frozenset({"django"}))
    django, pytest_, *assets = made["components"]
    assert "scope" not in django and pytest_["scope"] == "excluded"
    assert [asset["name"] for asset in assets] == [asset.name for asset in bill.ASSETS]


def test_a_lock_file_names_its_packages_with_and_without_extras() -> None:
    assert bill.locked("Django-AllAuth[mfa]==65.1 \\\n    --hash=sha256:0\nzope.x==1\n") == {"django-allauth", "zope-x"}


@pytest.mark.parametrize("asset", bill.ASSETS, ids=lambda asset: str(asset.name))
def test_a_bundled_asset_lies_where_the_notice_says(asset: bill.Asset) -> None:
    import django_htmx

    folders = (HOME / "src", Path(django_htmx.__file__).parents[1])
    assert any((folder / asset.where).is_file() for folder in folders)


def test_the_own_licence_is_on_the_list() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert bill.is_allowed(project["license"])
