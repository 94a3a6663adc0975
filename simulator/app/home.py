"""The home page: the one thing to do next and why, the path of cases, how far one has come."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import get_day_names
from starlette.responses import Response

from simulator.call.report.wording import KINDS
from simulator.database.settings import DeskSettings, Options
from simulator.exam.pages.bulletins import OwnBulletin, own_bulletins
from simulator.exam.pages.cards import due_cards
from simulator.exam.pages.setting.assemblies import assemblies_of
from simulator.exam.pages.sitting.listing import TO_DO, OwnExam, Stand, own_exams
from simulator.exam.storage.exams import Exams
from simulator.people.person import Permission
from simulator.practice.pages.plays.drawing import STAGE_NAMES
from simulator.practice.path import CasePath, case_path
from simulator.practice.practice import (
    WHAT_DOES,
    PracticeProgress,
    Suggestion,
    SuggestionTarget,
    Task,
    progress,
    suggestions,
    tasks,
)
from simulator.practice.storage.attempts import Attempts
from simulator.practice.storage.comments import Received, received_comments
from simulator.practice.storage.played import (
    assigned_to,
    finished_calls,
    members_of,
    played_by,
    published_cases,
)
from simulator.practice.storage.targets import Targets
from simulator.practice.store import Summary
from simulator.practice.strengths import (
    KindOfReply,
    Quality,
    kinds_of_replies,
    knowledge,
    responsibility,
    steadiness,
)
from simulator.practice.targets import MemberTarget, team_target
from simulator.practice.week import PracticeWeek, practice_week
from simulator.text.message import Message
from simulator.text.proportion import Proportion
from simulator.web.access import page
from simulator.web.rendering import LOCALES
from simulator.web.services import now
from simulator.web.sitting_gate import SittingGate
from simulator.web.visit import Visit

from .morning import led_teams, morning


@dataclass(frozen=True, slots=True)
class Next:
    """A suggestion with the address that it leads to; None where a new attempt has to be begun."""

    suggestion: Suggestion
    address: str | None
    path: CasePath
    """The way through its case so far."""


AREAS = (
    ("cases", Permission.AUTHOR, Message("Cases"), Message("Write, check and publish them.")),
    (
        "classes",
        Permission.WATCH,
        Message("Classes"),
        Message("Progress by trainee, and what goes wrong most."),
    ),
    ("assignments", Permission.WATCH, Message("Assignments"), Message("Who is to practise what, by when.")),
    ("targets", Permission.LEAD, Message("Targets"), Message("The month's calls, and who needs help.")),
    ("people", Permission.ADMINISTER, Message("People"), Message("Accounts, invitations and teams.")),
)
"""The pages of those who do more than practise: route, permission, name, what one does there."""
LATEST = 3  # comments, bulletins
WEAKEST = 5
"""Kinds of replies that are shown."""
MOST_UNFINISHED = 10


@dataclass(frozen=True, slots=True)
class Area:
    """A link to pages of one's own role."""

    name: Message
    address: str
    words: Message


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the home page shows. `share` is one's part of the team's target, if there is one."""

    today: date
    pressing: OwnExam | None
    """The exam that comes before everything else: it closes today."""
    next: tuple[Next, ...]
    new: bool
    """Whether nothing was practised yet."""
    week: PracticeWeek
    weekdays: tuple[str, ...]
    """The names of its days, one letter each."""
    kinds: tuple[KindOfReply, ...]
    """How one's kinds of replies go, the weakest first."""
    qualities: tuple[Quality, ...]
    tasks: tuple[Task, ...]
    rule: Message
    """What completes one of them."""
    progress: PracticeProgress
    titles: dict[str, str]
    languages: dict[str, str]
    stages: dict[str, tuple[tuple[str, Message], ...]]
    unfinished: tuple[Summary, ...]
    comments: tuple[Received, ...]
    areas: tuple[Area, ...]
    share: MemberTarget | None
    exams: tuple[OwnExam, ...]
    """To be sat."""
    told: tuple[OwnExam, ...]
    """The one whose result was told last."""
    cards: int
    """Due by today."""
    bulletins: tuple[OwnBulletin, ...]
    """The newest that are to be read, of all `unread`."""
    unread: int
    key: str
    """Of the next attempt: the same form sent twice begins one."""


def home(visit: Visit) -> Response:
    """Show the home page, to a lead the team's morning; whoever sits an exam finds that instead."""
    sat = visit.services[SittingGate].sat_now(visit.person.id)
    if sat is not None:
        return visit.to_address(sat.address)
    teams = led_teams(visit)
    return morning(visit, teams) if teams else practice(visit)


