"""A team to try the desk out with: people, assignments, and some calls that they have taken."""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from simulator.call.case.case import Stage
from simulator.call.case.loading import load_case
from simulator.call.case.plan import read_plan
from simulator.call.check.plans import run_plan
from simulator.call.play.play import Play
from simulator.library.library import Library
from simulator.people.person import ROLES, Person, Role
from simulator.people.storage.passwords import Passwords
from simulator.people.storage.people import People
from simulator.practice.storage.assignments import Assignments
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import Record, result_of
from simulator.resources import scenarios
from simulator.text.message import Message
from simulator.web.services import Services

DEMO_PASSWORD = "demo desk 2026"
"""Known to everybody, which is why a demo is served to its own machine only."""

TEAMS = ("航空票务 Airline", "家电售后 Appliances")
PEOPLE = (
    # sign-in name, shown name, role, place in TEAMS
    ("lin", "林晓雨 Lin Xiaoyu", Role.TRAINEE, 0),
    ("bo", "薄晨 Bo Chen", Role.TRAINEE, 0),
    ("mei", "梅芳 Mei Fang", Role.TRAINEE, 0),
    ("tao", "陶然 Tao Ran", Role.TRAINEE, 1),
    ("hua", "华静 Hua Jing", Role.LEAD, 0),
    ("wei", "魏敏 Wei Min", Role.TRAINER, None),
    ("root", "管理员 Administrator", Role.ADMIN, None),
)
_SHOWN = ("lin", "wei", "hua", "root")

_PLANNED = (
    # who, which case, which of its plans, how many days ago
    ("bo", "ticket-rebooking", "whole", 12),
    ("mei", "ticket-rebooking", "formal-complaint", 10),
    ("mei", "ticket-rebooking", "won-back", 8),
    ("bo", "ticket-rebooking", "best-proud", 5),
    ("tao", "ac-remote", "whole", 4),
    ("mei", "ac-remote", "formal-complaint", 3),
)
_AT_RANDOM = (("bo", 6), ("mei", 2), ("tao", 9), ("tao", 1))
_SECONDS_A_MOVE = 14.0
_MOST_MOVES = 200


def demo_people() -> tuple[tuple[str, Message], ...]:
    """One sign-in name for each role, with the role."""
    return tuple((name, ROLES[role]) for name, _, role, _ in PEOPLE if name in _SHOWN)


def set_up_demo(services: Services, now: datetime) -> None:
    """Add the team and its calls to a desk that has no account yet; leave any other as it is."""
    if services[People].all():
        return
    teams = [services[People].add_team(name, by=None, now=now) for name in TEAMS]
    people: dict[str, Person] = {}
    for name, shown, role, team in PEOPLE:
        home = None if team is None else teams[team].id
        people[name] = services[People].add(name, shown, role, home, by=None, now=now)
        services[Passwords].set(people[name].id, DEMO_PASSWORD, None, now)
    services[People].change_team(teams[0].id, TEAMS[0], people["hua"].id, None, now)
    trainer = people["wei"].id
    due = now.date() + timedelta(days=7)
    services[Assignments].add("ticket-rebooking", by=trainer, now=now, team=teams[0].id, due=due)
    services[Assignments].add("ac-remote", by=trainer, now=now, person=people["lin"].id, due=due)
    for name, case, plan, days in _PLANNED:
        folder = scenarios() / case
        play = run_plan(load_case(folder), read_plan(folder / f"{plan}.plan.yaml")).play
        _keep(services, people[name], play, folder, now - timedelta(days=days))
    for name, days in _AT_RANDOM:
        folder = scenarios() / "ticket-rebooking"
        _keep(services, people[name], _played_at_random(folder, days), folder, now - timedelta(days=days))


def _played_at_random(folder: Path, seed: int) -> Play:
    random = Random(seed)
    case = load_case(folder)
    play = Play.start(case, random.choice(case.personas).id, Stage.REHEARSAL)
    for _ in range(_MOST_MOVES):
        if play.over:
            break
        play.push(random.choice(play.legal_moves()))
    return play


def _keep(services: Services, person: Person, play: Play, folder: Path, began: datetime) -> None:
    again = Play.start(play.case, play.persona, play.stage_played, play.seed)
    for number, move in enumerate(play.moves, 1):
        again.push(move, number * _SECONDS_A_MOVE)
    entry = services[Library].entry(play.case.id)
    published = next((version for version in entry.versions if version.number == entry.published), None)
    name = f"demo-{person.name}-{folder.name}-{began:%Y%m%d}"
    attempt = again.attempt(began.isoformat(timespec="milliseconds"))
    services[Attempts].begin(
        Record(name, attempt, result_of(again), language=play.case.language),
        person.id,
        published.bundle if published else None,
    )
