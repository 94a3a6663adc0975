"""Exams for the demo team: last month's with its results, and one that can be sat now."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from simulator.database.settings import Options
from simulator.exam.bank.keys import key_as_of
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Question
from simulator.exam.pages.setting.assemblies import Assemblies
from simulator.exam.pages.setting.history import history_of
from simulator.exam.pages.setting.results_page import make_cards
from simulator.exam.paper.exam import Exam, PassMark, Window
from simulator.exam.paper.preparing import dealt, paper_material, set_papers, suggested
from simulator.exam.sitting.sitting import Act, SittingEntry
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import Sittings
from simulator.people.person import Person, Role
from simulator.people.storage.people import People
from simulator.web.services import Services

DESK = "airline"
TITLES = {"past": "上月月考 · Last month's exam", "now": "本月月考 · This month's exam"}
QUESTIONS, FORMS, MINUTES, PASS = 12, 2, 30, 0.7
DAYS_AGO, OPEN_FOR = 24, 7
SEED = 7
KNOWING = {"lin": 0.6, "bo": 0.8, "mei": 0.45}
"""How likely each is to know an answer."""
_SECONDS_A_QUESTION = 50


def set_up_demo_exams(services: Services, now: datetime) -> None:
    """Have an exam sat, marked and released, and another one set; only at a desk that has none."""
    version = services[Banks].current()
    people = {one.name: one for one in services[People].all() if one.role is Role.TRAINEE}
    lead = next((one for one in services[People].all() if one.role is Role.LEAD), None)
    if version is None or services[Exams].all() or not KNOWING.keys() <= people.keys():
        return
    bank = services[Banks].bank(version.bundle)
    sitting = [people[name] for name in KNOWING]
    by = lead.id if lead else None
    began = now - timedelta(days=DAYS_AGO)
    past = _set(services, bank, version.bundle, "past", began, timedelta(days=1), sitting, by)
    for person in sitting:
        _sit(services, bank, past, person, began + timedelta(hours=1))
    released = services[Exams].release(past.id, by, began + timedelta(days=2))
    make_cards(services, released, began + timedelta(days=2))
    _set(services, bank, version.bundle, "now", now, timedelta(days=OPEN_FOR), sitting, by)


def _set(
    services: Services, bank: Bank, digest: str, which: str, opens: datetime, lasts: timedelta,
    people: list[Person], by: int | None,
) -> Exam:  # fmt: skip
    day = services[Options].current(opens).day(opens)
    assemblies = Assemblies()
    try:
        history = history_of(services, assemblies.past, DESK, bank, day, opens)
    finally:
        assemblies.close()
    plan = suggested(bank, day, history, desk=DESK).model_copy(
        update={"questions": QUESTIONS, "forms": FORMS, "uses": FORMS, "seed": SEED}
    )
    window = Window(opens, opens + lasts)
    exam = services[Exams].add(
        TITLES[which], DESK, day, digest, plan.as_mapping(), window, MINUTES, PassMark(PASS), by, opens
    )
    forms = set_papers(paper_material(bank, plan, day, history, desk=DESK))
    examinees = dealt([person.id for person in people], len(forms), SEED, exam=exam.id)
    return services[Exams].set(exam.id, forms, examinees, by, opens)


def _sit(services: Services, bank: Bank, exam: Exam, person: Person, at: datetime) -> None:
    """Answer a whole paper as somebody who knows so much, and hand it in."""
    random = Random(f"{exam.id} {person.name}")
    sitting = services[Sittings].begin(exam.id, person.id, "begin", at)
    number = services[Sittings].find(exam.id, person.id).version
    form = exam.forms[services[Exams].examinee(exam.id, person.id).form]
    for place, item in enumerate(form.items):
        question = bank.questions[item.question]
        key = key_as_of(question, bank.policies, exam.day).answer
        answer = (
            _plain(question, key) if random.random() < KNOWING[person.name] else _wrong(question, key, random)
        )
        at += timedelta(seconds=_SECONDS_A_QUESTION)
        entry = SittingEntry(Act.ANSWER, at, {"place": place, "answer": answer}, f"demo-{place}")
        number = services[Sittings].append(sitting, number, entry, at).result().number
    services[Sittings].append(sitting, number, SittingEntry(Act.HAND_IN, at, {}, "demo-end"), at).result()


def _plain(question: Question, key: Any) -> Any:
    """A key as an answer is kept."""
    if isinstance(key, Mapping):
        return dict(key)
    if question.kind == "short-text":
        return key[0]
    if question.kind == "number":
        return str(key)
    return list(key) if isinstance(key, (tuple, set, frozenset)) else key


def _wrong(question: Question, key: Any, random: Random) -> Any:
    """An answer of somebody who does not know; None leaves a question blank."""
    if question.kind == "true-false":
        return not key
    if question.kind == "single":
        return random.choice([option.id for option in question.options if option.id != key])
    if question.kind == "ordering":
        return [option.id for option in sorted(question.options, key=lambda one: one.id)]
    return str(int(key) + random.choice((1, 2, 10))) if question.kind == "number" else None
