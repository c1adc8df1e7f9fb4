"""``python -m fairshare.workbench.translation extract | compile | check``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from fairshare.workbench.translation import catalogue, check
from fairshare.workbench.translation.messages import messages
from fairshare.workbench.translation.untranslated import untranslated

_FOLDER: Final = click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), default=catalogue.LOCALE, help="Where catalogues are."
)
_LANGUAGES: Final = click.argument("languages", nargs=-1)


@click.group()
def main() -> None:
    """Keep the catalogues of the Workbench. Without LANGUAGES every one that has a catalogue."""


@main.command()
@_LANGUAGES
@_FOLDER
def extract(languages: Sequence[str], folder: Path) -> None:
    """Bring catalogues up to date with the texts; one that does not exist yet is begun.

    Translations of texts that are still there are kept; those of a changed text have to be made again.
    """
    texts = messages()
    for language in _chosen(languages, folder):
        path = catalogue.source(language, folder)
        known = catalogue.read(path, language) if path.is_file() else {}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(catalogue.written(language, texts, known))
        missing = sum(one.key not in known for one in texts)
        click.echo(f"{language}: {len(texts)} texts, {missing} to translate")


@main.command("compile")
@_LANGUAGES
@_FOLDER
def compile_(languages: Sequence[str], folder: Path) -> None:
    """Write the files that the Workbench reads, from the catalogues."""
    texts = messages()
    for language in _chosen(languages, folder):
        path = catalogue.source(language, folder)
        path.with_suffix(".mo").write_bytes(catalogue.compiled(language, texts, catalogue.read(path, language)))


@main.command("check")
@_LANGUAGES
@_FOLDER
def check_(languages: Sequence[str], folder: Path) -> None:
    """Say what is wrong with the catalogues, and which text of a template is in none; the exit status is then 1."""
    texts = messages()
    chosen = _chosen(languages, folder)
    found = [*untranslated(), *(line for language in chosen for line in check.problems(language, texts, folder))]
    for line in found:
        click.echo(line)
    sys.exit(bool(found))


def _chosen(languages: Sequence[str], folder: Path) -> Sequence[str]:
    return languages or catalogue.languages(folder)


if __name__ == "__main__":
    main()
