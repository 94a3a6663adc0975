"""How much the people of each class err, by what they said: kept for an hour, as a class changes slowly."""

from datetime import datetime

from simulator.cache import Cache
from simulator.practice.classes import class_temperature
from simulator.web.services import Services

from .attempts import Attempts
from .played import counted_in, played

LATEST = 1000
"""Attempts that are looked at, the latest: a few hundred milliseconds at most."""
STEPS = 4
"""Temperatures for each point: so classes that are nearly alike share what is worked out for them."""
MOST_CLASSES = 200


class ClassTemperatures:
    """The temperature of a typical trainee in each class, in points. It may be used from any thread."""

    def __init__(self, services: Services) -> None:
        self._desk = services
        self._known = Cache[tuple[int | None, datetime], float](MOST_CLASSES)

    def of(self, team: int | None, moment: datetime) -> float:
        """The temperature of a team at a moment; None stands for those without a team."""
        hour = moment.replace(minute=0, second=0, microsecond=0)
        return self._known.of((team, hour), lambda: self._found(team))

    def _found(self, team: int | None) -> float:
        attempts = self._desk[Attempts]
        people = [one.id for one in counted_in(self._desk, team)]
        latest = attempts.summaries(people=people, finished=True, limit=LATEST)
        found = attempts.findings([one.id for one in latest])
        exact = class_temperature(played(one, found.get(one.id)) for one in latest)
        return round(STEPS * exact) / STEPS
