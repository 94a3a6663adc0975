"""The result of an exam for its examinee, after the release: what counts, what was right, and why."""

from starlette.responses import Response

from simulator.exam.pages.setting.assemblies import assemblies_of
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.results_of import examinee_report_of
from simulator.people.person import Permission
from simulator.web.access import NotFound, page
from simulator.web.services import now
from simulator.web.visit import Visit

from .page import exam_id, is_released


def show_result(visit: Visit) -> Response:
    """Tell the visitor's own result; before the release, how the sitting stands. Raises NoSuchExam."""
    services, moment = visit.services, now()
    exam = services[Exams].find(exam_id(visit))
    examinee = services[Exams].examinee(exam.id, visit.person.id)
    if not is_released(exam):
        return visit.to("sitting", exam=exam.id)
    result = assemblies_of(visit).past.results(services, exam, moment).of(visit.person.id)
    if result is None:
        raise NotFound
    name = visit.person.shown
    report = examinee_report_of(services, exam, examinee, result, visit.language, moment, name=name)
    return visit.page("sittings/result.html.j2", d=report, exam=exam.id)


ROUTES = [page("/results/{exam:int}", show_result, Permission.PRACTISE, name="result")]
