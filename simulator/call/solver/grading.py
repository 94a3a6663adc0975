"""How good replies are: their grades, by the points that they lose, and the accuracy of a call."""

from collections.abc import Sequence
from enum import Enum
from math import exp

# The limits are those by which chess.com grades moves by the expected points that they lose (0.05, 0.10 and
# 0.20 of a game); lichess has the same steps. The win-win score stands for the expected points.
INACCURACY, MISTAKE, BLUNDER = 5.0, 10.0, 20.0


class Grade(Enum):
    """How good a reply was, by what it lost."""

    BEST = "best"
    """Nothing was better."""
    GOOD = "good"
    """Less than 5 points were lost."""
    INACCURACY = "inaccuracy"
    """5 points or more."""
    MISTAKE = "mistake"
    """10 points or more, or the last chance of a win-win."""
    BLUNDER = "blunder"
    """20 points or more."""


FAULTS = (Grade.INACCURACY, Grade.MISTAKE, Grade.BLUNDER)


def grade(regret: float, gives_away: bool = False, trap: bool = False) -> Grade:
    """The grade of a reply that loses so many points, perhaps the last chance of a win-win, or is a trap."""
    if regret >= BLUNDER:
        return Grade.BLUNDER
    if trap or regret >= MISTAKE or (regret and gives_away):
        return Grade.MISTAKE
    if not regret:
        return Grade.BEST
    return Grade.INACCURACY if regret >= INACCURACY else Grade.GOOD


def reply_accuracy(points: float) -> float:
    """How accurate one reply was, 0-100: 100 for the best, 80 for 5 points lost, 40 for 20, 9 for 50.

    The curve is the one that lichess fitted to moves by the winning chances that they lose, in percent.
    """
    return max(0.0, min(100.0, 103.1668 * exp(-0.04354 * points) - 3.1668))


def accuracy(losses: Sequence[float]) -> float | None:
    """How accurate a whole call was, 0-100, by the points that its replies lost; None where there were none.

    As with lichess, the mean of the arithmetic mean, for which every reply counts alike, and the harmonic
    mean, which a single bad reply pulls down: one is enough to lose a call.
    """
    if not losses:
        return None
    shares = [reply_accuracy(points) for points in losses]
    harmonic = len(shares) / sum(1 / share for share in shares) if all(shares) else 0.0
    return (sum(shares) / len(shares) + harmonic) / 2
