"""``fairshare people``: what only the server may do for accounts of the Workbench: first heads, and starting over."""

from __future__ import annotations

import click

from fairshare.cli.output import emit, json_option
from fairshare.cli.workbench import on_record


@click.group(epilog="Example: fairshare people head name@example.eu 'A Name' member_state --state SE --cleared")
def people() -> None:
    """Accounts of the Workbench, as far as only its server may make them."""


@people.command(epilog="Try: fairshare people head name@example.eu 'A Name' agency --body Frontex")
@click.argument("email")
@click.argument("name")
@click.argument("capacity")
@click.option("--state", default="", help="The state, for a delegation.")
@click.option("--body", default="", help="The body, for an agency.")
@click.option("--cleared", is_flag=True, help="Authorised for RESTREINT UE/EU RESTRICTED (12(6)).")
@json_option
@on_record
def head(email: str, name: str, capacity: str, state: str, body: str, cleared: bool, as_json: bool) -> None:
    """Make the first head of a delegation, body or institution; prints the path of the invitation, once."""
    from fairshare.workbench.people.commands import create_head

    user, token = create_head(email, name, capacity, state, body, cleared=cleared)
    _told(user.email, token, as_json)


@people.command(epilog="Try: fairshare people start-over name@example.eu")
@click.argument("email")
@json_option
@on_record
def start_over(email: str, as_json: bool) -> None:
    """For who lost password and second factor: both are removed, sessions end, and a new invitation is made."""
    from fairshare.workbench.people import commands

    user, token = commands.start_over(email)
    _told(user.email, token, as_json)


def _told(email: str, token: str, as_json: bool) -> None:
    path = f"/account/link/{token}/"
    emit({"email": email, "invitation": path}) if as_json else click.echo(f"{email}: {path}")
