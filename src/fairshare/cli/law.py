"""``fairshare law``: what is implemented of each article, by which function, with which tests and open choices."""

from __future__ import annotations

from typing import Any

import click

from fairshare.cli.output import emit, json_option, table


@click.group(invoke_without_command=True, epilog="Try: fairshare law --article 63")
@click.option("--missing", is_flag=True, help="Only provisions that no function carries out.")
@click.option("--article", metavar="N", help="Only one article, for example 63 or 'Annex I'.")
@json_option
@click.pass_context
def law(ctx: click.Context, missing: bool, article: str | None, as_json: bool) -> None:
    """The register: provisions of Parts II to IV with the functions, tests, choices and invariants behind them.

    With --missing the exit code is 2 when a provision of Articles 7 to 46, 56 to 66, 67(5), 68, 69 or Annex
    I has no function.
    """
    if ctx.invoked_subcommand:
        return
    listed = _listed(article, missing)
    tests = _tests()
    if as_json:
        emit([_plain(provision, tests) for provision in listed])
    else:
        _print(listed, tests, missing, details=article is not None)
    if missing and any(provision.required for provision in listed):
        from fairshare.faults import bad_argument

        gaps = ", ".join(provision.cite for provision in listed if provision.required)
        raise bad_argument("law", f"required provisions without a function: {gaps}", "a function that cites each")


def _listed(article: str | None, missing: bool) -> list[Any]:
    from fairshare.faults import bad_argument
    from fairshare.law import register
    from fairshare.law.citation import REGISTER

    import_rules()
    listed = list(register.provisions(REGISTER))
    if article is not None:
        wanted = article.removeprefix("AMMR ").strip()
        listed = [p for p in listed if wanted in {register.article(p.cite[5:]), p.cite[5:]}]
        if not listed:
            raise bad_argument("--article", f"{article!r} is not in the list", "7 to 51, 55 to 73 or 'Annex I'")
    return list(register.missing(listed)) if missing else listed


def import_rules() -> None:
    """Import every room that holds rules, so that the register is full."""
    import pkgutil
    from importlib import import_module

    for name in ("fairshare.law", "fairshare.ledger", "fairshare.matching", "fairshare.simulation"):
        package = import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            import_module(module.name)
    import_module("fairshare.workbench.cases.guards")  # rules too, and pure: nothing of Django comes with them


def _tests() -> dict[str, list[str]]:
    """Tests by provision, read from the marks in the test tree; none where the tests are not installed beside."""
    from fairshare.figures.marks import marked_tests

    return marked_tests()


def _plain(provision: Any, tests: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "provision": provision.cite,
        "says": provision.says,
        "required": provision.required,
        "functions": [rule.function for rule in provision.rules],
        "tests": tests.get(provision.cite, []),
        "choices": list(provision.choices),
        "invariants": list(provision.invariants),
    }


def _print(listed: list[Any], tests: dict[str, list[str]], missing: bool, details: bool) -> None:
    title = "Provisions that no function carries out" if missing else "Regulation (EU) 2024/1351, Parts II to IV"
    if not listed:
        click.echo(f"{title}: none")
    elif details:
        for provision in listed:
            _print_details(provision, tests.get(provision.cite, []))
    else:
        _print_list(title, listed, tests)


def _print_list(title: str, listed: list[Any], tests: dict[str, list[str]]) -> None:
    rows: list[list[object]] = [
        [
            provision.cite.removeprefix("AMMR "),
            provision.says,
            "\n".join(".".join(rule.function.split(".")[-2:]) for rule in provision.rules) or "none",
            len(tests.get(provision.cite, [])) or "",
        ]
        for provision in listed
    ]
    done = sum(bool(provision.rules) for provision in listed)
    notes = [
        f"{done} of {len(listed)} provisions have a function. Details: --article N; open questions: `law choices`."
    ]
    table(title, {"": "left", "says": "left", "function": "left", "tests": "right"}, rows, notes)


def _print_details(provision: Any, tests: list[str]) -> None:
    from textwrap import wrap

    click.echo(f"{provision.cite}  {provision.says}")
    parts = {
        "functions": [rule.function for rule in provision.rules] or ["none"],
        "tests": tests,
        "choices": provision.choices,
        "invariants": [", ".join(provision.invariants)] if provision.invariants else [],
    }
    for name, entries in parts.items():
        for number, entry in enumerate(entries):
            head = f"  {name if not number else '':<11}"
            for line in wrap(entry, 98, initial_indent=head, subsequent_indent=" " * 15, break_on_hyphens=False):
                click.echo(line)


@law.command(epilog="Try: fairshare law choices ROUNDING")
@click.argument("name", required=False)
@json_option
def choices(name: str | None, as_json: bool) -> None:
    """The policy choices: open questions of the text, their answers, and the default (first)."""
    from fairshare.faults import bad_argument
    from fairshare.law.choices import CHOICES

    if name is not None and name not in CHOICES:
        raise bad_argument("NAME", f"{name!r} is not a choice", ", ".join(CHOICES))
    shown = [choice for choice in CHOICES.values() if name in {None, choice.name}]
    if as_json:
        emit(
            [
                {
                    "name": c.name,
                    "ambiguity": c.ambiguity or None,
                    "question": c.question,
                    "cite": c.cite,
                    "default": c.default,
                    "options": dict(c.options),
                }
                for c in shown
            ]
        )
        return
    rows: list[list[object]] = [
        [
            f"{c.name}\n{c.ambiguity}".strip(),
            f"{c.question}\n{c.cite}",
            "\n".join(f"{value}: {text}" for value, text in c.options.items()),
        ]
        for c in shown
    ]
    columns = {"choice": "left", "question": "left", "answers (the first is the default)": "left"}
    notes = ["Set one with --choice NAME=value, or several with --choices FILE.yaml."]
    table("Where the text is silent", columns, rows, notes)
