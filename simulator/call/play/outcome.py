"""What a call achieved: the two-by-two of sides and spaces, the verdict, and the win-win score."""

from dataclasses import dataclass
from enum import Enum
from math import isqrt

from simulator.call.case.case import Case, Ending, Position, TwoByTwo

from . import rehearsal as call


class Verdict(Enum):
    """Who won."""

    WIN_WIN = "win-win"
    """The customer is satisfied and the company's interest is kept."""
    CUSTOMER = "customer"
    """The customer alone: the company paid for it."""
    COMPANY = "company"
    """The company alone: the customer paid for it."""
    LOSE_LOSE = "lose-lose"
    """Neither."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call achieved. `cells` are 0-100, as is `score`."""

    ending: Ending
    cells: TwoByTwo[int]
    bar: int
    critical: tuple[str, ...]

    @property
    def customer(self) -> int:
        """The customer's side, 0-100: the geometric mean of its two cells, rounded down."""
        return isqrt(self.cells.customer_business * self.cells.customer_personal)

    @property
    def company(self) -> int:
        """The company's side, 0-100: the geometric mean of its two cells, rounded down."""
        return isqrt(self.cells.company_business * self.cells.company_personal)

    @property
    def score(self) -> int:
        """The win-win score, 0-100: the Nash product (Nash, 1950) of both sides as their geometric mean.

        Worked out on the four cells in integers and rounded down once, so that it is exact.
        """
        a, b, c, d = self.cells.cells()
        return isqrt(isqrt(a * b * c * d))

    @property
    def business(self) -> Verdict:
        """Who won the matter itself."""
        return self._verdict((self.cells.customer_business,), (self.cells.company_business,))

    @property
    def personal(self) -> Verdict:
        """Who won between the people."""
        return self._verdict((self.cells.customer_personal,), (self.cells.company_personal,))

    @property
    def verdict(self) -> Verdict:
        """Who won the call: a side wins when its cells reach the bar in both spaces."""
        a, b, c, d = self.cells.cells()
        return self._verdict((a, b), (c, d))

    @property
    def missing(self) -> tuple[int, ...]:
        """The places, in `cells.cells()`, of the cells that stay under the bar."""
        return tuple(place for place, value in enumerate(self.cells.cells()) if value < self.bar)

    @property
    def almost(self) -> bool:
        """Whether one cell alone is missing for a win-win, and nothing critical happened."""
        return len(self.missing) == 1 and not self.critical

    def _verdict(self, customer: tuple[int, ...], company: tuple[int, ...]) -> Verdict:
        satisfied, kept = min(customer) >= self.bar, min(company) >= self.bar
        if satisfied:
            return Verdict.WIN_WIN if kept else Verdict.CUSTOMER
        return Verdict.COMPANY if kept else Verdict.LOSE_LOSE


def outcome(case: Case, position: Position) -> Outcome | None:
    """The outcome of a call that has come to an ending; None while it goes on."""
    end = call.ending(case, position)
    if end is None:
        return None
    critical = tuple(call.critical_errors(case, position))
    kept = min((case.critical[error].cap for error in critical), default=100)
    values = (
        max(0, min(int(formula(position)), 100)) * allowed * kept // 10_000
        for formula, allowed in zip(case.cells.cells(), end.allows.cells(), strict=True)
    )
    return Outcome(end, TwoByTwo(*values), case.bar, critical)
