"""Divides cells among units so that the units get given areas."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

Costs = NDArray[np.float32]


def assigned(costs: Costs, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return for each cell the unit of the least cost less weight.

    Args:
        costs: (units, cells) metres.
        weights: (units,) metres.
    """
    least = np.full(costs.shape[1], np.inf, dtype=np.float32)
    unit = np.zeros(costs.shape[1], dtype=np.int64)
    for k, cost in enumerate(costs):
        lower = cost - np.float32(weights[k])
        better = lower < least
        unit[better] = k
        least[better] = lower[better]
    return unit


def fitted_weights(costs: Costs, targets: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights with which `assigned` gives each unit its number of cells.

    The weights are where the concave function sum(min(cost - weight)) + sum(target x weight) is
    greatest (semi-discrete optimal transport: Aurenhammer, Hoffmann and Aronov 1998,
    doi:10.1007/PL00009187); its gradient is target less area.

    Args:
        costs: (units, cells) metres.
        targets: (units,) cells that each unit shall have; NaN where its weight stays 0.

    Returns:
        (units,) weights in whole metres.
    """
    free = ~np.isnan(targets)
    scale = costs.shape[1]

    def loss(chosen: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = np.zeros(len(targets))
        weights[free] = chosen * 1000.0
        unit = assigned(costs, weights)
        taken = costs[unit, np.arange(scale)].astype(np.float64) - weights[unit]
        areas = np.bincount(unit, minlength=len(targets))[free]
        value = taken.sum() + (targets[free] * weights[free]).sum()
        return -value / scale / 1000.0, (areas - targets[free]) / scale

    start = np.zeros(int(free.sum()))
    options = {"maxiter": 200, "ftol": 1e-13, "gtol": 2e-5}
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    weights = np.zeros(len(targets))
    weights[free] = np.round(found.x * 1000.0)
    return weights
