"""What an exam came to, from all that the desk keeps of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from simulator.database.settings import Options
from simulator.exam.bank.loading import Bank
from simulator.exam.paper.exam import Exam, Examinee, Ruling
from simulator.exam.report.result import ExamineeReport, examinee_report
from simulator.exam.results.results import ExamineeResult, ExamResults, exam_results
from simulator.exam.sitting.sitting import Sitting, Terms, folded_sitting
from simulator.text.language import Language
from simulator.web.services import Services

from .banks import Banks
from .cards import Cards
from .case_questions import reached_in
from .exams import Exams
from .sittings import Sittings


def sittings_of(services: Services, exam: Exam, examinees: Sequence[Examinee]) -> dict[int, Sitting]:
    """How the sittings of an exam stand, by person; of somebody who has not begun there is none."""
    terms = {one.person: Terms.of(exam, one) for one in examinees}
    return {
        person: folded_sitting(terms[person], entries)
        for person, (_, entries) in services[Sittings].of_exam(exam.id).items()
        if person in terms
    }


def examinee_report_of(
    services: Services,
    exam: Exam,
    examinee: Examinee,
    result: ExamineeResult,
    language: Language,
    moment: datetime,
    *,
    name: str,
    team: str = "",
) -> ExamineeReport:
    """What somebody is told about their exam, with the days on which their review cards come."""
    cards = services[Cards].of(examinee.person)
    return examinee_report(
        exam,
        examinee,
        result,
        services[Banks].bank(exam.bank),
        language,
        name=name,
        team=team,
        due={card.question: card.due for card in cards if card.exam == exam.id and card.retired is None},
        zone=services[Options].current(moment).zone,
    )


def results_of(
    services: Services,
    exam: Exam,
    now: datetime,
    *,
    rulings: Sequence[Ruling] | None = None,
    sittings: Mapping[int, Sitting] | None = None,
    bank: Bank | None = None,
) -> ExamResults:
    """What an exam came to; with other rulings than those in force where `rulings` are given."""
    examinees = services[Exams].examinees(exam.id)
    sat = sittings_of(services, exam, examinees) if sittings is None else sittings
    return exam_results(
        exam,
        services[Banks].bank(exam.bank) if bank is None else bank,
        examinees,
        sat,
        services[Exams].rulings(exam.id) if rulings is None else rulings,
        reached_in(services, exam.id, sat),
        now,
        services[Exams].estimates(exam.id),
        decisions={person: one.passed for person, one in services[Exams].decisions(exam.id).items()},
    )
