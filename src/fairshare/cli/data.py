"""``fairshare data``: the figures, their sources and their history. Its commands are imported when called."""

from __future__ import annotations

from typing import Final

import click

from fairshare.cli.lazy import LazyGroup

COMMANDS: Final = {
    "catalogue": ("fairshare.cli.data_catalogue:catalogue", "The indicators of Articles 9 and 10, and who has them."),
    "status": ("fairshare.cli.data_status:status", "What is held of each series, how old it is, and its checksum."),
    "refresh": ("fairshare.cli.data_refresh:refresh", "Fetch series from Eurostat, UNHCR or Frontex."),
    "import": (
        "fairshare.cli.data_import:import_files",
        "Take in files: a folder of collected files, or one of a publisher.",
    ),
    "trace": ("fairshare.cli.data_trace:trace", "Where one figure comes from: dataset, filter, stamp, checksum."),
    "series": ("fairshare.cli.data_series:series", "Print a series, or write it to a file."),
    "check": ("fairshare.cli.data_check:check", "What in the figures should not be trusted."),
    "list": ("fairshare.cli.data_tables:list_tables", "Name the bundled tables."),
    "show": ("fairshare.cli.data_tables:show", "Print one bundled table with its sources."),
}
"""Name of each command of the group: where it is, and its line in the help."""


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    epilog="Example: fairshare data trace EL first_time_applications 2024",
)
def data() -> None:
    """The figures, their sources, and what was known when.

    Without a store the bundled tables serve. Every figure can be traced to dataset, filter, stamp and checksum.
    """
