"""Exams sat by people whom the program makes up: abler ones are right more often, a topic goes wrong for all."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from simulator.exam.bank.keys import key_as_of
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.marking import CallReached
from simulator.exam.bank.question import Question
from simulator.exam.paper.exam import Exam, Examinee, Ruling, Window
from simulator.exam.report.months import SatExam
from simulator.exam.results.results import exam_results
from simulator.exam.sitting.sitting import Act, SittingEntry, Terms, folded_sitting
from tests.exam.paper.questions import DAY, exam
from tests.exam.sitting.clock import OPENS


def an_answer(question: Question, answer: Any, right: bool, lot: Random) -> Any:
    """A stored answer, right or not, that the question can have."""
    options = [option.id for option in question.options]
    if right:
        if isinstance(answer, Mapping):
            return dict(answer)
        if isinstance(answer, tuple):
            return answer[0] if question.kind == "short-text" else list(answer)
        return answer if question.kind != "number" else str(answer)
    match question.kind:
        case "single":
            return lot.choice([one for one in options if one != answer])
        case "multiple":
            return [one for one in options if one not in answer][:1]
        case "true-false":
            return not answer
        case "number":
            return str(answer + lot.choice([1, 10]))
        case "ordering":
            return list(reversed(answer))
        case "short-text":
            return "no idea"
        case _:
            places = question.places
            return {item: places[(places.index(place) + 1) % len(places)] for item, place in answer.items()}


def sat(
    forms: Sequence[Sequence[str]],
    bank: Bank,
    people: int,
    *,
    seed: int = 0,
    day: date = DAY,
    hard: str = "",
    absent: Sequence[int] = (),
    rulings: Sequence[Ruling] = (),
    **changes: Any,
) -> SatExam:
    """An exam of these forms, sat by people 1, 2, …; hardly anybody knows the topic `hard`."""
    lot = Random(seed)
    opens = datetime.combine(day, OPENS.timetz())
    of: Exam = exam(*map(tuple, forms), day=day, window=Window(opens, opens + timedelta(hours=4)), **changes)
    examinees = [
        Examinee(of.id, person, (person - 1) % len(forms), 0, person) for person in range(1, people + 1)
    ]
    sittings, reached = {}, {}
    for one in examinees:
        if one.person in absent:
            continue
        able = 0.35 + 0.6 * one.person / people
        entries = [SittingEntry(Act.BEGIN, opens)]
        for place, item in enumerate(of.forms[one.form].items):
            question = bank.questions[item.question]
            knows = lot.random() < (able * 0.4 if question.topic == hard else able)
            if question.kind == "case":
                entries.append(
                    SittingEntry(Act.CASE, opens, {"place": place, "attempt": f"call-{one.person}"})
                )
                reached[one.person, place] = CallReached(80 if knows else 30, 90)
            elif lot.random() > 0.04:
                answer = an_answer(question, key_as_of(question, bank.policies, day).answer, knows, lot)
                entries.append(SittingEntry(Act.ANSWER, opens, {"place": place, "answer": answer}))
        if one.person % 3 == 0:
            entries.append(SittingEntry(Act.LEAVE, opens + timedelta(minutes=5)))
            entries.append(SittingEntry(Act.RETURN, opens + timedelta(minutes=7)))
        entries.append(SittingEntry(Act.HAND_IN, opens + timedelta(minutes=30 + one.person % 20)))
        sittings[one.person] = folded_sitting(Terms.of(of, one), entries)
    return SatExam(of, exam_results(of, bank, examinees, sittings, rulings, reached), bank)
