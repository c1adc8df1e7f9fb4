"""The annex of a Council act on the solidarity pool, read as a person gets it."""

from fairshare.figures.annex.columns import CONCEPTS, Column, Scale
from fairshare.figures.annex.model import Annex, CellRead, Hints, RowRead, TableRead
from fairshare.figures.annex.reading import read_annex

__all__ = ["CONCEPTS", "Annex", "CellRead", "Column", "Hints", "RowRead", "Scale", "TableRead", "read_annex"]
