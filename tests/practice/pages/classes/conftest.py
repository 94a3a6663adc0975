"""A desk with two teams, the small case, and people who have played it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from simulator.people.person import Person, Team
from simulator.people.storage.people import People
from simulator.web.services import Services, now
from tests.practice.classroom import BOUGHT_OFF, HUNG_UP, WON

from .planted import add_trainee, plant, publish_small_case


@dataclass(frozen=True)
class School:
    """The team "Airline" that Hua leads, with Lin and An; the team "Parcels" with Mo; Bo is in none."""

    airline: Team
    parcels: Team
    lin: Person
    an: Person
    mo: Person
    bo: Person


@pytest.fixture
def school(services: Services, person: Callable[[str], Person]) -> School:
    """The teams, before anybody has played."""
    publish_small_case(services)
    (airline,) = services[People].teams()
    parcels = services[People].add_team("Parcels", by=None, now=now())
    return School(
        airline,
        parcels,
        person("lin"),
        add_trainee(services, "an", airline.id),
        add_trainee(services, "mo", parcels.id),
        person("bo"),
    )


@pytest.fixture
def played(services: Services, school: School) -> School:
    """The teams after some calls: Lin won 40 days ago and hung up 2 days ago, An hung up and was bought off."""
    plant(services, school.lin, WON, ago=timedelta(days=40))
    plant(services, school.lin, HUNG_UP, ago=timedelta(days=2))
    plant(services, school.an, HUNG_UP, ago=timedelta(days=1, hours=2))
    plant(services, school.an, BOUGHT_OFF, ago=timedelta(days=1))
    plant(services, school.mo, WON, ago=timedelta(hours=1))
    return school
