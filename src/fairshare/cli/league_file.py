"""The file of a league of mechanisms that a command is given."""

from __future__ import annotations

import json
from typing import Any

from fairshare.faults import bad_argument
from fairshare.figures.tables import read_text


def league_json(path: str) -> Any:
    """The JSON document of a league, not yet checked.

    Raises :class:`~fairshare.faults.BadInputError` for a file that cannot be read or is no JSON."""
    text = read_text(path)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise bad_argument("--league", f"{path} is no JSON ({error})", "a file of `simulate league --json`") from None
