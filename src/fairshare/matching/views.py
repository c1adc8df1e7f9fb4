"""What each party sees at given prices, what each of its choices loses against the best, and which choices are kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairshare.matching.demand import Demand, Stations
from fairshare.matching.problem import NOWHERE, Bools, Floats, Ints


@dataclass(frozen=True)
class View:
    """What each party sees at ``prices`` (r): ``price`` of each station, ``base``, the cheapest station of each
    class, ``net`` value of each link, and ``top``, what the best choice brings: a link, any open place, or none (then
    minus its value)."""

    prices: Floats
    price: Floats
    base: Floats
    net: Floats
    top: Floats

    def link_loss(self, wants: Demand) -> Floats:
        """By link: what a person loses by it against the party's best choice."""
        return self.top[wants.owner] - self.net

    def base_loss(self, wants: Demand) -> Floats:
        """By party: what a person loses by the cheapest open place."""
        return self.top + self.base[wants.klass]

    def none_loss(self, wants: Demand) -> Floats:
        """By party: what a person loses without a place."""
        return self.top + wants.value


def look(wants: Demand, places: Stations, prices: Floats) -> View:
    """One pass over the parties."""
    price = places.prices(prices)
    net = wants.gain - price[wants.station]
    base = (wants.shut + price).min(axis=1, initial=np.inf)
    top = np.maximum(-base[wants.klass], -wants.value)
    if wants.linked:
        np.maximum(top[: wants.linked], np.maximum.reduceat(net, wants.first), out=top[: wants.linked])
    return View(prices, price, base, net, top)


@dataclass
class Kept:
    """The choices that the programme keeps: ``link`` by link; ``base`` (any open place) and ``none`` by party."""

    link: Bools
    base: Bools
    none: Bools

    @classmethod
    def within(cls, wants: Demand, view: View, cut: Floats | float) -> Kept:
        """The choices that lose at most ``cut`` (by party, or for all) a person."""
        of_link = cut if isinstance(cut, float) else cut[wants.owner]
        return cls(view.link_loss(wants) <= of_link, view.base_loss(wants) <= cut, view.none_loss(wants) <= cut)

    def add(self, more: Kept) -> None:
        """Keep those too."""
        self.link |= more.link
        self.base |= more.base
        self.none |= more.none

    def best(self, wants: Demand, view: View) -> Floats:
        """What each party gets by the best choice kept."""
        found = np.where(self.base, -view.base[wants.klass], -np.inf)
        found = np.maximum(found, np.where(self.none, -wants.value, -np.inf))
        if wants.linked:
            kept = np.maximum.reduceat(np.where(self.link, view.net, -np.inf), wants.first)
            np.maximum(found[: wants.linked], kept, out=found[: wants.linked])
        return found

    def count(self, wants: Demand) -> Ints:
        """How many choices each party keeps."""
        found = self.base.astype(np.int64) + self.none
        if wants.linked:
            found[: wants.linked] += np.add.reduceat(self.link.astype(np.int64), wants.first)
        return found


def margin(wants: Demand, view: View) -> Floats:
    """By linked family: what a person loses by the next best choice, 0 where two are equally good."""
    link = view.link_loss(wants)
    least = np.minimum.reduceat(link, wants.first)
    lowest = np.flatnonzero(link <= least[wants.owner])
    link[lowest[np.diff(wants.owner[lowest], prepend=NOWHERE) > 0]] = np.inf
    second = np.minimum.reduceat(link, wants.first)
    others = [view.base_loss(wants)[: wants.linked], view.none_loss(wants)[: wants.linked]]
    found: Floats = np.sort(np.stack([*others, least, second]), axis=0)[1]
    return found
