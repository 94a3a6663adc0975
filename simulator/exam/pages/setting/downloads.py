"""The reports of an exam as files: the month, the item analysis, and each examinee's result."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from starlette.responses import Response

from simulator.exam.pages.sitting.page import exam_id, is_released
from simulator.exam.paper.exam import Exam, Examinee
from simulator.exam.report.items import item_report, items_html, items_markdown
from simulator.exam.report.members import GroupMember
from simulator.exam.report.month import MOST_MONTHS, month_html, month_markdown, month_report
from simulator.exam.report.months import SatExam
from simulator.exam.report.result import result_html, result_markdown
from simulator.exam.results.results import ExamineeResult
from simulator.exam.statistics.linking import MonthOfMarks, common_scale
from simulator.exam.statistics.persistent import PastMonth
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import ExamNotSet, Exams
from simulator.exam.storage.results_of import examinee_report_of, results_of
from simulator.people.person import Permission, Team, sees_team
from simulator.people.storage.people import People
from simulator.render.spreadsheet import EXCEL, Sheet, excel_file
from simulator.text.language import Translator
from simulator.web.access import NotFound, page
from simulator.web.desk import now
from simulator.web.visit import Visit

from .assemblies import assemblies_of
from .history import past_exams
from .report_sheets import item_sheets, month_sheets, result_sheets
from .seeing import SeenExam, exam_seen, examinee_seen, phase

ENDINGS = ("html", "md", "xlsx")
"""The kinds of file that every report comes as."""
MONTH, ITEMS, RESULT = "month", "items", "result"
Report = TypeVar("Report")
HTML, MARKDOWN = "text/html; charset=utf-8", "text/markdown; charset=utf-8"


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """Where the reports of an exam are to be had: the month of each team, the items, the results."""

    seen: SeenExam
    teams: tuple[Team, ...]
    all_teams: bool
    """Whether the visitor sees the whole desk."""
    came: tuple[tuple[int, str, str], ...]
    """Those who began, by person with name and team."""


def show(visit: Visit) -> Response:
    """The list of reports. Raises ExamNotSet for a draft."""
    seen = _marked_exam(visit)
    began = {result.person for result in results_of(visit.desk, seen.exam, now()).present}
    d = ReportsPage(
        seen=seen,
        teams=_teams(seen),
        all_teams=visit.person.sees_all_teams(),
        came=tuple(
            (one.person, seen.name(one.person), seen.team(one.person))
            for one in seen.examinees
            if one.person in began and one.person in seen.people
        ),
    )
    words, kind = phase(seen.exam, now())
    return visit.page("exams/reports.html.j2", d=d, phase=words, kind=kind, endings=ENDINGS)


def download(visit: Visit) -> Response:
    """The month, of a team or of all that the visitor sees, or the item analysis. Raises ExamNotSet."""
    what, ending = _file_asked(visit, MONTH, ITEMS)
    seen = _marked_exam(visit)
    if what == ITEMS:
        return _items(visit, seen.exam, ending)
    return _month(visit, seen, ending)


def download_result(visit: Visit) -> Response:
    """The result of an examinee whom the visitor sees. Raises ExamNotSet, NotFound."""
    _, ending = _file_asked(visit, RESULT)
    seen = _marked_exam(visit)
    one = examinee_seen(visit, seen)
    found = results_of(visit.desk, seen.exam, now()).of(one.person)
    if found is None:
        raise NotFound
    return _result(visit, seen.exam, one, found, seen.name(one.person), seen.team(one.person), ending)


def download_own(visit: Visit) -> Response:
    """The visitor's own result, from the release on. Raises NoSuchExam, NotFound."""
    _, ending = _file_asked(visit, RESULT)
    desk, person = visit.desk, visit.person
    exam = desk[Exams].find(exam_id(visit))
    one = desk[Exams].examinee(exam.id, person.id)
    if not is_released(exam):
        raise NotFound
    found = assemblies_of(visit).past.results(desk, exam, now()).of(person.id)
    if found is None:
        raise NotFound
    team = next((team.name for team in desk[People].teams() if team.id == person.team), "")
    return _result(visit, exam, one, found, person.shown, team, ending)


def _marked_exam(visit: Visit) -> SeenExam:
    seen = exam_seen(visit)
    if seen.draft:
        raise ExamNotSet
    return seen


def _file_asked(visit: Visit, *known: str) -> tuple[str, str]:
    """Which report is asked for, and as what. Raises NotFound."""
    what, _, ending = str(visit.path("file")).partition(".")
    if what not in known or ending not in ENDINGS:
        raise NotFound
    return what, ending


