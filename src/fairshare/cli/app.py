"""The group of commands, loaded lazily, and the one place that turns errors into messages and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final

import click

from fairshare import __version__
from fairshare.cli.lazy import LazyGroup
from fairshare.faults import BadInputError
from fairshare.law.outcome import RefusedError

COMMANDS: Final = {
    "key": ("fairshare.cli.key:key", "Shares of states under a distribution key."),
    "apportion": ("fairshare.cli.apportion:apportion", "Whole units from shares, step by step."),
    "inequality": ("fairshare.cli.inequality:inequality", "How far an observed distribution is from a key."),
    "market": ("fairshare.cli.market:market", "Tradable quotas with revealed costs."),
    "deadlines": ("fairshare.cli.deadlines:deadlines", "The calendar of the cycle and the clock of a relocation."),
    "responsible": (
        "fairshare.cli.responsible:responsible",
        "Which state is responsible for an application, and why.",
    ),
    "capacity": ("fairshare.cli.capacity:capacity", "Adequate capacity for border procedures, and maxima."),
    "match": ("fairshare.cli.match:match", "Families to places: optimal, proved, explained."),
    "pool": ("fairshare.cli.pool:pool", "The Annual Solidarity Pool of a year, as its ledger shows it."),
    "law": ("fairshare.cli.law:law", "What is implemented of each article, and every open choice."),
    "data": ("fairshare.cli.data:data", "The figures, their sources, and what was known when."),
    "forecast": ("fairshare.cli.forecast:forecast", "Projections with intervals, and how well past ones did."),
    "index": ("fairshare.cli.index:index", "Composite indicators, and how far their ranks can be trusted."),
    "simulate": ("fairshare.cli.simulate:simulate", "Every mechanism on the same people: would it be fair?"),
    "observatory": (
        "fairshare.cli.observatory:observatory",
        "The public site: is responsibility shared fairly?",
    ),
    "assess": ("fairshare.cli.assess:assess", "A shadow of the determination by method, and needs."),
    "evaluate": ("fairshare.cli.evaluate:evaluate", "A cycle evaluated: what it achieved, and how fair that was."),
    "serve": ("fairshare.cli.serve:serve", "The Workbench: server and worker with one command."),
    "work": ("fairshare.cli.serve:work", "A worker of the Workbench by itself."),
    "act": ("fairshare.cli.act:act", "An action of the Workbench, for an account, on its server."),
    "people": ("fairshare.cli.people:people", "Accounts of the Workbench, as far as only its server may make them."),
    "ledger": ("fairshare.cli.ledger:ledger", "The record of the Workbench: check, write out, take in."),
    "backup": ("fairshare.cli.backup:backup", "A backup of the Workbench."),
    "restore": ("fairshare.cli.backup:restore", "A backup into an empty database."),
    "next": ("fairshare.cli.next_steps:next_steps", "What to try next."),
}
"""Name of each command: where it is, and its line in the help (kept here so that help imports none of them)."""


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 2 bad input, 1 anything else. What answers takes --json.\n\nTry: fairshare pool 2026",
)
@click.version_option(__version__, prog_name="fairshare", message="%(prog)s %(version)s")
def app() -> None:
    """The solidarity mechanism of Regulation (EU) 2024/1351, computed with its articles."""


def _usage(error: click.UsageError) -> str:
    """A fault of usage in one line, like any other fault."""
    name = getattr(error, "option_name", None) or getattr(error, "param_hint", None) or "usage"
    if isinstance(error, click.BadParameter) and error.param:
        name = error.param.opts[0] if error.param.param_type_name == "option" else error.param.human_readable_name
    where = f"; try `{error.ctx.command_path} --help`" if error.ctx else ""
    return f"argument:1: {name}: {' '.join(error.format_message().split())}{where}"


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code: 0 done, 2 bad input or usage, 1 anything else."""
    code, message = 0, ""
    try:
        app.main(args=list(arguments), prog_name="fairshare", standalone_mode=False)
    except BadInputError as error:
        code, message = 2, str(error)
    except RefusedError as error:
        code, message = 2, f"refused: {error}"
    except click.exceptions.NoArgsIsHelpError as error:  # a group without a command: its help says what there is
        code, message = 2, error.format_message()
    except click.ClickException as error:
        code = error.exit_code
        message = _usage(error) if isinstance(error, click.UsageError) else error.format_message()
    except (click.exceptions.Abort, KeyboardInterrupt):
        code, message = 1, "stopped"
    except BrokenPipeError:  # the reader (head, less) went away: nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if "FAIRSHARE_DEBUG" in os.environ:
            raise
        code, message = 1, f"fairshare failed: {error!r} (FAIRSHARE_DEBUG=1 shows the traceback)"
    if message:
        print(message, file=sys.stderr)
    return code
