"""The temperature of a typical trainee: with which the bundled cases are as often won as not.

    python -m tools.temperature

prints, as JSON, the temperature (points) at which the median over the callers of the bundled cases of the
chance of a win-win at the opening is one half, the whole number that `simulator.call.solver.typical` should
have, and with that the chance of each caller in percent. For maintainers, after a bundled case has changed.
"""

import json
from statistics import median

from simulator.call.case.loading import load_case
from simulator.call.solver.shoes import Shoes
from simulator.call.solver.solving import solve_all
from simulator.call.solver.typical import COOLEST, HOTTEST, TypicalTrainee
from simulator.resources import scenarios

EXACT = 0.01  # points


def openings(cases: list[Shoes], temperature: float) -> dict[str, float]:
    """The chance of a win-win at the opening, 0-1, with each caller of these cases."""
    return {
        f"{shoes.case.id}/{persona.id}": TypicalTrainee(shoes, temperature).chance(
            shoes.at_start(place), place
        )
        for shoes in cases
        for place, persona in enumerate(shoes.case.personas)
    }


def even_temperature(cases: list[Shoes]) -> float:
    """The temperature at which the median opening is even, in points: the hotter, the more is lost."""
    cool, hot = COOLEST, HOTTEST
    while hot - cool > EXACT:
        middle = (cool + hot) / 2
        if median(openings(cases, middle).values()) > 0.5:
            cool = middle
        else:
            hot = middle
    return cool


def main() -> None:
    """Work it out."""
    loaded = [load_case(file.parent) for file in sorted(scenarios().glob("*/case.yaml"))]
    cases = [Shoes(case, list(solve_all(case))) for case in loaded]
    exact = even_temperature(cases)
    chances = openings(cases, round(exact))
    found = {
        "even": round(exact, 2),
        "temperature": round(exact),
        "median": round(100 * median(chances.values()), 1),
        "openings": {caller: round(100 * chance, 1) for caller, chance in chances.items()},
    }
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
