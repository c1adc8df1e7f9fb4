"""One handler per event: what the law asks before it may happen, and the legs that it posts.

A handler gets the book and the event, raises :class:`~fairshare.law.outcome.RefusedError` with the provision where
the law does not allow the event, notes on the book what is now on record, and returns the legs.
"""

import fairshare.ledger.handlers.adoption
import fairshare.ledger.handlers.closing
import fairshare.ledger.handlers.delivery
import fairshare.ledger.handlers.evaluation
import fairshare.ledger.handlers.follow_up
import fairshare.ledger.handlers.forums
import fairshare.ledger.handlers.funded_actions
import fairshare.ledger.handlers.indicators
import fairshare.ledger.handlers.needs
import fairshare.ledger.handlers.offsets
import fairshare.ledger.handlers.procedure
import fairshare.ledger.handlers.standing
import fairshare.ledger.handlers.votes  # noqa: F401  (each import fills the table)
from fairshare.ledger.handlers.registry import HANDLERS, Handler

__all__ = ["HANDLERS", "Handler"]
