"""The documentation is true: its examples run, its generated pages are current, its links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOME / "docs"))

import bench  # noqa: E402  (docs is a folder of scripts, not a package)
import build  # noqa: E402
import examples  # noqa: E402
import reference_pages  # noqa: E402

PAGES = examples.pages()
RENEW = "if the change is meant, run .venv/bin/python docs/build.py --renew"


def name_of(page: Path) -> str:
    return page.relative_to(HOME).as_posix()


# --- the examples -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_example_prints_what_the_page_shows(page: Path) -> None:
    assert not (found := examples.failures(page)), f"{RENEW}\n" + "\n".join(found)


def test_the_pages_hold_examples_of_every_command() -> None:
    from fairshare.cli.app import COMMANDS

    shown = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    commands = {match[1] for match in re.finditer(r"^\$ fairshare (\w+)", shown, re.M)}
    assert commands >= COMMANDS.keys() - {"next"}


@pytest.mark.parametrize(
    ("shown", "printed", "agree"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
        ("a\n...\n", "a\nb\nc\n", True),
        ("a\n...\n", "a\n", True),
        ("...\nc\n", "a\nb\nc\n", True),
        ("...\nb\n", "a\nb\nc\n", False),
        ("a\n...\nb\n...\nd\n", "a\nx\nb\ny\nd\n", True),
        ("a\n...\nb\n...\nd\n", "a\nx\ny\nd\n", False),
        ("a\n...\na\n", "a\n", False),
        ("", "", True),
        ("", "a\n", False),
    ],
)
def test_how_a_page_is_compared(shown: str, printed: str, agree: bool) -> None:
    assert examples.agrees(shown, printed) is agree


def test_a_false_example_is_found_and_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examples, "DOCS", tmp_path / "docs")
    page = tmp_path / "page.md"
    table = '```csv title="w.csv"\nname,weight\nA,1\n```\n'
    text = table + "\n```console\n$ fairshare apportion floor --total 3 w.csv\n{}```\n"
    page.write_text(text.format("wrong\n"), encoding="utf-8")
    assert len(examples.failures(page)) == 1
    assert examples.renew(page)
    assert "Method: AMMR 57(3), 66" in page.read_text(encoding="utf-8")
    assert not examples.failures(page)
    assert not examples.renew(page)
    page.write_text(text.format("-\n-\n...\n-\n"), encoding="utf-8")
    assert examples.renew(page)
    kept = page.read_text(encoding="utf-8").splitlines()
    assert kept[7:9] == ["3 units by floor", ""] and kept[9] == "..." and len(kept) == 12


def test_a_false_python_example_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examples, "DOCS", tmp_path / "docs")
    page = tmp_path / "page.md"
    page.write_text("```python\n>>> 1 + 1\n3\n```\n", encoding="utf-8")
    assert "Expected:" in examples.failures(page)[0]


# --- the pages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", reference_pages.PAGES)
def test_a_generated_page_is_what_the_program_would_write_now(name: str) -> None:
    assert (examples.DOCS / name).read_text(encoding="utf-8") == reference_pages.PAGES[name](), RENEW


def test_every_page_is_in_the_navigation_once() -> None:
    navigation = re.findall(r"([\w/-]+\.md)$", (HOME / "mkdocs.yml").read_text(encoding="utf-8"), re.M)
    assert sorted(f"docs/{name}" for name in navigation) == sorted(map(name_of, PAGES[1:]))


def test_every_choice_stands_under_its_ambiguity_with_its_default() -> None:
    from fairshare.law.choices import CHOICES

    page = (examples.DOCS / "explanation/ambiguities.md").read_text(encoding="utf-8")
    parts = re.split(r"^## ", page, flags=re.M)
    sections = {match[1]: part for part in parts if (match := re.match(r"(A\d+)\. ", part))}
    assert list(sections) == [f"A{number}" for number in range(1, 24)]
    for choice in CHOICES.values():
        section = sections[choice.ambiguity] if choice.ambiguity else parts[-1]
        assert f"[`{choice.name}`]" in section
        assert not choice.ambiguity or f"default `{choice.default}`" in section


def test_pages_quote_figures_of_the_bundled_tables() -> None:
    """Figures in running text that the tables hold too: neither may change without the other."""
    from fairshare.figures import reference

    act = reference.act(2026)
    effective = (examples.DOCS / "explanation/nominal-and-effective.md").read_text(encoding="utf-8")
    units = act["spain_relocations"].number + act["spain_eur"].number / 20_000
    assert (
        f"{float(units):,.0f}" in effective
        and f"{float(units / act['reference_relocations'].number):.2%}"[:-1] in effective
    )
    shares = (examples.DOCS / "explanation/shares.md").read_text(encoding="utf-8")
    for state in ("DE", "FR"):
        assert f"{float(reference.published_shares(2026)[state]['share'].number):.4f} %" in shares


def test_the_names_of_the_python_page_exist() -> None:
    from importlib import import_module

    page = (examples.DOCS / "reference/python.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(fairshare[\w.]*)` \| (.+) \|$", page, re.M)
    assert len(rows) >= 10
    for module, names in rows:
        room = import_module(module)
        if module in {"fairshare.law", "fairshare.ledger"}:
            assert set(re.findall(r"`(\w+)`", names)) >= set(room.__all__)
        for name in re.findall(r"`([\w.]+)`", names):
            first, _, rest = name.partition(".")
            found = import_module(f"{module}.{first}") if rest else getattr(room, first)
            assert not rest or hasattr(found, rest), f"{module}.{name}"


# --- the site ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(build, "SITE", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("b.html", ""),
        ("b.html#here", ""),
        ("#top", ""),
        ("/b.html", ""),
        ("https://example.org/none", ""),
        ("c.html", "leads nowhere"),
        ("b.html#there", "names no heading"),
        ("#there", "names no heading"),
    ],
)
def test_dead_links_are_found(site: Path, link: str, fault: str) -> None:
    (site / "a.html").write_text(f'<h1 id="top">A</h1><a href="{link}">go</a>', encoding="utf-8")
    (site / "b.html").write_text('<h1 id="here">B</h1>', encoding="utf-8")
    found = build.dead_links()
    assert [line.endswith(fault) for line in found] == ([True] if fault else [])


def test_what_the_site_loads_from_outside_is_found(site: Path) -> None:
    (site / "a.html").write_text('<script src="https://example.org/x.js"></script>', encoding="utf-8")
    assert build.dead_links() == ["a.html: https://example.org/x.js is loaded from outside"]


# --- the benchmark and the notebook -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [60, 5_000])
def test_the_record_of_the_benchmark_is_one_that_the_law_allows(size: int) -> None:
    from fairshare.ledger import parse

    cycle = parse(bench.json_lines(size))
    assert len(cycle.events) == size
    book = cycle.book()
    assert book.role("IT") == "benefitting"
    assert size < 1_000 or sum(book.total(state, "implemented", "relocation") for state in book.shares) > size // 3


def test_the_page_on_speed_has_the_rows_of_the_benchmark() -> None:
    rows = [label for label, _, _ in bench.units()]
    page = (examples.DOCS / "reference/speed.md").read_text(encoding="utf-8")
    assert all(f"| {row} |" in page for row in rows)


def test_the_notebook_runs_from_the_key_to_the_pool(tmp_path: Path) -> None:
    import nbformat

    path = HOME / "notebooks" / "from_key_to_pool.ipynb"
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    assert not any(cell.get("outputs") for cell in book.cells), "outputs are stripped"
    program = (
        "import sys, nbformat\nfrom nbclient import NotebookClient\n"
        "book = nbformat.read(sys.argv[1], as_version=4)\n"
        "NotebookClient(book, timeout=120, kernel_name='python3').execute()\n"
        "nbformat.write(book, sys.argv[2])\n"
    )
    environment = os.environ | {
        "JUPYTER_PLATFORM_DIRS": "1",
        "IPYTHONDIR": str(tmp_path),
        "JUPYTER_RUNTIME_DIR": str(tmp_path),
    }
    command = [sys.executable, "-c", program, str(path), str(tmp_path / "done.ipynb")]
    subprocess.run(command, check=True, env=environment, capture_output=True, timeout=300)
    done = nbformat.read(tmp_path / "done.ipynb", as_version=4)
    printed = "".join(str(output) for cell in done.cells for output in cell.get("outputs", ()))
    assert "4,555" in printed and "benefitting" in printed and "shape:" in printed
