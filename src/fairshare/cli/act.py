"""``fairshare act``: an action of the Workbench on the server's own machine, by the class that page and API call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from secrets import token_hex
from typing import Any, TypeVar

import click

from fairshare.cli.output import emit, json_option, table
from fairshare.cli.workbench import on_record
from fairshare.faults import BadInputError, Fault, bad_argument

_C = TypeVar("_C", bound=Callable[..., Any])
_user = click.option("--user", "email", required=True, metavar="EMAIL", help="The account that acts.")


class RefusalError(click.ClickException):
    """Somebody may not do this, or not now."""

    exit_code = 2


class ActGroup(click.Group):
    """``act pledge.make`` means ``act do pledge.make``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``do`` before the name of an action."""
        if args and args[0] not in {"-h", "--help", *self.commands}:
            args = ["do", *args]
        return super().parse_args(ctx, args)


@click.group(cls=ActGroup, epilog="Try: fairshare act list")
def act() -> None:
    """Do an action of the Workbench for an account (`act NAME --year …`), on the server's own machine."""


def _told(command: _C) -> _C:
    """A command whose refusals and faults are told like those of any other: exit code 2, one line each."""

    @wraps(command)
    def called(*args: Any, **options: Any) -> Any:
        with _refusals(options.get("path") or "argument"):
            return command(*args, **options)

    return called  # type: ignore[return-value]


@contextmanager
def _refusals(where: str) -> Iterator[None]:
    from fairshare.workbench.actions.perform import ConflictError, ForbiddenError, InvalidError
    from fairshare.workbench.record.store import NoCycleError

    try:
        yield
    except InvalidError as error:
        raise BadInputError(Fault(where, 1, field, problem) for field, problem in error.problems) from None
    except (ForbiddenError, ConflictError) as error:
        raise RefusalError(f"refused: {error}") from None
    except NoCycleError as error:
        raise bad_argument("--year", str(error)) from None


@act.command(epilog="Try: fairshare act notice.give --year 2027 --as member_state:IT --user name@example.eu")
@click.argument("name")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option("--year", type=int, required=True, help="The year of the pool.")
@click.option("--as", "seat", required=True, metavar="CAPACITY[:STATE]", help="The seat of the account, to be sure.")
@_user
@click.option("--file", "path", metavar="FILE", help="The fields as one JSON object, instead of FIELD=VALUE.")
@click.option("--key", default="", help="Names the request: with the same key it is done once (default: a new one).")
@json_option
@on_record
@_told
def do(
    name: str, fields: Sequence[str], year: int, seat: str, email: str, path: str | None, key: str, as_json: bool
) -> None:
    """Do the action NAME with its fields; what binds waits for a second person."""
    from fairshare.workbench.actions.perform import found, perform
    from fairshare.workbench.api.forms import check

    user = _account(email)
    if seat.partition(":")[::2] != (user.capacity, user.state or user.body):
        own = ":".join(filter(None, (user.capacity, user.state or user.body)))
        raise bad_argument("--as", f"{seat!r} is not the seat of {email}", own)
    if path and fields:
        raise bad_argument("FIELD=VALUE", "and --file are both given", "one of the two")
    action = found(name, user.seat)
    data = _from_file(path) if path else _from_fields(fields, action)
    check(action, data)
    _tell(perform(name, user, year, data, key or f"command-{token_hex(8)}"), as_json)


@act.command(name="confirm", epilog="Try: fairshare act confirm 12 --user name@example.eu")
@click.argument("motion", type=click.IntRange(1, 2**63 - 1))
@_user
@json_option
@on_record
@_told
def confirm_motion(motion: int, email: str, as_json: bool) -> None:
    """Confirm, as a second person, the MOTION that somebody proposed."""
    from fairshare.workbench.actions.perform import confirm

    _tell(confirm(motion, _account(email)), as_json)


@act.command(name="list", epilog="Try: fairshare act list --json")
@json_option
@on_record
def list_actions(as_json: bool) -> None:
    """List every action: its name, who may do it, its fields, and the provisions that it rests on."""
    from fairshare.workbench.actions.registry import actions, stage_of

    rows: list[dict[str, Any]] = [
        {
            "name": action.name,
            "label": str(action.label),
            "stage": stage_of(action),
            "who": sorted(action.who),
            "fields": list(action.form.model_fields),
            "binding": action.binding,
            "cites": list(action.cites),
        }
        for action in actions().values()
    ]
    if as_json:
        emit(rows)
        return
    columns = {"Action": "left", "Who": "left", "Fields": "left", "Provision": "left"}
    lines = [(row["name"], ", ".join(row["who"]), ", ".join(row["fields"]), "; ".join(row["cites"])) for row in rows]
    table(f"{len(rows)} actions", columns, lines, ["What binds waits for a second person: `fairshare act confirm`."])


def _account(email: str) -> Any:
    from fairshare.workbench.people.models import User

    found = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if found is None:
        raise bad_argument("--user", f"{email!r} is no open account")
    return found


def _from_file(path: str) -> dict[str, Any]:
    from fairshare.workbench.api import strict

    try:
        return strict.read(Path(path).read_bytes())
    except (OSError, strict.SyntaxFaultError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise BadInputError([Fault(path, 1, "file", str(why), "one JSON object")]) from None


def _from_fields(pairs: Sequence[str], action: Any) -> dict[str, Any]:
    """Fields as the command line gives them: text where the action takes text, JSON otherwise."""
    from fairshare.workbench.api import strict
    from fairshare.workbench.api.forms import schema_of

    known, found = schema_of(action)["properties"], {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise bad_argument("FIELD=VALUE", f"{pair!r} has no '='", "FIELD=VALUE")
        schema = known.get(name, {"type": "string"})
        found[name] = text
        if not any(option.get("type") == "string" for option in schema.get("anyOf", [schema])):
            try:
                found[name] = strict.read(f'{{"value": {text}}}'.encode(errors="replace"))["value"]
            except (strict.SyntaxFaultError, KeyError):
                raise bad_argument(name, f"{text!r} is not read", schema.get("type", "JSON")) from None
    return found


def _tell(done: Any, as_json: bool) -> None:
    if as_json:
        emit(done.to_json())
    elif done.status == "waiting":
        click.echo(f"waiting: motion {done.motion}; a second person confirms it: fairshare act confirm {done.motion}")
    else:
        click.echo(f"done: {', '.join(done.events) or 'nothing new'}")