def practice(visit: Visit) -> Response:
    """Show what to practise, and how far the visitor has come."""
    services, person, moment = visit.services, visit.person, now()
    options = services[Options].current(moment)
    today = options.day(moment)
    cases = published_cases(services, visit.language)
    own = played_by(services, [person.id])
    assigned = assigned_to(services, person)
    needed = options.wins_needed
    known = {case.id: case for case in cases}
    exams = own_exams(services, person.id, moment)
    to_do = tuple(one for one in exams if one.stand in TO_DO)
    given = tasks(assigned, own, today)
    unread = [one for one in own_bulletins(services, person.id, today, visit.language) if one.unread]
    unfinished = services[Attempts].summaries(person=person.id, finished=False, limit=MOST_UNFINISHED)
    return visit.page(
        "home/home.html.j2",
        kind_words=KINDS,
        d=HomePage(
            today=today,
            pressing=_pressing(to_do, today, options),
            next=tuple(
                Next(one, _address(visit, one), case_path(known[one.case], own, needed))
                for one in suggestions(cases, own, assigned, today, needed)
            ),
            new=not own,
            week=practice_week(own, today, options.day),
            weekdays=tuple(get_day_names("narrow", locale=LOCALES[visit.language])[day] for day in range(7)),
            kinds=kinds_of_replies(cases, own)[:WEAKEST],
            qualities=(
                knowledge(_last_share(visit, exams, moment)),
                steadiness(own),
                responsibility(given, _sat(exams)),
            ),
            tasks=tuple(task for task in given if task.assigned.case in known),
            rule=WHAT_DOES,
            progress=progress(cases, own, needed),
            titles={case.id: case.title for case in cases},
            languages={case.id: case.language for case in cases},
            stages={
                case.id: tuple((stage.value, STAGE_NAMES[stage]) for stage in case.stages) for case in cases
            },
            unfinished=tuple(one for one in unfinished if one.bundle is not None),
            comments=tuple(received_comments(services.database, person.id, LATEST)),
            areas=tuple(
                Area(name, visit.url(route), words)
                for route, permission, name, words in AREAS
                if person.may(permission)
            ),
            share=_share(visit, today, options),
            exams=to_do,
            told=tuple(one for one in exams if one.told_lately(moment))[:1],
            cards=len(due_cards(services, person.id, today)[0]),
            bulletins=tuple(unread[:LATEST]),
            unread=len(unread),
            key=secrets.token_urlsafe(12),
        ),
    )


def _pressing(exams: Sequence[OwnExam], today: date, options: DeskSettings) -> OwnExam | None:
    """The exam that has to be sat today, and can be sat now; the one that closes first."""
    open_now = [one for one in exams if one.stand is not Stand.COMING and options.day(one.closes) == today]
    return min(open_now, key=lambda one: one.closes, default=None)


def _sat(exams: Sequence[OwnExam]) -> Proportion:
    """How many of the exams that are over were sat."""
    over = [one.sat for one in exams if one.stand not in TO_DO]
    return Proportion(sum(over), len(over))


def _last_share(visit: Visit, exams: Sequence[OwnExam], moment: datetime) -> float | None:
    """What the visitor got in the last exam that they sat and whose results are out."""
    told = next((one for one in exams if one.stand is Stand.TOLD and one.sat), None)
    if told is None:
        return None
    services = visit.services
    results = assemblies_of(visit).past.results(services, services[Exams].find(told.id), moment)
    own = results.of(visit.person.id)
    return None if own is None else own.share


def _address(visit: Visit, suggestion: Suggestion) -> str | None:
    match suggestion.link, suggestion.attempt:
        case SuggestionTarget.RESUME, str(name):
            return visit.url("play", name=name)
        case SuggestionTarget.RETRY, str(name):
            return visit.url("attempt", name=name)
    return None


def _share(visit: Visit, today: date, options: DeskSettings) -> MemberTarget | None:
    """The visitor's part of the team's target for this month."""
    services, person = visit.services, visit.person
    if person.team is None:
        return None
    kept = services[Targets].of(person.team, f"{today:%Y-%m}")
    if not kept.total:
        return None
    members = members_of(services, person.team)
    calls = finished_calls(played_by(services, [one.id for one in members]), options)
    whole = team_target(today, kept.total, kept.shares, members, calls, today)
    return next((one for one in whole.members if one.person.id == person.id), None)


ROUTES = [
    page("/", home, Permission.PRACTISE, name="home", while_sitting=True),
    page("/practice", practice, Permission.PRACTISE, name="practice"),
]
