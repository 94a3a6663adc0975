"""Attempts as training looks at them, put together from what the desk keeps."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace

from simulator.call.case.case import Case, Stage
from simulator.call.play.play import Play
from simulator.database.settings import DeskSettings
from simulator.library.library import Library
from simulator.people.person import Person, Role
from simulator.people.storage.people import People
from simulator.practice.findings import Findings
from simulator.practice.practice import Assigned
from simulator.practice.standing import Played
from simulator.practice.store import Summary
from simulator.practice.targets import FinishedCall
from simulator.source.problems import CaseError
from simulator.text.refusal import Refusal
from simulator.web.services import Services

from .assignments import Assignment, Assignments
from .attempts import Attempts

MOST_PLACED = 200
"""Unfinished attempts that are looked into for one page, a few milliseconds each at most."""


def played_by(
    services: Services, people: Collection[int], case: str | None = None, *, with_findings: bool = True
) -> list[Played]:
    """The attempts of these people, the one begun last first; none that only tried a case.

    With what their reviews found out, unless that is not needed: a class has thousands of attempts.
    """
    summaries = services[Attempts].summaries(people=people, case=case)
    finished = [one.id for one in summaries if one.finished] if with_findings else []
    found = services[Attempts].findings(finished)
    return [played(summary, found.get(summary.id)) for summary in summaries]


def played(summary: Summary, findings: object = None) -> Played:
    """An attempt with the findings kept for it, as data, if there are any."""
    return Played(
        name=summary.name,
        person=summary.person,
        case=summary.case,
        started=summary.started,
        updated=summary.updated,
        persona=summary.persona,
        stage=Stage(summary.stage) if summary.stage else None,
        result=summary.result,
        findings=None if findings is None else Findings.from_json(findings),
    )


def placed(services: Services, attempts: Sequence[Played], most: int = MOST_PLACED) -> list[Played]:
    """The attempts, with the stage that the unfinished ones are in.

    Only the last one of each person and case is looked into, and not more than `most` of them: the latest.
    """
    latest: dict[tuple[int | None, str], Played] = {}
    for one in sorted(attempts, key=lambda one: (one.updated, one.name)):
        if not one.finished:
            latest[one.person, one.case] = one
    wanted = sorted(latest.values(), key=lambda one: (one.updated, one.name))[-most:]
    at = {one.name: _stage_of(services, one.name) for one in wanted}
    return [replace(one, at=at[one.name]) if one.name in at else one for one in attempts]


def _stage_of(services: Services, name: str) -> Stage | None:
    """The stage that an attempt is in; None where its case cannot be read or has changed too much."""
    try:
        kept = services[Attempts].find(name)
        if kept.bundle is None:
            return None
        case = services[Library].case(kept.bundle, kept.record.language or "")
        return Play.restore(case, kept.record.attempt).stage
    except (Refusal, CaseError):
        return None


def finished_calls(attempts: Sequence[Played], settings: DeskSettings) -> list[FinishedCall]:
    """The calls that were taken to their end, of people who still have an account, the first one first.

    The settings say on which day that was.
    """
    return [
        FinishedCall(one.person, one.case, settings.day(one.updated), one.result.score, one.won)
        for one in sorted(attempts, key=lambda one: one.updated)
        if one.person is not None and one.called and one.result and one.result.score is not None
    ]


def members_of(services: Services, team: int | None) -> list[Person]:
    """Who practises in a team: its active trainees. None stands for those without a team."""
    people = (
        services[People].all(active=True) if team is None else services[People].all(team=team, active=True)
    )
    return [one for one in people if one.role is Role.TRAINEE and one.team == team]


def left_of(services: Services, team: int | None) -> list[Person]:
    """Who practised in a team and was locked or deleted: what they did stays in its figures."""
    people = services[People].all(team=team, active=False, stand_ins=True)
    return [one for one in people if one.role is Role.TRAINEE and one.team == team]


def counted_in(services: Services, team: int | None) -> list[Person]:
    """Whose calls count in a team's figures: its members, and who has left it."""
    return [*members_of(services, team), *left_of(services, team)]


def as_assigned(one: Assignment) -> Assigned:
    """An assignment as training looks at it."""
    return Assigned(one.id, one.case, one.at, one.due, one.note)


def assigned_to(services: Services, person: Person) -> list[Assigned]:
    """What somebody is to practise, by themselves or, as a trainee, with their team."""
    return [
        as_assigned(one)
        for one in services[Assignments].for_person(person)
        if one.person is not None or person.role is Role.TRAINEE
    ]


def published_cases(services: Services, language: str, also: Collection[str] = ()) -> list[Case]:
    """The cases that trainees play, in a language where they have it; with `also`, withdrawn ones of these.

    A case that cannot be read is left out, so that one does not hide the others; the list of cases says why.
    """
    cases = []
    for entry in services[Library].all(include_drafts=bool(also)):
        bundle = entry.bundle
        if bundle is None and entry.id in also and entry.versions:
            bundle = entry.versions[-1].bundle
        if bundle is not None:
            with suppress(Refusal, CaseError):
                cases.append(services[Library].case(bundle, language))
    return cases
