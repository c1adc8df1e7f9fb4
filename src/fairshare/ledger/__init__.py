"""The ledger: what happened (events), and the pool that follows from it (a fold).

>>> from fairshare.figures import cycles
>>> book = parse(cycles.text(2026), "2026").book()
>>> book.reference.relocations, book.role("ES"), book.role("AT")
(21000, 'benefitting', 'deducted')
"""

from fairshare.ledger.book import Book, Flag
from fairshare.ledger.fold import Ledger, RefusedEventError, fold
from fairshare.ledger.merge import with_act
from fairshare.ledger.notation import Cycle, dump, parse

__all__ = ["Book", "Cycle", "Flag", "Ledger", "RefusedEventError", "dump", "fold", "parse", "with_act"]
