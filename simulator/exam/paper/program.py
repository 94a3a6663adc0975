"""The rules of a blueprint as a linear program, and its solution by HiGHS."""

from collections.abc import Sequence
from typing import Any

import numpy
from numpy.typing import NDArray

from simulator.exam.statistics.marks import Numbers

from .blueprint import BlueprintRule

# SciPy is imported where it is used: it takes long to load, and only who sets papers needs it.

GAP = 0.02
"""The sum of lots may be this share above the least: which of two nearly equal draws wins does not matter."""
SECONDS = 60.0
"""What a search may take. It is a brake; no paper that is found depends on it."""
SOLVED, INFEASIBLE = 0, 2  # what scipy's milp calls them

Sums = tuple[Any, Numbers, Numbers]
"""A sparse matrix, and the least and most that its rows may come to."""


class Undecided(Exception):
    """The search took too long."""


def in_whole(rule: BlueprintRule, forms: int) -> Sums:
    """A rule's sums for each form: the variables are the questions of the first form, then of the second …"""
    from scipy import sparse

    if rule.across:
        return sparse.hstack([rule.rows] * forms).tocsr(), rule.least, rule.most
    rows = sparse.block_diag([rule.rows] * forms).tocsr()
    return rows, numpy.tile(rule.least, forms), numpy.tile(rule.most, forms)


def in_parts(rule: BlueprintRule, forms: int) -> Sums:
    """A rule's sums where questions can be split: the variables say on how many forms each stands.

    Forms all have the same rules. So if there is a solution in parts, its mean over the forms is one as well,
    with all forms alike; and one form's worth of variables is enough to see whether there is any.
    """
    if rule.across:
        return rule.rows, rule.least, rule.most
    return rule.rows, rule.least * forms, rule.most * forms


def possible_in_parts(rules: Sequence[BlueprintRule], questions: int, forms: int) -> bool:
    """Whether the rules could be kept if questions could be split. Raises Undecided."""
    ceiling = float(forms)
    found = _solved(
        numpy.zeros(questions), [in_parts(rule, forms) for rule in rules], numpy.full(questions, ceiling), 0
    )
    return found is not None


def chosen(
    rules: Sequence[BlueprintRule], lots: Numbers, open_to: NDArray[numpy.bool_]
) -> NDArray[numpy.bool_] | None:
    """Which questions stand on which form (forms down), with nearly the least sum of lots; None if none do.

    `lots` and `open_to` have a row for each form; a question not open to a form does not come onto it. Raises
    Undecided.
    """
    forms, _ = lots.shape
    places = numpy.flatnonzero(open_to.ravel())
    sums = [in_whole(rule, forms) for rule in rules]
    sums = [(rows[:, places], least, most) for rows, least, most in sums]
    found = _solved(lots.ravel()[places], sums, numpy.ones(len(places)), 1)
    if found is None:
        return None
    result = numpy.zeros(lots.size, dtype=bool)
    result[places] = found > 0.5
    return result.reshape(lots.shape)


def _solved(cost: Numbers, sums: Sequence[Sums], ceiling: Numbers, whole: int) -> Numbers | None:
    from scipy import sparse
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not len(cost):
        return None
    found = milp(
        cost,
        constraints=LinearConstraint(
            sparse.vstack([rows for rows, _, _ in sums]).tocsr(),
            numpy.concatenate([least for _, least, _ in sums]),
            numpy.concatenate([most for _, _, most in sums]),
        ),
        bounds=Bounds(0, ceiling),
        integrality=numpy.full(len(cost), whole),
        options={"mip_rel_gap": GAP, "time_limit": SECONDS},
    )
    if found.status == INFEASIBLE:
        return None
    if found.status != SOLVED or found.x is None:
        raise Undecided
    values: Numbers = found.x
    return values
