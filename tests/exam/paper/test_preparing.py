"""What comes onto papers: what may be asked on the day, what is new or persistent, and the same every time."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from simulator.exam.bank.loading import Bank, load_bank
from simulator.exam.paper.assembling import NoPaper
from simulator.exam.paper.bank_question import BASE, NEW, PERSISTENT
from simulator.exam.paper.blueprint import InformationQuota, Quota
from simulator.exam.paper.blueprint import rules as rules_of
from simulator.exam.paper.plan import BlueprintPlan, blueprint_plan
from simulator.exam.paper.preparing import (
    History,
    PaperMaterial,
    dealt,
    paper_material,
    set_papers,
    suggested,
)
from simulator.exam.statistics.persistent import MonthShare, Point
from simulator.exam.statistics.response_theory import ItemParameters
from simulator.resources import scenarios
from simulator.text.bilingual import Pair
from simulator.text.language import translator
from simulator.text.message import message_data, message_of
from tests.exam.check.rules.small_bank import POLICY, QUESTION, written

from .questions import DAY, bank, question

CHANGED = date(2026, 8, 1)
"""The day on which the small policy has changed its clause on reporting."""
BULLETIN = (
    "bulletins:\n  more-time: {version: v2, date: 2026-07-20, text: {zh: 48小时。, en: 48 hours now.}}\n"
)
MORE = """\
  in-time:
    kind: true-false
    topic: hours
    difficulty: 5
    policy: damage
    cites: report
    look-up: true
    stem: {zh: 30小时后报破损，还来得及。, en: Thirty hours after signing is in time.}
    key: {computed: report-hours >= 30}
    explanation: {zh: 看规定。, en: See the rule.}
    cost: {yuan: 900, borne-by: customer}
  stale:
    kind: true-false
    topic: hours
    difficulty: 1
    policy: damage
    cites: report
    stem: {zh: 25小时后报破损，太晚了。, en: A day and an hour after signing is too late.}
    key: {v1: true}
    explanation: {zh: 看规定。, en: See the rule.}
    cost: {yuan: 900, borne-by: customer}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    """A bank with a question on a clause that has not changed, and two on one that has."""
    return load_bank(written(tmp_path_factory.mktemp("bank"), POLICY + BULLETIN, QUESTION + MORE))


@pytest.fixture(scope="module")
def bundled() -> Bank:
    """The bank that comes with winwin."""
    return load_bank(scenarios())


def tags(material: PaperMaterial) -> dict[str, set[str]]:
    """What each question is marked as."""
    return {found.id: set(found.tags) for found in material.questions}


def of(bank: Bank, day: date, history: History | None = None, **plan: Any) -> PaperMaterial:
    """What there is for the desk's papers on a day."""
    wanted = {key.replace("_", "-"): value for key, value in plan.items()}
    return paper_material(bank, blueprint_plan(wanted), day, history, desk="appliance")


def month(day: date, wrong: float) -> MonthShare:
    """How a point went in a month."""
    return MonthShare(day, 20, wrong, 100.0)


def test_what_has_no_key_on_the_day_is_left_out(small: Bank) -> None:
    """A question would be asked whose right answer nobody knows."""
    assert [found.id for found in of(small, CHANGED - timedelta(1)).questions] == [
        "first-words",
        "in-time",
        "stale",
    ]
    after = of(small, CHANGED)
    assert [found.id for found in after.questions] == ["first-words", "in-time"]
    assert [(left.question, str(left.reason)) for left in after.left_out] == [
        ("stale", "Clause report reads otherwise in version v2; the key is for v1.")
    ]


def test_retired_questions_and_other_desks_are_left_out() -> None:
    """A question that was taken out of use, or another desk's, would come onto the paper."""
    used = bank(
        question("single", "gone", retired=DAY), question("single", "going", retired=DAY + timedelta(1)),
        question("single", "theirs", desk="airline"),
    )  # fmt: skip
    material = of(used, DAY)
    assert [found.id for found in material.questions] == ["going"]
    assert [left.question for left in material.left_out] == ["gone"]


