"""A bank made by the program: a question of each kind, whose secrets can be searched for."""

from dataclasses import replace
from datetime import date
from typing import Any

from simulator.exam.bank.document import QuestionKind
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Cost, Question, QuestionOption
from simulator.exam.paper.exam import Exam, Examinee, ExamState, PaperForm, PaperItem, PassMark, Window
from simulator.policy.policy import Policy, PolicyVersion
from simulator.text.bilingual import Pair
from tests.exam.sitting.clock import OPENS, later

DAY = date(2026, 11, 20)
KINDS: tuple[QuestionKind, ...] = (
    "single", "multiple", "true-false", "ordering", "matching", "number", "short-text", "triage", "case",
)  # fmt: skip
KEYS: dict[str, Any] = {
    "single": "own-2", "multiple": ("own-1", "own-3"), "true-false": False,
    "ordering": ("own-3", "own-1", "own-4", "own-2"), "matching": {"item-1": "own-2", "item-2": "own-1"},
    "number": 48, "short-text": ("secret words",), "triage": {"item-1": "urgent-important", "item-2": "neither"},
    "case": "best",
}  # fmt: skip
POLICY = Policy(
    "policy-x",
    "appliance",
    Pair("政策", "Policy"),
    {},
    (
        PolicyVersion(
            "v1", date(2025, 1, 1), Pair("摘要", "Summary"), {"clause-x": Pair("条款", "Clause")}, {}
        ),
    ),
    (),
)


def question(kind: QuestionKind, name: str = "", **changes: Any) -> Question:
    """A question of a kind. All that must not be seen has “own-”, “item-” or “secret” in it."""
    options = (
        ("own-1", "own-2", "own-3", "own-4") if kind in ("single", "multiple", "ordering", "matching") else ()
    )
    made = Question(
        id=name or f"own-{kind}",
        desk="appliance",
        kind=kind,
        topic="secret-topic",
        difficulty=3,
        policy=POLICY.id,
        cites=("clause-x",),
        stem=Pair(f"题干{kind}", f"Stem {kind}"),
        options=tuple(
            QuestionOption(
                own, Pair(f"选项{own[-1]}号", f"Option {own[-1]}."), Pair("secret 原因", "secret why")
            )
            for own in options
        ),
        items={f"item-{n}": Pair(f"事{n}", f"Thing {n}") for n in (1, 2)}
        if kind in ("matching", "triage")
        else {},
        stated={"v1": KEYS[kind]},
        computed={},
        unit="hours" if kind == "number" else None,
        tolerance=0,
        look_up=False,
        case="secret-case" if kind == "case" else None,
        cost=Cost(100, "customer"),
        explanation=Pair("secret 解释", "secret explanation"),
        explanation_from={},
        sources=("secret source",),
        enemies=frozenset(),
        siblings=frozenset(),
        retired=None,
    )
    return replace(made, **changes)


EACH = tuple(question(kind) for kind in KINDS)


def bank(*questions: Question, policy: Policy = POLICY) -> Bank:
    """A bank of these questions (else one of each kind)."""
    return Bank({policy.id: policy}, {found.id: found for found in questions or EACH})


def exam(*forms: tuple[str, ...], marks: int = 1, pass_share: float = 0.6, **changes: Any) -> Exam:
    """An exam with forms of these questions (else one with each kind), of an hour and a half."""
    wanted = forms or (tuple(found.id for found in EACH),)
    made = Exam(
        id=7,
        title="November",
        desk="appliance",
        day=DAY,
        bank="hash",
        plan={},
        window=Window(OPENS, later(240)),
        minutes=90,
        pass_mark=PassMark(pass_share),
        forms=tuple(PaperForm(tuple(PaperItem(name, marks) for name in form)) for form in wanted),
        state=ExamState.SET,
    )
    return replace(made, **changes)


def examinee(person: int, form: int = 0, seed: int = 0, extra: int = 0) -> Examinee:
    """Somebody who is to sit the exam."""
    return Examinee(7, person, form, extra, seed)
