"""How long an evaluation takes, in every format, and the Observatory: ``python docs/bench_evaluation.py``.

Seconds of this process and its children, as the processors count them, so that other work on the machine does not
tell. The PDF is compared with the same pages without the list of figures, and with a plain table of as many links."""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import COMMAND, program

Row = tuple[str, str, str]
FORMATS = ("json", "html", "xlsx", "docx", "pdf")
LINKS = 5_000


def used(work: Callable[[], Any]) -> float:
    """Processor seconds of a piece of work, with its children."""

    def seconds() -> float:
        both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(one.ru_utime + one.ru_stime for one in both)

    start = seconds()
    work()
    return seconds() - start


def reports(folder: Path) -> Iterator[Row]:
    """The pool of 2026 and the relocation of 2015, as text and in every format."""
    for name in ("2026", "relocation-2015"):
        plain = used(program(COMMAND, "evaluate", name, "--json"))
        yield f"`fairshare evaluate {name} --json`", f"{plain:.2f}", "program start and all figures"
        for form in FORMATS:
            out = folder / f"{name}-{form}"
            taken = used(program(COMMAND, "evaluate", name, "--out", str(out), "--format", form))
            size = (out / f"report.{form}").stat().st_size
            yield (
                f"the same as {form}",
                f"{taken:.2f}",
                f"{size / 1e6:.2f} MB; {taken / plain:.1f} times the figures alone",
            )


def bare_pdf() -> Iterator[Row]:
    """A page of links that WeasyPrint lays out, tagged: what layout costs without a report."""
    from weasyprint import HTML

    cells = "".join(f'<tr id="f{n}"><td><a href="#f{n}">{n:,}</a></td><td>words</td></tr>' for n in range(LINKS))
    page = HTML(string=f"<html lang=en><title>t</title><table>{cells}</table></html>")
    taken = used(lambda: page.write_pdf(pdf_variant="pdf/ua-1"))
    yield f"WeasyPrint, a tagged table of {LINKS:,} links", f"{taken:.2f}", "no report, for comparison"


def observatory(folder: Path) -> Iterator[Row]:
    """The whole site in three languages, its league of five draws with it."""
    out = folder / "site"
    taken = used(program(COMMAND, "observatory", str(out), "--base", "https://observatory.example/"))
    files = [file for file in out.rglob("*") if file.is_file()]
    data = sum(file.stat().st_size for file in files if "data" in file.relative_to(out).parts[:1])
    pages = sum(file.suffix == ".html" for file in files)
    size = sum(file.stat().st_size for file in files) - data
    yield (
        f"`fairshare observatory`, {pages} pages",
        f"{taken:.2f}",
        f"{size / 1e6:.2f} MB, and {data / 1e6:.1f} MB of data",
    )


def rows() -> Iterator[Row]:
    """All of it."""
    with tempfile.TemporaryDirectory() as folder:
        yield from reports(Path(folder))
        yield from bare_pdf()
        yield from observatory(Path(folder))


if __name__ == "__main__":
    print("| what | processor seconds | |\n| --- | --- | --- |")
    for row in rows():
        print("| " + " | ".join(row) + " |", flush=True)
