"""A solved case as data for programs: what `winwin solve --json` prints, see docs/solve-json.md."""

from collections.abc import Mapping
from typing import Any

from simulator.analysis.account import Account, Call, Hindsight, InShoes, Moment, Spread
from simulator.analysis.asking import Informative
from simulator.analysis.solving import Bounds

VERSION = 1
"""Of the form of this data; it grows when something that was there is missing or means something else."""

Data = dict[str, Any]


def account_data(account: Account) -> Data:
    """All that is known of a case."""
    case = account.case
    return {
        "winwin_solve": VERSION,
        "case": case.id,
        "digest": case.digest,
        "budget": account.budget,
        "complete": all(persona.complete for persona in account.personas),
        "personas": [_persona(persona) for persona in account.personas],
        "shoes": account.shoes and _shoes(account.shoes),
    }


def spread_data(spread: Spread) -> Data:
    """How calls come out that are made by a habit."""
    return {
        "mean": _points(spread.mean),
        "replies": _points(spread.replies),
        "verdicts": {verdict.value: chance_data(chance) for verdict, chance in spread.verdicts.items()},
        "endings": _chances(spread.endings),
        "unended": chance_data(spread.unended),
    }


def chance_data(chance: float) -> float:
    """A chance, 0-1, without the noise of its last digits."""
    return round(max(0.0, min(1.0, chance)), 9)


def _persona(persona: Hindsight) -> Data:
    return {
        "persona": persona.persona,
        "complete": persona.complete,
        "positions": persona.positions,
        "moves": persona.moves,
        "best": _bounds(persona.best) | {"call": _call(persona.best_call)},
        "worst": _bounds(persona.worst) | {"call": _call(persona.worst_call)},
        "win_win": {"reachable": persona.win_win, "call": _call(persona.winning_call)},
        "frontier": {
            space: [
                {"customer": point.customer, "company": point.company, "call": _call(point.call)}
                for point in points
            ]
            for space, points in persona.frontier.items()
        },
        "endings": [
            {"ending": ending.ending, "positions": ending.positions, "call": _call(ending.call)}
            for ending in persona.endings
        ],
        "random": persona.random and spread_data(persona.random),
    }


def _shoes(shoes: InShoes) -> Data:
    return {
        "value": _points(shoes.value),
        "told": _points(shoes.told),
        "cost": _points(shoes.cost),
        "openings": [_moment(moment) for moment in shoes.openings],
        "courses": [
            {"persona": persona, "moments": [_moment(moment) for moment in moments]}
            for persona, moments in shoes.courses.items()
        ],
        "informative": [_informative(move) for move in shoes.informative],
    }


def _moment(moment: Moment) -> Data:
    return {
        "scene": moment.scene,
        "personas": list(moment.personas),
        "moves": list(moment.moves),
        "value": _points(moment.value),
        "told": _points(moment.told),
        "cost": _points(moment.cost),
        "options": [
            {
                "move": option.move,
                "kinds": list(option.kinds),
                "value": _points(option.value),
                "information": _points(option.information),
            }
            for option in moment.options
        ],
    }


def _informative(move: Informative) -> Data:
    return {
        "scene": move.scene,
        "move": move.move,
        "kinds": list(move.kinds),
        "information": _points(move.information),
        "personas": list(move.personas),
        "moves": list(move.moves),
    }


def _bounds(bounds: Bounds) -> Data:
    return {"least": bounds.least, "most": bounds.most}


def _call(call: Call | None) -> Data | None:
    if call is None:
        return None
    return {
        "ending": call.ending,
        "verdict": call.verdict.value,
        "score": call.score,
        "moves": list(call.moves),
    }


def _chances(chances: Mapping[str, float]) -> dict[str, float]:
    return {name: chance_data(chance) for name, chance in chances.items()}


def _points(points: float) -> float:
    return round(points, 6)