@pytest.mark.parametrize(
    ("day", "plan", "history", "new"),
    [
        (CHANGED, {}, History(), True),
        (CHANGED + timedelta(31), {}, History(), True),
        (CHANGED + timedelta(32), {}, History(), False),
        (date(2026, 12, 1), {"new_since": "2026-08-01"}, History(), True),
        (date(2026, 12, 1), {"new_since": "2026-08-02"}, History(), False),
        (date(2026, 12, 1), {}, History(last=date(2026, 7, 31)), True),
        (date(2026, 12, 1), {}, History(last=CHANGED), False),
        (date(2026, 12, 1), {}, History(last=CHANGED, unread={"more-time": 3}), True),
        (date(2027, 2, 1), {}, History(last=CHANGED, unread={"more-time": 3}), False),
    ],
)
def test_what_counts_as_new(
    small: Bank, day: date, plan: dict[str, Any], history: History, new: bool
) -> None:
    """A change would not be asked about, or be asked about for ever."""
    material = of(small, day, history, **plan)
    assert tags(material) == {"first-words": {BASE}, "in-time": {NEW} if new else {BASE}}
    assert set(material.reasons) == ({"in-time"} if new else set())


def test_why_it_is_new(small: Bank) -> None:
    """The sheet would not tell why a question is on the paper."""
    material = of(small, CHANGED, History(unread={"more-time": 3}))
    assert [str(reason) for reason in material.reasons["in-time"]] == [
        "New: the policy “Goods that arrive damaged” changed on 2026-08-01.",
        "New: 3 have not read the bulletin of 2026-07-20 on “Goods that arrive damaged”.",
    ]


def test_reasons_are_in_the_readers_language_only(small: Bank) -> None:
    """A Chinese reader would read ids and English titles between Chinese words."""
    named = replace(small, names={"hours": Pair("几小时", "Hours")})
    kept = Point("hours", None, None, (month(DAY, 0.5), month(DAY, 0.5)))
    material = of(named, CHANGED, History(points=[kept]), topics={"hours": {"least": 1}}, new={"least": 1})
    reasons = [message_of(message_data(reason)) for reason in material.reasons["in-time"]]
    assert reasons == list(material.reasons["in-time"])
    said = [translator("zh")(reason) for reason in reasons]
    assert [
        ("到货破损" in said[0], "Goods" in said[0]),
        ("几小时" in said[1], "hours" in said[1].lower()),
    ] == [(True, False), (True, False)]
    rules = [translator("zh")(rule.words) for rule in rules_of(material.blueprint, material.questions)]
    assert any("“几小时”" in words for words in rules)
    assert not any("hours" in words or "“new”" in words for words in rules)


def test_persistent_points_mark_their_questions(small: Bank) -> None:
    """What keeps going wrong would not be asked again."""
    shares = (month(date(2026, 9, 1), 0.5), month(date(2026, 10, 1), 0.42), month(date(2026, 11, 1), 0.1))
    kept = Point("hours", None, None, shares)
    once = Point(None, "damage", "photos", shares[1:])
    material = of(small, DAY, History(points=[kept, once], last=DAY))
    assert tags(material) == {"first-words": {BASE}, "in-time": {PERSISTENT}}
    assert [str(reason) for reason in material.reasons["in-time"]] == [
        "Recurring: “hours” went wrong in 2026-09 (50%), 2026-10 (42%)."
    ]
    taken = of(small, DAY, History(last=DAY), take_up=["damage/photos"])
    assert tags(taken) == {"first-words": {PERSISTENT}, "in-time": {BASE}}
    assert [str(reason) for reason in taken.reasons["first-words"]] == [
        "Recurring: the blueprint carries “Goods that arrive damaged · photos” forward."
    ]


def test_difficulty_comes_from_data_where_there_are_enough(small: Bank) -> None:
    """An author's guess would count against what hundreds of answers say, or a few answers against it."""
    known = ItemParameters(-1.25, 1.5, 0.1, 0.1, 200, False)
    history = History(
        parameters={"in-time": known, "first-words": replace(known, count=29)}, exposures={"in-time": 4}
    )
    found = {one.id: one for one in of(small, DAY, history).questions}
    assert (found["in-time"].difficulty, found["in-time"].discrimination) == (-1.25, 1.5)
    assert (found["first-words"].difficulty, found["first-words"].discrimination) == (-1, 1)
    assert (found["in-time"].exposure, found["first-words"].exposure) == (4, 0)
    assert (found["in-time"].minutes, found["first-words"].minutes) == (1.5, 1)
    assert of(small, DAY).questions[1].difficulty == 2


def test_blueprint_of_a_plan(small: Bank) -> None:
    """A rule of the author's plan would not bind the paper."""
    made = of(
        small, DAY, questions=3, minutes=9, topics={"hours": {"least": 1}}, kinds={"case": {"most": 0}},
        new={"least": 1}, difficulty={"least": "2.5"}, information=[{"ability": 1, "least": 2}], exposure=5,
        forms=2, uses=9, seed=8,
    ).blueprint  # fmt: skip
    assert (made.length, made.minutes, made.exposure, made.forms, made.uses, made.seed) == (3, 9, 5, 2, 2, 8)
    assert made.topics == {"hours": Quota(1, None)}
    assert made.kinds == {"case": Quota(None, 0)}
    assert made.tags == {"new": Quota(1, None)}
    assert made.difficulty == Quota(-0.5, None)
    assert made.information == (InformationQuota(1, Quota(2, None)),)


