"""Tables of exact values: shown as pages, sorted and filtered, downloaded, printed; every form from one value."""

from fairshare.workbench.tables.model import Column, Table

__all__ = ["Column", "Table"]
