"""Assignments: given out to the people whom the caller watches, and those that one has oneself."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from simulator.database.settings import Options
from simulator.practice.practice import tasks
from simulator.practice.storage.assignments import MOST_NOTE, Assignment, NoSuchAssignment
from simulator.practice.storage.assignments import Assignments as KeptAssignments
from simulator.practice.storage.played import assigned_to, played_by
from simulator.web.access import NotFound
from simulator.web.api.caller import ApiCaller, Practising, Watching
from simulator.web.api.failures import documented
from simulator.web.api.schemas import Day, Id, Number, Shown, Taken, WantedId
from simulator.web.services import now

from .watching import watched_people, watched_person, watched_team, watched_teams

router = APIRouter(tags=["assignments"])


class AssignmentState(Shown):
    """A case assigned to a person or to a team: one of the two is null."""

    id: int
    case: str
    person: int | None
    team: int | None
    due: Day | None = Field(description="The last day for it.")
    note: str
    by: int | None = Field(description="Who assigned it.")
    at: datetime


class AssignmentsState(Shown):
    """Assignments, what is due soonest first."""

    assignments: list[AssignmentState]


class NewAssignment(Taken):
    """A published case to assign, to a person or to a team."""

    case: str = Field(max_length=60, pattern=r"^[a-z0-9-]+$", examples=["ticket-rebooking"])
    person: Number | None = None
    team: Number | None = None
    due: Day | None = Field(None, examples=["2026-11-30"])
    note: str = Field("", max_length=MOST_NOTE, description="Shown with it.")

    @model_validator(mode="after")
    def _one_of_both(self) -> "NewAssignment":
        if (self.person is None) == (self.team is None):
            raise PydanticCustomError("one_of_both", "one of both")
        return self


class TaskState(Shown):
    """A case that one is to practise oneself."""

    assignment: int
    case: str
    assigned: datetime
    due: Day | None
    note: str
    done: bool = Field(
        description="Whether a call was won, or three were taken to their end, since it was assigned."
    )
    calls: int = Field(description="Taken to their end since it was assigned.")
    won: bool = Field(description="Whether one of these is a win-win without a critical error.")
    days: int | None = Field(description="Left until it is due; below 0 is overdue, null without a date.")


class Tasks(Shown):
    """What one is to practise: what is still to be done first, the soonest due before all others."""

    tasks: list[TaskState]


@router.get("/v1/me/tasks", responses=documented(), operation_id="listMyTasks")
def list_my_tasks(caller: Practising) -> Tasks:
    """What is assigned to the caller, alone or with the team."""
    services, person = caller.services, caller.person
    today = services[Options].current(now()).day(now())
    found = tasks(assigned_to(services, person), played_by(services, [person.id]), today)
    return Tasks(
        tasks=[
            TaskState(
                assignment=task.assigned.assignment,
                case=task.assigned.case,
                assigned=task.assigned.at,
                due=task.assigned.due,
                note=task.assigned.note,
                done=task.done,
                calls=task.calls,
                won=task.won,
                days=task.days,
            )
            for task in found
        ]
    )


@router.get("/v1/assignments", responses=documented(404), operation_id="listAssignments")
def list_assignments(caller: Watching, team: WantedId = None) -> AssignmentsState:
    """The assignments to the teams and people that the caller watches, or to one `team` and its people."""
    stored = caller.services[KeptAssignments]
    found = stored.all(None if team is None else watched_team(caller, team).id)
    if team is None and not caller.person.sees_all_teams():
        teams = {one.id for one in watched_teams(caller)}
        people = {one.id for one in watched_people(caller)}
        found = [one for one in found if one.team in teams or one.person in people]
    return AssignmentsState(assignments=[_state(one) for one in found])


@router.post("/v1/assignments", status_code=201, responses=documented(404), operation_id="assignCase")
def assign_case(caller: Watching, assignment: NewAssignment) -> AssignmentState:
    """Assign a published case to a person or to a team that the caller watches."""
    _see(caller, assignment.person, assignment.team)
    added = caller.services[KeptAssignments].add(
        assignment.case,
        person=assignment.person,
        team=assignment.team,
        due=assignment.due,
        note=assignment.note,
        by=caller.person.id,
        now=now(),
    )
    return _state(added)


@router.delete(
    "/v1/assignments/{assignment}",
    status_code=204,
    responses=documented(404),
    operation_id="withdrawAssignment",
)
def withdraw_assignment(caller: Watching, assignment: Id) -> None:
    """Take an assignment back."""
    stored = caller.services[KeptAssignments]
    found = stored.find(assignment)
    try:
        _see(caller, found.person, found.team)
    except NotFound as error:
        raise NoSuchAssignment from error  # or its number would tell that it is there
    stored.withdraw(assignment, caller.person.id, now())


def _see(caller: ApiCaller, person: int | None, team: int | None) -> None:
    """Raise NotFound unless the caller watches who an assignment is for."""
    if person is not None:
        watched_person(caller, person)
    if team is not None:
        watched_team(caller, team)


def _state(one: Assignment) -> AssignmentState:
    return AssignmentState(
        id=one.id,
        case=one.case,
        person=one.person,
        team=one.team,
        due=one.due,
        note=one.note,
        by=one.by,
        at=one.at,
    )