@pytest.mark.parametrize("desk", ["airline", "appliance"])
def test_same_bank_plan_and_seed_give_the_same_papers(bundled: Bank, desk: str) -> None:
    """A paper that is put together again would be another."""
    plan = BlueprintPlan(questions=8, forms=3, uses=2, seed=5)
    wanted = set_papers(paper_material(bundled, plan, DAY, desk=desk))
    names = list(bundled.questions)
    Random(1).shuffle(names)
    mixed = Bank(bundled.policies, {name: bundled.questions[name] for name in names})
    assert set_papers(paper_material(mixed, plan, DAY, desk=desk)) == wanted
    other = set_papers(paper_material(bundled, plan.model_copy(update={"seed": 6}), DAY, desk=desk))
    assert other != wanted


@pytest.mark.parametrize("desk", ["airline", "appliance"])
@pytest.mark.parametrize("day", [date(2026, 3, 5), DAY])
def test_suggested_plan_can_be_met(bundled: Bank, desk: str, day: date) -> None:
    """Whoever sets a first paper would begin with a clash."""
    plan = suggested(bundled, day, desk=desk)
    material = paper_material(bundled, plan, day, desk=desk)
    (form,) = set_papers(material)
    kinds = {bundled.questions[item.question].kind for item in form.items}
    assert (len(form.items), "case" in kinds) == (plan.questions, False)
    new = sum(NEW in tags(material)[item.question] for item in form.items)
    assert new >= (plan.new.least or 0)
    assert plan.questions == 20


def test_sheet_says_why_and_what_it_carries(small: Bank) -> None:
    """The setter could not tell why a question is there, and all questions would weigh the same."""
    material = of(small, CHANGED, questions=2, new={"least": 1}, marks={"true-false": 3})
    (form,) = set_papers(material)
    words = {item.question: [str(reason) for reason in item.reasons] for item in form.items}
    assert [(item.question, item.marks) for item in form.items] == [("first-words", 1), ("in-time", 3)]
    assert words["in-time"][:2] == [
        "New: the policy “Goods that arrive damaged” changed on 2026-08-01.",
        "Marked “new content”: at least 1 are wanted, 1 are here.",
    ]


def test_clash_is_named(small: Bank) -> None:
    """Whoever asks for too much would only be told that it does not go."""
    with pytest.raises(NoPaper, match="3 questions on each paper; the bank has 2"):
        set_papers(of(small, CHANGED, questions=3))


def test_siblings_never_meet() -> None:
    """The same would be asked twice on one paper."""
    pair = [
        question("single", "a", siblings=frozenset("b")),
        question("single", "b", siblings=frozenset("a")),
    ]
    used = bank(*pair, question("single", "c"))
    assert {item.question for item in set_papers(of(used, DAY, questions=2))[0].items} > {"c"}
    with pytest.raises(NoPaper):
        set_papers(of(used, DAY, questions=3))


def test_counts_of_what_there_is(small: Bank) -> None:
    """The form would promise questions that the bank has not."""
    material = of(small, CHANGED)
    assert (material.count(), material.count(tag=NEW), material.count(topic="damage")) == (2, 1, 1)
    assert material.count(kind="true-false", topic="hours", tag=BASE) == 0


def test_dealing_is_even_and_by_lot() -> None:
    """One form would be sat by more people than the others, or always by the same."""
    people = list(range(100, 110))
    found = dealt(people, 4, 3, exam=9)
    assert dealt(reversed(people), 4, 3, exam=9) == found
    assert sorted(examinee.person for examinee in found) == people
    assert sorted([examinee.form for examinee in found]) == [0, 0, 0, 1, 1, 1, 2, 2, 3, 3]
    assert ({examinee.exam for examinee in found}, len({examinee.seed for examinee in found})) == ({9}, 10)
    assert {e.person: e.form for e in found} != {e.person: e.form for e in dealt(people, 4, 4, exam=9)}
    assert {e.seed for e in found}.isdisjoint({e.seed for e in dealt(people, 4, 3, exam=10)})


def test_bank_without_questions(tmp_path: Path) -> None:
    """A desk without questions would see an error instead of a sentence."""
    nothing = Bank({}, {})
    assert suggested(nothing, DAY, desk="appliance").questions == 1
    with pytest.raises(NoPaper):
        set_papers(of(nothing, DAY, questions=1))
