"""The plain part of the simulation in other programs: people who each month may move to another place.

``python docs/movers.py METHOD PERSONS MONTHS`` prints one line of JSON: seconds of the months alone, and person-months.
What is compared is only what all can express: thirty-two places, a monthly chance of moving on of 2 %, a destination
at random. The simulation itself does more in the same time: applications, criteria, transfers, decisions, relocations.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from time import perf_counter

import numpy as np

PLACES, CHANCE = 32, 0.02


def by_flee(persons: int, months: int) -> float:
    """Flee 3: one object a person on a complete graph; its own rules decide who moves where."""
    from flee import flee

    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        file.write(json.dumps({"move_rules": {"default_movechance": CHANCE}}))
        file.flush()
        flee.SimulationSettings.ReadFromYML(file.name)
    world = flee.Ecosystem()
    places = [world.addLocation(f"P{i}", x=float(i), y=0.0, movechance=CHANCE) for i in range(PLACES)]
    for i in range(PLACES):
        for j in range(i + 1, PLACES):
            world.linkUp(f"P{i}", f"P{j}", 100.0)
    for i in range(persons):
        world.addAgent(places[i % PLACES], {})
    start = perf_counter()
    for _ in range(months):
        world.evolve()
    return perf_counter() - start


def by_mesa(persons: int, months: int) -> float:
    """Mesa: one object a person, all asked in random order each month."""
    import mesa

    class World(mesa.Model):  # type: ignore[misc]
        def step(self) -> None:
            self.agents.shuffle_do("step")

    class Person(mesa.Agent):  # type: ignore[misc]
        place = 0

        def step(self) -> None:
            if self.random.random() < CHANCE:
                self.place = self.random.randrange(PLACES)

    world = World(seed=1)
    Person.create_agents(world, persons)
    start = perf_counter()
    for _ in range(months):
        world.step()
    return perf_counter() - start


def by_numpy(persons: int, months: int) -> float:
    """Bare NumPy: one row a person, one uniform number a person and month."""
    rng = np.random.default_rng(1)
    place = rng.integers(0, PLACES, persons, dtype=np.uint8)
    start = perf_counter()
    for _ in range(months):
        moves = np.flatnonzero(rng.random(persons, dtype=np.float32) < CHANCE)
        place[moves] = rng.integers(0, PLACES, moves.size, dtype=np.uint8)
    return perf_counter() - start


METHODS = {"flee": by_flee, "mesa": by_mesa, "numpy": by_numpy}

if __name__ == "__main__":
    method, persons, months = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    random.seed(1)
    np.random.seed(1)  # Flee draws from the global state
    print(json.dumps({"seconds": METHODS[method](persons, months), "person_months": persons * months}))
