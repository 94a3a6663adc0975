"""The reports of an exam as files: the month, the item analysis, and each examinee's result."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from starlette.responses import Response

from simulator.exam.pages.sitting.page import exam_id, is_released
from simulator.exam.paper.exam import Exam, Examinee
from simulator.exam.report.items import item_report, items_html, items_markdown
from simulator.exam.report.month import month_html, month_markdown
from simulator.exam.report.result import result_html, result_markdown
from simulator.exam.results.results import ExamineeResult
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.results_of import examinee_report_of, results_of
from simulator.people.person import Permission, Team
from simulator.people.storage.people import People
from simulator.render.spreadsheet import EXCEL, Sheet, excel_file
from simulator.text.language import Translator
from simulator.web.access import NotFound, page
from simulator.web.services import now
from simulator.web.visit import Visit

from .assemblies import assemblies_of
from .month_page import marked_exam, month_of_exam, team_asked, teams_of
from .report_sheets import item_sheets, month_sheets, result_sheets
from .seeing import SeenExam, examinee_seen, phase

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
    seen = marked_exam(visit)
    began = {result.person for result in results_of(visit.services, seen.exam, now()).present}
    d = ReportsPage(
        seen=seen,
        teams=teams_of(seen),
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
    seen = marked_exam(visit)
    if what == ITEMS:
        return _items(visit, seen.exam, ending)
    return _month(visit, seen, ending)


def download_result(visit: Visit) -> Response:
    """The result of an examinee whom the visitor sees. Raises ExamNotSet, NotFound."""
    _, ending = _file_asked(visit, RESULT)
    seen = marked_exam(visit)
    one = examinee_seen(visit, seen)
    found = results_of(visit.services, seen.exam, now()).of(one.person)
    if found is None:
        raise NotFound
    return _result(visit, seen.exam, one, found, seen.name(one.person), seen.team(one.person), ending)


def download_own(visit: Visit) -> Response:
    """The visitor's own result, from the release on. Raises NoSuchExam, NotFound."""
    _, ending = _file_asked(visit, RESULT)
    services, person = visit.services, visit.person
    exam = services[Exams].find(exam_id(visit))
    one = services[Exams].examinee(exam.id, person.id)
    if not is_released(exam):
        raise NotFound
    found = assemblies_of(visit).past.results(services, exam, now()).of(person.id)
    if found is None:
        raise NotFound
    team = next((team.name for team in services[People].teams() if team.id == person.team), "")
    return _result(visit, exam, one, found, person.shown, team, ending)


def _file_asked(visit: Visit, *known: str) -> tuple[str, str]:
    """Which report is asked for, and as what. Raises NotFound."""
    what, _, ending = str(visit.path("file")).partition(".")
    if what not in known or ending not in ENDINGS:
        raise NotFound
    return what, ending


def _month(visit: Visit, seen: SeenExam, ending: str) -> Response:
    team = team_asked(visit, seen)
    name = f"{MONTH}-{team.id}" if team else MONTH
    report = month_of_exam(visit, seen, team)
    return _answer(visit, report, ending, seen.exam, name, month_html, month_markdown, month_sheets)


def _items(visit: Visit, exam: Exam, ending: str) -> Response:
    services = visit.services
    report = item_report(
        exam,
        results_of(services, exam, now()),
        services[Banks].bank(exam.bank),
        visit.language,
        rulings=services[Exams].rulings(exam.id),
        languages={one.id: one.language for one in services[People].all(stand_ins=True) if one.language},
    )
    return _answer(visit, report, ending, exam, ITEMS, items_html, items_markdown, item_sheets)


def _result(
    visit: Visit, exam: Exam, one: Examinee, found: ExamineeResult, name: str, team: str, ending: str
) -> Response:
    report = examinee_report_of(visit.services, exam, one, found, visit.language, now(), name=name, team=team)
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
