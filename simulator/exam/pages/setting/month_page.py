"""The month of an exam as a page: of a team, or of all whom the visitor sees."""

from collections.abc import Sequence

from starlette.responses import Response

from simulator.exam.report.members import GroupMember
from simulator.exam.report.month import MOST_MONTHS, MonthReport, month_report
from simulator.exam.report.months import SatExam
from simulator.exam.statistics.linking import MonthOfMarks, common_scale
from simulator.exam.statistics.persistent import PastMonth
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import ExamNotSet
from simulator.exam.storage.results_of import results_of
from simulator.people.person import Permission, Team, sees_team
from simulator.people.storage.people import People
from simulator.web.access import NotFound, page
from simulator.web.services import now
from simulator.web.visit import Visit

from .assemblies import assemblies_of
from .history import past_exams
from .seeing import SeenExam, exam_seen, phase


def show(visit: Visit) -> Response:
    """The month on the screen. Raises ExamNotSet for a draft, NotFound for a team that is not seen here."""
    seen = marked_exam(visit)
    team = team_asked(visit, seen)
    words, kind = phase(seen.exam, now())
    return visit.page(
        "exams/month.html.j2",
        d=month_of_exam(visit, seen, team),
        seen=seen,
        phase=words,
        kind=kind,
        query=f"?team={team.id}" if team else "",
    )


def marked_exam(visit: Visit) -> SeenExam:
    """The exam of the address, if there is anything to report. Raises NotFound, SitsIt, ExamNotSet."""
    seen = exam_seen(visit)
    if seen.draft:
        raise ExamNotSet
    return seen


def month_of_exam(visit: Visit, seen: SeenExam, team: Team | None) -> MonthReport:
    """The month of a team, or of all whom the visitor sees."""
    services, moment = visit.services, now()
    past = assemblies_of(visit).past
    exams = past_exams(services, seen.exam.desk, seen.exam.day)[: MOST_MONTHS - 1]
    earlier = [
        SatExam(one, past.results(services, one, moment), services[Banks].bank(one.bank)) for one in exams
    ]
    sat = SatExam(seen.exam, results_of(services, seen.exam, moment), services[Banks].bank(seen.exam.bank))
    whole = team is None and visit.person.sees_all_teams()
    calls: Sequence[PastMonth] = past.calls(services, sat.exam.desk, sat.bank, moment) if whole else ()
    scale = common_scale(
        [
            MonthOfMarks(one.results.day, one.results.questions, one.results.marks_table())
            for one in (*earlier, sat)
            if one.results.present and one.results.questions
        ]
    )
    return month_report(
        sat,
        earlier,
        _members(visit, [sat, *earlier], team),
        visit.language,
        group=team.name if team else "" if whole else visit.t("Your teams"),
        scale=scale,
        calls=calls,
    )


def teams_of(seen: SeenExam) -> tuple[Team, ...]:
    """The teams of the examinees whom the visitor sees, by name."""
    ids = {one.team for one in seen.people.values() if one.team is not None}
    return tuple(sorted((seen.teams[one] for one in ids if one in seen.teams), key=lambda team: team.name))


def team_asked(visit: Visit, seen: SeenExam) -> Team | None:
    """The team that the address names, if it names one. Raises NotFound for one that is not seen here."""
    wanted = visit.query("team")
    if not wanted:
        return None
    found = next((team for team in teams_of(seen) if str(team.id) == wanted), None)
    if found is None:
        raise NotFound
    return found


def _members(visit: Visit, exams: Sequence[SatExam], team: Team | None) -> dict[int, GroupMember]:
    """Whom the report is about: who sat any of the exams, of that team or of all that the visitor sees."""
    people = {one.id: one for one in visit.services[People].all(stand_ins=True)}
    teams = {one.id: one for one in visit.services[People].teams()}
    everybody = {result.person for one in exams for result in one.results.examinees}
    found = {}
    for person in everybody:
        someone = people.get(person)
        own = teams.get(someone.team) if someone and someone.team is not None else None
        if sees_team(visit.person, own) and (team is None or (own is not None and own.id == team.id)):
            here = someone is not None and not someone.stand_in
            found[person] = GroupMember(
                someone.shown if someone and here else visit.t("a deleted account"),
                own.name if own else "",
                own.id if own else None,
                here,
            )
    return found


ROUTES = [page("/papers/{exam:int}/month", show, Permission.EXAMINE, name="paper-month")]
