"""What was drawn once, kept with the value that it was drawn from.

The key is the value itself, not what it holds: a picture is found again only by who has the very same object, and who
has that may see it. Values that are drawn never change. What else decides a picture is the language, and whatever a
caller names."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import get_language

_KEPT: Final = 512
_memory: OrderedDict[tuple[int, str | None, str], tuple[object, SafeString]] = OrderedDict()
_lock: Final = Lock()


def drawn(value: object, draw: Callable[[], SafeString], on: str = "") -> SafeString:
    """The picture of ``value`` in the reader's language on the page ``on``; drawn by ``draw`` where none is kept."""
    place = (id(value), get_language(), on)
    with _lock:
        of, found = _memory.get(place, (None, SafeString()))
        if of is value:
            _memory.move_to_end(place)
            return found
    made = draw()
    with _lock:
        _memory[place] = value, made  # holds the value, so that its id stays its own
        while len(_memory) > _KEPT:
            _memory.popitem(last=False)
    return made
