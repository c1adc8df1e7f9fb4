"""The command line. Each command is one file of this room and is imported only when it is called."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command ``fairshare`` and exit with its code."""
    if sys.argv[1:] == ["--version"]:  # no import at all: a script that asks for the version waits for nothing
        from fairshare import __version__

        print(f"fairshare {__version__}")
        return
    from fairshare.cli.app import run

    sys.exit(run(sys.argv[1:]))
