"""Trials of the joins that might bring a process down: ``python -m tests.watch_worker TRIAL [SEED]``.

Each runs in a process of its own, and ends with 0 and the word ``done`` only if nothing was wrong.
"""

from __future__ import annotations

import gc
import resource
import sys
from dataclasses import replace
from itertools import product
from random import Random
from threading import Thread

from drive_rules.engines import joins
from drive_rules.engines.guarded import FAR
from drive_rules.engines.joins import Joins, Link, Way, holds
from drive_rules.problems import WitnessError
from drive_rules.watching import Watcher
from tests.made_watch import DENSE, TODAY, make_rules, make_world

EDGES = (-FAR, -1, 0, 1, FAR)


def made(random: Random, places: int, columns: int) -> Way:
    """Some links between two places, or of one."""
    found = []
    for _ in range(random.choice((0, 1, 1, 2, 3, joins.MOST_TERMS))):
        one, other = random.randrange(places), random.randrange(places)
        left = (one, random.randrange(columns)) if one != other else None
        found.append(Link(left, (other, random.randrange(columns)), random.choice((*EDGES, -2, 3))))
    return tuple(found)


def rows_of(random: Random, places: int, columns: int, most: int) -> list[list[tuple[int, ...]]]:
    """Rows for each place, many numbers alike."""
    return [
        [
            tuple(random.choice((*EDGES, 2, 3, -4)) for _ in range(columns))
            for _ in range(random.randint(0, most))
        ]
        for _ in range(places)
    ]


def known(ways: list[Way], rows: list[list[tuple[int, ...]]]) -> set[tuple[int, tuple[int, ...]]]:
    """What holds of what."""
    return {
        (way, chosen)
        for chosen in product(*(range(len(of_place)) for of_place in rows))
        for way, links in enumerate(ways)
        if holds(links, [rows[place][row] for place, row in enumerate(chosen)])
    }


def ways(seed: int) -> None:
    """Ways made at random, as many as there may be, with numbers as far out as they may be."""
    random = Random(seed)
    for number in range(60):
        places, columns = random.randint(1, 3), random.randint(1, 5)
        several = [
            made(random, places, columns)
            for _ in range(random.choice((1, 2, 5, 30, 240 if number < 3 else 4)))
        ]
        asked = Joins(several, (columns,) * places)
        for _ in range(3):
            rows = rows_of(random, places, columns, 5 if len(several) < 40 else 2)
            want = known(several, rows)
            if len(want) <= joins.MOST_FIRINGS:
                assert asked.fire(rows) == want, (number, len(want))
        asked.close()


def fresh(_: int) -> None:
    """The first case of a process, in which nothing holds, is no different from any other."""
    asked = Joins([(Link((0, 0), (1, 0), -1),)], (1, 1))
    assert asked.fire([[(1,)], [(1,)]]) == set()
    assert asked.fire([[(1,)], [(2,)]]) == {(0, (0, 0))}


def tails(_: int) -> None:
    """A join that fails and stands last, in patterns of every size: what reads past its end elsewhere."""
    for terms in range(1, joins.MOST_TERMS + 1):
        way = (*(Link((0, 0), (1, 0), 5) for _ in range(terms - 1)), Link((1, 0), (0, 0), -5))
        asked = Joins([way] * 3, (1, 1))
        for _ in range(20):
            assert asked.fire([[(0,), (1,)], [(0,), (1,), (2,)]]) == set()
        asked.close()


def overflow(_: int) -> None:
    """More than may fire is told, and the next session starts clean."""
    asked = Joins([(Link((0, 0), (1, 0)),)], (1, 1))
    many = [[(0,)] * 90, [(0,)] * 90]
    for _ in range(3):
        told = "nothing"
        try:
            asked.fire(many)
        except WitnessError as error:
            told = str(error)
        assert told.startswith("more than 2000 joins"), told
        assert asked.fire([[(0,)], [(1,), (-1,)]]) == {(0, (0, 0))}


def memory(_: int) -> None:
    """Hundreds of joins made and let go of, and thousands of cases, leave nothing behind."""
    way = (Link((0, 0), (1, 0)), Link((1, 0), (2, 0), 4))
    rows = [[(n,) for n in range(5)]] * 3
    kept, sizes = Joins([way], (1, 1, 1)), []
    for number in range(180):
        asked = Joins([way] * 10, (1, 1, 1))
        asked.fire(rows)
        if number % 2:
            asked.close()
        for _ in range(3):
            kept.fire(rows)
        if number in (50, 179):
            del asked
            gc.collect()
            sizes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    assert sizes[1] - sizes[0] < 3_000, sizes


def threads(seed: int) -> None:
    """Eight threads share the rules of one watcher."""
    random = Random(seed)
    watcher = Watcher(replace(DENSE, watch=make_rules(random, DENSE, 8)))
    worlds = [make_world(random, 0.7) for _ in range(8)]
    want = [watcher.alerts(world, TODAY, matcher="oracle") for world in worlds]
    wrong: list[int] = []
    done: list[int] = []

    def work(first: int) -> None:
        for turn in range(20):
            place = (first + turn) % len(worlds)
            wrong.extend([place] * (watcher.alerts(worlds[place], TODAY, matcher="durable") != want[place]))
        done.append(first)

    workers = [Thread(target=work, args=(number,)) for number in range(8)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert len(done) == 8
    assert not wrong
    assert not watcher.fell_back


def absent(seed: int) -> None:
    """Where durable_rules is not to be had our own matcher answers, and that is counted."""
    random = Random(seed)
    watcher = Watcher(replace(DENSE, watch=make_rules(random, DENSE, 12)))
    for known in (1.0, 0.8, 0.6):
        world = make_world(random, known, near=6)
        want = watcher.alerts(world, TODAY, matcher="oracle")
        assert watcher.alerts(world, TODAY) == want
        assert watcher.alerts(world, TODAY, matcher="durable") == want
    assert watcher.fell_back
    assert all("durable_rules" in reason for reason in watcher.fell_back)


def limits(seed: int) -> None:
    """What is known to break durable_rules where nothing guards it."""
    tails(seed)
    overflow(seed)


TRIALS = {each.__name__: each for each in (ways, fresh, limits, memory, threads)}

if __name__ == "__main__":
    {**TRIALS, "absent": absent}[sys.argv[1]](int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    print("done")
