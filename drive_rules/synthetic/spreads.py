"""The sums behind a synthetic caseload: shares to tables that a few random bits look a value up in.

A leaning is cut into ``BINS`` bins of equal weight.  A table has 65,536 places: ``BINS`` runs of
``STEPS`` places, one run for each bin, or one single run where nothing goes with a leaning.  How many
places a value has in a run follows a normal copula, and over all bins it has its share to within half
a place.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

BINS = 32
PLACES = 1 << 16
STEPS = PLACES // BINS

Shares = NDArray[np.float64]

_GRID = np.linspace(-9.0, 9.0, 36_001)
_BELOW = np.array([0.5 * math.erfc(-z / math.sqrt(2.0)) for z in _GRID])


def below(z: Shares) -> Shares:
    """The share of a normal leaning below ``z``."""
    found: Shares = np.interp(z, _GRID, _BELOW)
    return found


def above_share(share: Shares) -> Shares:
    """The place of a normal leaning that has this share below it."""
    rising = slice(int(np.searchsorted(_BELOW, 1e-17)), int(np.searchsorted(_BELOW, 1.0 - 1e-15)))
    return np.interp(share, _BELOW[rising], _GRID[rising])


def middles(count: int) -> Shares:
    """The middle of each of ``count`` bins of equal weight."""
    return above_share((np.arange(count) + 0.5) / count)


def fitted(codes: Shares, mean: float | None, deviation: float | None) -> Shares | None:
    """Shares of rising codes: even, or the widest that have the mean, or the mean and the deviation.

    None where no falling or bell-shaped spread has them.
    """
    if mean is None:
        return np.full(len(codes), 1.0 / len(codes))
    scale = codes[-1] - codes[0]
    places = (codes - codes[0]) / scale
    wanted = (mean - codes[0]) / scale
    if deviation is None:
        return _with_mean(places, wanted)
    return _with_both(places, wanted, wanted**2 + (deviation / scale) ** 2)


def _weights(places: Shares, slope: float, bend: float) -> Shares:
    powers = slope * places + bend * places**2
    found: Shares = np.exp(powers - powers.max())
    found /= found.sum()
    return found


def _with_mean(places: Shares, wanted: float) -> Shares:
    low, high = -1e5, 1e5
    for _ in range(200):
        middle = (low + high) / 2
        if float(_weights(places, middle, 0.0) @ places) < wanted:
            low = middle
        else:
            high = middle
    return _weights(places, (low + high) / 2, 0.0)


def _with_both(places: Shares, mean: float, square: float) -> Shares | None:
    """Newton's steps on slope and bend, halved while they lead away."""
    variance = square - mean**2
    at = np.array([mean / variance, -0.5 / variance])
    powers = np.stack([places, places**2])
    wanted = np.array([mean, square])
    for _ in range(200):
        shares = _weights(places, at[0], at[1])
        off = powers @ shares - wanted
        if float(np.abs(off).max()) < 1e-12:
            break
        spread = (powers * shares) @ powers.T - np.outer(powers @ shares, powers @ shares)
        at = at - _shortened(places, at, np.linalg.solve(spread, off), powers, wanted)
    shares = _weights(places, at[0], at[1])
    close = float(np.abs(powers @ shares - wanted).max()) < 1e-9
    return shares if close and at[1] <= 0 else None


def _shortened(places: Shares, at: Shares, step: Shares, powers: Shares, wanted: Shares) -> Shares:
    before = float(np.abs(powers @ _weights(places, at[0], at[1]) - wanted).max())
    for _ in range(40):
        tried = at - step
        if float(np.abs(powers @ _weights(places, tried[0], tried[1]) - wanted).max()) < before:
            return step
        step = step / 2
    return step


def leaning_shares(shares: Shares, closely: float) -> Shares:
    """The share of each value in each bin (bins by values), over all bins that of ``shares``."""
    if not closely:
        return np.broadcast_to(shares, (BINS, len(shares)))
    ends = np.cumsum(shares)[:-1]
    own = math.sqrt(1.0 - closely**2)
    middle = middles(BINS)[:, None] * closely
    low, high = np.full(len(ends), -40.0), np.full(len(ends), 40.0)
    for _ in range(60):
        tried = (low + high) / 2
        short = below((tried - middle) / own).mean(axis=0) < ends
        low, high = np.where(short, tried, low), np.where(short, high, tried)
    found = below(((low + high) / 2 - middle) / own)
    sure = np.broadcast_to(ends, found.shape)
    found = np.where(ends < 1e-12, 0.0, np.where(ends > 1 - 1e-12, 1.0, found)) if len(ends) else sure
    return np.diff(found, axis=1, prepend=0.0, append=1.0)


def places(by_bin: Shares) -> NDArray[np.int64]:
    """How many of its places each value has in each run, rounded so that nothing is lost over the runs."""
    runs, _ = by_bin.shape
    size = PLACES // runs
    ends = np.cumsum(by_bin, axis=1) * size
    ends[:, -1] = size
    rounded = np.diff(np.rint(np.cumsum(ends, axis=0)), axis=0, prepend=0.0)
    rounded = np.clip(np.maximum.accumulate(rounded, axis=1), 0, size)
    return np.diff(rounded, axis=1, prepend=0.0).astype(np.int64)


def table(shares: Shares, closely: float, leans: bool) -> NDArray[np.int64]:
    """The value's number at each of the 65,536 places."""
    by_bin = leaning_shares(shares, closely) if leans else shares[None, :]
    counts = places(by_bin)
    return np.repeat(np.tile(np.arange(counts.shape[1]), counts.shape[0]), counts.ravel())
