"""The home page of a team lead: three people first, the team, and one sentence for the meeting."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_skeleton
from starlette.responses import Response

from simulator.call.case.case import Case
from simulator.call.report.wording import KINDS
from simulator.database.settings import DeskSettings, Options
from simulator.exam.pages.setting.progress import ExamProgress, exam_progress
from simulator.people.person import Role
from simulator.practice.morning import (
    ClosingExam,
    Concern,
    DeskLoss,
    FirstPerson,
    MeetingsRow,
    TeamMember,
    desk_losses,
    first_people,
    who_won_whom,
)
from simulator.practice.pages.classes.attempt_rows import worked_out
from simulator.practice.pages.classes.groups import Group, groups_seen
from simulator.practice.practice import tasks
from simulator.practice.standing import Played, begun
from simulator.practice.storage.assignments import Assignments
from simulator.practice.storage.attempts import Attempts
from simulator.practice.storage.played import as_assigned, finished_calls, played, published_cases
from simulator.practice.storage.targets import Targets
from simulator.practice.targets import TeamTarget, team_target
from simulator.web.access import NotFound
from simulator.web.rendering import LOCALES
from simulator.web.services import now
from simulator.web.visit import Visit

LATELY = timedelta(days=30)
"""How far back calls are looked at for what goes wrong."""
MOST_REVIEWED = 500
"""Of these at most, the latest: what their reviews found is read for one page."""
LONGEST = 0.5
"""Seconds that the page spends on reviews that are still missing."""


@dataclass(frozen=True, slots=True)
class MorningPage:
    """What the morning of a team shows."""

    group: Group
    teams: tuple[Group, ...]
    """All teams that the visitor leads."""
    day: str
    first: tuple[FirstPerson, ...]
    exam: ExamProgress | None
    """The exam that closes next."""
    target: TeamTarget | None
    cases: tuple[Case, ...]
    """Those with a call, the one with most calls lately first."""
    case: Case | None
    """The one of `rows`."""
    rows: tuple[MeetingsRow, ...]
    losses: tuple[DeskLoss, ...]
    calls: int
    """Calls of the last 30 days with a review."""
    waiting: int
    """Those that are not reviewed yet."""


def led_teams(visit: Visit) -> list[Group]:
    """The teams of a visitor who is a team lead; none for anybody else."""
    return groups_seen(visit) if visit.person.role is Role.LEAD else []


def morning(visit: Visit, teams: Sequence[Group]) -> Response:
    """Show the morning of one of these teams. Raises NotFound for another team."""
    services, moment = visit.services, now()
    wanted = visit.query("team") or teams[0].key
    group = next((one for one in teams if one.key == wanted), None)
    if group is None:
        raise NotFound
    options = services[Options].current(moment)
    today = options.day(moment)
    own, waiting = _attempts(visit, group, moment - LATELY)
    cases = published_cases(services, visit.language)
    known = {case.id: case for case in cases}
    lately = Counter(one.case for one in own if one.called and one.updated >= moment - LATELY)
    played_cases = [case for case in cases if any(one.called and one.case == case.id for one in own)]
    played_cases.sort(key=lambda case: (-lately[case.id], case.id))
    case = known.get(visit.query("case")) or next(iter(played_cases), None)
    exam = exam_progress(visit, {one.id for one in group.members}, moment)
    closing = _closing(exam, today, options)
    recent = [one for one in own if one.updated >= moment - LATELY]
    return visit.page(
        "home/morning.html.j2",
        kind_words=KINDS,
        concerns=Concern,
        d=MorningPage(
            group=group,
            teams=tuple(teams),
            day=format_skeleton("MMMMEEEEd", today, locale=LOCALES[visit.language]),
            first=first_people(_members(visit, group, own, exam, today, options), known, closing, today),
            exam=exam,
            target=_target(visit, group, own, today, options),
            cases=tuple(played_cases),
            case=case,
            rows=who_won_whom(case, group.members, own, cases) if case else (),
            losses=desk_losses(cases, recent),
            calls=sum(one.called and one.findings is not None and one.findings.reviewed for one in recent),
            waiting=waiting,
        ),
    )


def _attempts(visit: Visit, group: Group, begin: datetime) -> tuple[list[Played], int]:
    """The attempts of a team, the latest ones with what their reviews found; how many have no review yet."""
    kept = visit.services[Attempts].summaries(people=[one.id for one in group.everybody])
    recent = [one.id for one in kept if one.finished and one.finished >= begin][:MOST_REVIEWED]
    found = visit.services[Attempts].findings(recent)
    wanted = set(recent)
    own = {one.name: played(one, found.get(one.id)) for one in kept}
    seen = worked_out(visit, [own[one.name] for one in kept if one.id in wanted], LONGEST)
    own |= {one.name: one for one in seen.attempts}
    return list(own.values()), seen.waiting


def _members(
    visit: Visit,
    group: Group,
    own: Collection[Played],
    exam: ExamProgress | None,
    today: date,
    options: DeskSettings,
) -> list[TeamMember]:
    given = visit.services[Assignments].all()
    team = group.team.id if group.team else None
    members = []
    for person in group.members:
        theirs = sorted((one for one in own if one.person == person.id), key=begun)
        assigned = [
            as_assigned(one)
            for one in given
            if one.person == person.id or (one.team is not None and one.team == team)
        ]
        last = max((one.updated for one in theirs), default=None)
        members.append(
            TeamMember(
                person,
                tuple(one for one in theirs if one.called),
                tuple(tasks(assigned, theirs, today)),
                None if last is None else options.day(last),
                exam.id if exam and person.id in exam.waiting else None,
            )
        )
    return members


def _closing(exam: ExamProgress | None, today: date, options: DeskSettings) -> ClosingExam | None:
    if exam is None:
        return None
    return ClosingExam(exam.id, exam.title, max(0, (options.day(exam.closes) - today).days))


def _target(
    visit: Visit, group: Group, own: Collection[Played], today: date, options: DeskSettings
) -> TeamTarget | None:
    if group.team is None or not group.everybody:
        return None
    kept = visit.services[Targets].of(group.team.id, f"{today:%Y-%m}")
    if not kept.total:
        return None
    calls = finished_calls(list(own), options)
    shares: Mapping[int, int] = kept.shares
    return team_target(today, kept.total, shares, group.everybody, calls, today)
