"""Fairshare: the solidarity mechanism of Regulation (EU) 2024/1351 as software.

Start at :mod:`fairshare.law` for the rules, :mod:`fairshare.ledger` for the pool that follows from
events, and :mod:`fairshare.figures` for the tables that are shipped with their sources.
"""

__version__ = "0.1.0"
