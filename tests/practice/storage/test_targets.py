"""Targets: what a lead has set for a team and a month, and nothing else."""

import pytest

from simulator.database.database import Database
from simulator.people.storage.people import NoSuchPerson, NoSuchTeam, People
from simulator.practice.storage.targets import MOST, Target, Targets, UnfitTarget
from tests.database.desk import NOW, audited, somebody

MONTH = "2026-11"


def test_target_is_kept_by_team_and_month(database: Database) -> None:
    """Last month's target, or another team's, would be shown."""
    targets = Targets(database)
    team, other = (People(database).add_team(name, by=None, now=NOW).id for name in "AB")
    li, wang = somebody(database, team=team).id, somebody(database, "wang", team=team).id
    assert targets.of(team, MONTH) == Target(team, MONTH, None, {})
    targets.set_total(team, MONTH, 100, li, NOW)
    targets.set_total(team, MONTH, 120, li, NOW)
    targets.set_total(team, "2026-12", 80, li, NOW)
    targets.set_share(team, MONTH, li, 30, li, NOW)
    targets.set_share(team, MONTH, li, 40, li, NOW)
    targets.set_share(team, MONTH, wang, 0, li, NOW)
    assert targets.of(team, MONTH) == Target(team, MONTH, 120, {li: 40, wang: 0})
    assert targets.of(team, "2026-12") == Target(team, "2026-12", 80, {})
    assert targets.of(other, MONTH) == Target(other, MONTH)
    assert audited(database)[0].detail == {"month": MONTH, "person": wang, "amount": 0}
    targets.set_share(team, MONTH, li, None, li, NOW)
    targets.set_share(team, MONTH, li, None, li, NOW)
    assert targets.of(team, MONTH).shares == {wang: 0}


def test_who_has_left_the_team_has_no_share(database: Database) -> None:
    """A part of the target would be nobody's."""
    targets, people = Targets(database), People(database)
    team = people.add_team("A", by=None, now=NOW).id
    person = somebody(database, team=team)
    targets.set_share(team, MONTH, person.id, 30, None, NOW)
    people.change(person.id, None, NOW, team=None)
    assert targets.of(team, MONTH).shares == {}
    with pytest.raises(UnfitTarget):
        targets.set_share(team, MONTH, person.id, 30, None, NOW)


def test_bad_targets_are_refused(database: Database) -> None:
    """A typing error would become everybody's target."""
    targets = Targets(database)
    team = People(database).add_team("A", by=None, now=NOW).id
    person = somebody(database, team=team).id
    for month in ("2026-13", "2026-1", "26-11", "", "2026-11\n", "\0", "２０２６-11"):
        with pytest.raises(UnfitTarget):
            targets.set_total(team, month, 1, None, NOW)
        with pytest.raises(UnfitTarget):
            targets.of(team, month)
    for amount in (-1, MOST + 1, 2**80):
        with pytest.raises(UnfitTarget):
            targets.set_total(team, MONTH, amount, None, NOW)
        with pytest.raises(UnfitTarget):
            targets.set_share(team, MONTH, person, amount, None, NOW)
    for number in (999, 2**80):
        with pytest.raises(NoSuchTeam):
            targets.set_total(number, MONTH, 1, None, NOW)
        with pytest.raises(NoSuchPerson):
            targets.set_share(team, MONTH, number, 1, None, NOW)
    assert targets.of(team, MONTH) == Target(team, MONTH)
