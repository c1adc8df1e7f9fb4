"""``fairshare evaluate``: a cycle evaluated, for a person, as JSON, or as reports in a folder."""

from __future__ import annotations

from typing import Any

import click

from fairshare.cli.output import choice_options, emit, json_option


@click.command(epilog="Try: fairshare evaluate relocation-2015")
@click.argument("name", required=False)
@click.option("--list", "listed", is_flag=True, help="List the cycles that can be evaluated.")
@click.option("--file", "path", metavar="CYCLE", help="Your own cycle of a pool year: a file of events.")
@click.option("--as-of", metavar="DAY", help="A pool year as its record stood on a day (default: the last on record).")
@click.option("--known-on", metavar="DAY", help="Only events that were on record on a day.")
@click.option(
    "--league", metavar="FILE", help="Mechanisms beside the facts: a file of `fairshare simulate league --json`."
)
@click.option("--section", metavar="15(4)|79", help="Only what a pool year gives to that report of the Regulation.")
@click.option("--out", metavar="DIR", help="Folder for the reports and manifest.json; made if need be.")
@click.option("--format", "formats", metavar="NAME,NAME", help="Of html, pdf, docx, xlsx, json (default: all).")
@click.option("--lang", type=click.Choice(["en", "fr", "de"]), help="Language of the reports (default: en).")
@click.option("--manifest", metavar="FILE", help="Make the reports of a manifest.json again, and compare.")
@choice_options
@json_option
def evaluate(name: str | None, listed: bool, as_json: bool, **options: Any) -> None:
    """Evaluate the cycle NAME: a pool year such as 2026, or a cycle of the past.

    Says what was decided, pledged and delivered, how fair the result was, and what is not known. Every figure leads to
    its definition, its sources and what it was computed from. The same call gives the same bytes."""
    from fairshare.cli import evaluate_print
    from fairshare.cli.evaluate_inputs import catalogue, evaluated, request_of
    from fairshare.evaluation.expost.to_json import to_json
    from fairshare.faults import bad_argument

    if listed:
        emit([one.to_json() for one in catalogue()]) if as_json else evaluate_print.catalogue(catalogue())
        return
    if options["manifest"] or options["out"]:
        _write(name, as_json, options)
        return
    if beside := next((option for option in ("formats", "lang") if options[option]), None):
        raise bad_argument(f"--{beside.removesuffix('s')}", "is given without --out", "a folder for the reports")
    request = request_of(name, options)
    found = evaluated(request)
    if as_json:
        emit(to_json(found))
        return
    part = options["section"]
    evaluate_print.evaluation(found, f'{name} --section "{part}"' if part else str(name), whole=bool(part))


def _write(name: str | None, as_json: bool, options: dict[str, Any]) -> None:
    from fairshare.cli import evaluate_files as files
    from fairshare.cli.evaluate_inputs import evaluated, request_of
    from fairshare.cli.evaluate_manifest import again, differences, read_manifest
    from fairshare.cli.stages import Stages
    from fairshare.faults import bad_argument
    from fairshare.figures.whole_folders import check_folder

    out = options["out"]
    if not out:
        raise bad_argument("--out", "is missing", "a folder for the reports")
    check_folder(out, "--out", files.FILES)
    before = read_manifest(options["manifest"]) if options["manifest"] else None
    request = again(before, name, options) if before else request_of(name, options)
    with Stages(("evaluating", *request.formats)) as stages:
        stages("evaluating")
        manifest = files.write(out, evaluated(request), request, stages)
    changed = differences(before, manifest) if before else []
    if as_json:
        emit(manifest | ({"differences": changed} if before else {}))
    else:
        click.echo(f"{len(manifest['files'])} files and {files.MANIFEST} in {out}: {', '.join(manifest['files'])}")
        if before and not changed:
            click.echo("The same as in the manifest, byte for byte.")
    if changed:
        raise click.ClickException(f"not the same as in the manifest: {', '.join(changed)}")