def _month(visit: Visit, seen: SeenExam, ending: str) -> Response:
    team = _team_asked(visit, seen)
    desk, moment = visit.desk, now()
    past = assemblies_of(visit).past
    exams = past_exams(desk, seen.exam.desk, seen.exam.day)[: MOST_MONTHS - 1]
    earlier = [SatExam(one, past.results(desk, one, moment), desk[Banks].bank(one.bank)) for one in exams]
    sat = SatExam(seen.exam, results_of(desk, seen.exam, moment), desk[Banks].bank(seen.exam.bank))
    whole = team is None and visit.person.sees_all_teams()
    calls: Sequence[PastMonth] = past.calls(desk, sat.exam.desk, sat.bank, moment) if whole else ()
    scale = common_scale(
        [
            MonthOfMarks(one.results.day, one.results.questions, one.results.marks_table())
            for one in (*earlier, sat)
            if one.results.present and one.results.questions
        ]
    )
    report = month_report(
        sat,
        earlier,
        _members(visit, [sat, *earlier], team),
        visit.language,
        group=team.name if team else "" if whole else visit.t("Your teams"),
        scale=scale,
        calls=calls,
    )
    name = f"{MONTH}-{team.id}" if team else MONTH
    return _answer(visit, report, ending, seen.exam, name, month_html, month_markdown, month_sheets)


def _items(visit: Visit, exam: Exam, ending: str) -> Response:
    desk = visit.desk
    report = item_report(
        exam,
        results_of(desk, exam, now()),
        desk[Banks].bank(exam.bank),
        visit.language,
        rulings=desk[Exams].rulings(exam.id),
        languages={one.id: one.language for one in desk[People].all(stand_ins=True) if one.language},
    )
    return _answer(visit, report, ending, exam, ITEMS, items_html, items_markdown, item_sheets)


def _result(
    visit: Visit, exam: Exam, one: Examinee, found: ExamineeResult, name: str, team: str, ending: str
) -> Response:
    report = examinee_report_of(visit.desk, exam, one, found, visit.language, now(), name=name, team=team)
    file = f"{RESULT}-{one.person}"
    return _answer(visit, report, ending, exam, file, result_html, result_markdown, result_sheets)


def _answer(
    visit: Visit,
    report: Report,
    ending: str,
    exam: Exam,
    name: str,
    html: Callable[[Report], str],
    markdown: Callable[[Report], str],
    sheets: Callable[[Report, Translator], list[Sheet]],
) -> Response:
    if ending == "xlsx":
        content, kind = excel_file(sheets(report, visit.t)), EXCEL
    elif ending == "html":
        content, kind = html(report).encode(), HTML
    else:
        content, kind = markdown(report).encode(), MARKDOWN
    file = f"winwin-{exam.day:%Y-%m-%d}-{exam.id}-{name}.{ending}"
    return Response(
        content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{file}"'}
    )


def _teams(seen: SeenExam) -> tuple[Team, ...]:
    """The teams of the examinees whom the visitor sees, by name."""
    ids = {one.team for one in seen.people.values() if one.team is not None}
    return tuple(sorted((seen.teams[one] for one in ids if one in seen.teams), key=lambda team: team.name))


def _team_asked(visit: Visit, seen: SeenExam) -> Team | None:
    """The team that the address names, if it names one. Raises NotFound for one that is not seen here."""
    wanted = visit.query("team")
    if not wanted:
        return None
    found = next((team for team in _teams(seen) if str(team.id) == wanted), None)
    if found is None:
        raise NotFound
    return found


def _members(visit: Visit, exams: Sequence[SatExam], team: Team | None) -> dict[int, GroupMember]:
    """Whom the report is about: who sat any of the exams, of that team or of all that the visitor sees."""
    people = {one.id: one for one in visit.desk[People].all(stand_ins=True)}
    teams = {one.id: one for one in visit.desk[People].teams()}
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


ROUTES = [
    page("/papers/{exam:int}/reports", show, Permission.EXAMINE, name="paper-reports"),
    page("/papers/{exam:int}/report/{file}", download, Permission.EXAMINE, name="paper-report"),
    page(
        "/papers/{exam:int}/report/{person:int}/{file}",
        download_result,
        Permission.EXAMINE,
        name="paper-report-result",
    ),
    page("/results/{exam:int}/report/{file}", download_own, Permission.PRACTISE, name="result-report"),
]
