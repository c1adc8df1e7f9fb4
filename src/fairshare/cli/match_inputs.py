"""What every command of a matching reads: the files of contract 9 and the policy, and the problem that they state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from fairshare.figures.match_files import MatchFiles
    from fairshare.matching.policy import Policy
    from fairshare.matching.problem import Problem

_C = TypeVar("_C", bound=Callable[..., Any])

NAMES: Final = ("cases", "links", "quotas", "exclusions", "policy")
"""The files of a matching, by their options; the first three there must be."""


def input_options(command: _C) -> _C:
    """Add ``--cases``, ``--links``, ``--quotas``, ``--exclusions`` and ``--policy``; :func:`read_inputs` takes them."""
    options = (
        click.option("--cases", metavar="FILE", help="case, persons, present_in, vulnerable and more if known."),
        click.option("--links", metavar="FILE", help="case, state, kind, strength."),
        click.option("--quotas", metavar="FILE", help="state, places and, for an agreement, present_in."),
        click.option("--exclusions", metavar="FILE", help="case, state, reason: pairs that must not be made."),
        click.option("--policy", metavar="FILE", help="YAML: place, vulnerable, links, kinds, time_limit."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True)
class Inputs:
    """What was read: the files in canonical order, the policy, and the problem that both state."""

    files: MatchFiles
    policy: Policy
    problem: Problem


def read_inputs(given: dict[str, Any]) -> Inputs:
    """Read the files that the options name. Raises with the faults of all of them together."""
    from fairshare.faults import BadInputError, Fault
    from fairshare.figures.match_files import read_match_files
    from fairshare.matching.policy import Policy

    missing = [Fault("argument", 1, f"--{name}", "is missing", "a file") for name in NAMES[:3] if given[name] is None]
    if missing:
        raise BadInputError(missing)
    policy, faults = Policy(), list[Fault]()
    try:
        policy = read_policy_file(given["policy"])
    except BadInputError as error:
        faults += error.faults
    try:
        files = read_match_files(*(given[name] for name in NAMES[:4]), kinds=policy.kinds)
    except BadInputError as error:
        raise BadInputError([*error.faults, *faults]) from None
    if faults:
        raise BadInputError(faults)
    return Inputs(files, policy, to_problem(files, policy))


def read_policy_file(path: str | None) -> Policy:
    """The policy of a file, with defaults for what it does not set; all defaults without a file."""
    from fairshare.matching.policy import KINDS, Policy

    given = dict[str, Any]()
    if path is not None:
        from fairshare.figures.match_policy import read_policy

        given = read_policy(path, KINDS)
    given["kinds"] = {**KINDS, **given.get("kinds", {})}
    if "time_limit" in given:
        given["time_limit"] = float(given["time_limit"])
    return Policy(**given)


def to_problem(files: MatchFiles, policy: Policy) -> Problem:
    """The problem that the files state under a policy."""
    from fairshare.matching.problem import Problem

    cases, links, quotas, barred = files.cases, files.links, files.quotas, files.exclusions
    return Problem(
        states=files.states,
        persons=cases.persons,
        present_in=cases.present_in,
        vulnerable=cases.vulnerable,
        eligible=cases.eligible,
        nationality=cases.nationality,
        link_family=links.family,
        link_state=links.state,
        link=links.link,
        barred_family=barred.family,
        barred_state=barred.state,
        row_state=quotas.state,
        row_present=quotas.present_in,
        places=quotas.places,
        policy=policy,
    )
