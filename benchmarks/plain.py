"""The solver's search as anybody would first write it: breadth-first, in plain Python, by the engine."""

from dataclasses import dataclass

from simulator import Case
from simulator.call.case.case import Position
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import Verdict, outcome


@dataclass(frozen=True)
class Plain:
    """What was found: how much there is, and what the opening is worth."""

    positions: int
    moves: int
    best: int
    worst: int
    winnable: bool


def search(case: Case, persona: int) -> Plain:
    """Walk through all positions of a rehearsal, then carry what endings are worth back to the opening."""
    numbers = {call.opening(case, persona): 0}
    positions: list[Position] = list(numbers)
    following: list[list[int]] = []
    for position in positions:  # it grows while we walk
        targets = []
        for move in call.legal_replies(case, position):
            after = call.reply(case, position, move)
            number = numbers.get(after)
            if number is None:
                number = numbers[after] = len(positions)
                positions.append(after)
            targets.append(number)
        following.append(targets)
    best, worst, winnable = [-1] * len(positions), [101] * len(positions), [False] * len(positions)
    for number, position in enumerate(positions):
        achieved = outcome(case, position)
        if achieved is not None:
            best[number] = worst[number] = achieved.score
            winnable[number] = achieved.verdict is Verdict.WIN_WIN
    changed = True
    while changed:
        changed = False
        for number in reversed(range(len(positions))):
            for target in following[number]:
                if best[target] > best[number]:
                    best[number], changed = best[target], True
                if worst[target] < worst[number]:
                    worst[number], changed = worst[target], True
                if winnable[target] and not winnable[number]:
                    winnable[number] = changed = True
    return Plain(len(positions), sum(map(len, following)), best[0], worst[0], winnable[0])
