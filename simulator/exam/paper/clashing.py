"""When no paper can be put together: the smallest set of rules that cannot be kept at once."""

from collections.abc import Sequence
from math import inf
from time import monotonic

import numpy
from numpy.typing import NDArray

from .blueprint import BlueprintRule
from .program import INFEASIBLE, Undecided, in_parts, in_whole

# SciPy is imported where it is used: it takes long to load, and only who sets papers needs it.

STEPS = 20
"""So often it is asked whether fewer rules clash as well."""
SECONDS = 10.0
"""What a single question may take; and how long a set is made smaller where questions must stay whole."""
BROKEN = 1e-6


class Slackened:
    """Rules with a slack each: how far it is broken, in all its sums. Some can be asked to be kept.

    In parts, a question may stand on a form by a half; the rules that clash even so are found fast.
    """

    def __init__(self, rules: Sequence[BlueprintRule], questions: int, forms: int, *, whole: bool) -> None:
        from scipy import sparse

        self._count, self._whole = len(rules), whole
        self.variables = questions * forms if whole else questions
        self._ceiling = numpy.ones(self.variables) if whole else numpy.full(self.variables, float(forms))
        blocks, floors, owners = [], [], []
        for place, rule in enumerate(rules):
            rows, least, most = (in_whole if whole else in_parts)(rule, forms)
            for sign, bound in ((1.0, least), (-1.0, -most)):
                bounded = numpy.flatnonzero(bound > -inf)
                blocks.append(sign * rows[bounded])
                floors.append(bound[bounded])
                owners.append(numpy.full(len(bounded), place))
        self._floors, self._owners = numpy.concatenate(floors), numpy.concatenate(owners)
        height = len(self._owners)
        slacks = sparse.csr_matrix(
            (numpy.ones(height), (numpy.arange(height), self._owners)), shape=(height, self._count)
        )
        self._rows = sparse.hstack([sparse.vstack(blocks), slacks]).tocsr()
        self._cost = numpy.concatenate([numpy.zeros(self.variables), numpy.ones(self._count)])

    def broken(self, kept: Sequence[int]) -> set[int] | None:
        """Rules that are broken when these are kept and the others as far as can be; None if they clash.

        Raises Undecided.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp

        found = milp(
            self._cost,
            constraints=LinearConstraint(self._rows, self._floors, inf),
            bounds=Bounds(0, self._most(kept)),
            integrality=(numpy.arange(len(self._cost)) < self.variables).astype(int) * int(self._whole),
            options={"time_limit": SECONDS},
        )
        if found.status == INFEASIBLE:
            return None
        if found.x is None:
            raise Undecided
        return {place for place in range(self._count) if found.x[self.variables + place] > BROKEN}

    def witnesses(self) -> list[int]:
        """Rules that clash in parts; all rules unless they do.

        By duality: those that have a price in the cheapest way to break rules cannot be kept together.
        """
        from scipy.optimize import linprog

        found = linprog(
            self._cost,
            A_ub=-self._rows,
            b_ub=-self._floors,
            bounds=numpy.stack([numpy.zeros(len(self._cost)), self._most(())], axis=1),
            method="highs",
        )
        if found.x is None or found.fun <= BROKEN:
            return list(range(self._count))
        return sorted(set(self._owners[numpy.abs(found.ineqlin.marginals) > 1e-9].tolist()))

    def _most(self, kept: Sequence[int]) -> NDArray[numpy.float64]:
        slack = numpy.full(self._count, inf)
        slack[numpy.asarray(kept, dtype=int)] = 0
        return numpy.concatenate([self._ceiling, slack])


def clashing(rules: Sequence[BlueprintRule], questions: int, forms: int) -> tuple[BlueprintRule, ...]:
    """The smallest set of rules that cannot be kept at once, of rules that cannot.

    First any such set, then without whatever it can spare (the deletion filter), then fewer are looked for
    by implicit hitting sets (Ignatiev, Previti, Liffiton & Marques-Silva 2015): of the rules that are
    broken when some others are kept, every clash has at least one. So the smallest set of rules that meets
    all of these is never larger than the smallest clash, and once its rules clash, it is the smallest.
    Where STEPS do not get there, the set is one that can spare none of its rules.
    """
    slackened = Slackened(rules, questions, forms, whole=False)
    clash = slackened.witnesses()
    deadline = inf
    if slackened.broken(clash) is not None:
        slackened = Slackened(rules, questions, forms, whole=True)
        clash, deadline = list(range(len(rules))), monotonic() + SECONDS
    clash = _irreducible(slackened, clash, deadline)
    return tuple(rules[place] for place in _smallest(slackened, clash, len(rules), deadline))


def _irreducible(slackened: Slackened, clash: list[int], deadline: float) -> list[int]:
    """Rules of a clash that still clash, none of which can be spared."""
    for place in list(clash):
        if monotonic() > deadline:
            break
        without = [other for other in clash if other != place]
        if slackened.broken(without) is None:
            clash = without
    return clash


def _smallest(slackened: Slackened, clash: list[int], count: int, deadline: float) -> list[int]:
    """The smallest clash, if it is found in time; else the one that is known."""
    outsides: list[set[int]] = []
    for _ in range(STEPS):
        candidate = _hitting(outsides, count)
        if len(candidate) >= len(clash) or monotonic() > deadline:
            break
        broken = slackened.broken(candidate)
        if broken is None:
            return candidate
        if not broken:
            break  # they clash by less than can be told
        outsides.append(broken)
    return clash


def _hitting(outsides: Sequence[set[int]], count: int) -> list[int]:
    """The smallest set of rules with at least one from each of these sets."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not outsides:
        return []
    rows = numpy.zeros((len(outsides), count))
    for row, outside in zip(rows, outsides, strict=True):
        row[sorted(outside)] = 1
    found = milp(
        numpy.ones(count),
        constraints=LinearConstraint(rows, 1, inf),
        bounds=Bounds(0, 1),
        integrality=numpy.ones(count),
        options={"time_limit": SECONDS},
    )
    if found.status != 0:
        return list(range(count))
    return [place for place in range(count) if found.x[place] > 0.5]
