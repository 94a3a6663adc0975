"""Papers keep every rule, are the same every time, and say why each question is on them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.sittings import bank, blueprint
from simulator.exam.paper.assembling import NoPaper, assembled
from simulator.exam.paper.bank_question import BankQuestion
from simulator.exam.paper.blueprint import Blueprint, BlueprintRefused, InformationQuota, Quota
from simulator.exam.paper.paper import PlannedForm
from simulator.exam.statistics.response_theory import information

unhurried = settings(deadline=None, max_examples=40)
TINY = 1e-6


def inside(value: float, quota: Quota | None) -> bool:
    """Whether a quota holds."""
    low = quota is None or quota.least is None or value >= quota.least - TINY
    return low and (quota is None or quota.most is None or value <= quota.most + TINY)


def keeps(wanted: Blueprint, form: Sequence[BankQuestion]) -> bool:
    """Whether a form keeps all rules that are about a form, looked at afresh."""
    ids = {question.id for question in form}
    topics, kinds = Counter(q.topic for q in form), Counter(q.kind for q in form)
    tags = Counter(tag for q in form for tag in q.tags)
    return (
        len(form) == len(ids) == wanted.length
        and (wanted.minutes is None or sum(q.minutes for q in form) <= wanted.minutes + TINY)
        and all(inside(topics[name], quota) for name, quota in wanted.topics.items())
        and all(inside(kinds[name], quota) for name, quota in wanted.kinds.items())
        and all(inside(tags[name], quota) for name, quota in wanted.tags.items())
        and inside(sum(q.difficulty for q in form) / len(form), wanted.difficulty)
        and all(inside(told(form, level.ability), level.quota) for level in wanted.information)
        and not any(q.enemies & ids - {q.id} for q in form)
        and (wanted.exposure is None or all(q.exposure < wanted.exposure for q in form))
    )


def told(form: Sequence[BankQuestion], ability: float) -> float:
    """A form's information."""
    return float(sum(information(q.difficulty, q.discrimination, ability)[0, 0] for q in form))


def keeps_across(wanted: Blueprint, forms: Sequence[Sequence[BankQuestion]]) -> bool:
    """Whether the forms together keep all rules that are about all of them."""
    times = Counter(question for form in forms for question in form)
    cap = wanted.exposure
    return all(
        count <= wanted.uses and (cap is None or question.exposure + count <= cap)
        for question, count in times.items()
    )


def questions_of(form: PlannedForm) -> list[BankQuestion]:
    """The questions of a form."""
    return [placed.question for placed in form.questions]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("count", [1, 4])
def test_large_papers_keep_every_rule(count: int, seed: int) -> None:
    """A paper would not be what the blueprint promises."""
    wanted = blueprint(count, seed)
    forms = [questions_of(form) for form in assembled(wanted, bank(2000))]
    assert [keeps(wanted, form) for form in forms] == [True] * count
    assert keeps_across(wanted, forms)


@st.composite
def tiny(draw: st.DrawFn) -> tuple[Blueprint, list[BankQuestion]]:
    """A blueprint and a bank that are small enough to try everything out."""
    size = draw(st.integers(1, 7))
    names = [f"q{number}" for number in range(size)]
    some = st.frozensets(st.sampled_from(names), max_size=2)
    questions = [
        BankQuestion(
            name,
            topic=draw(st.sampled_from("ab")),
            kind=draw(st.sampled_from("xy")),
            difficulty=draw(st.sampled_from([-1.0, 0.0, 0.5])),
            enemies=draw(some) if draw(st.booleans()) else frozenset(),
            exposure=draw(st.integers(0, 2)),
            tags=draw(st.frozensets(st.sampled_from(["new", "base"]))),
            minutes=draw(st.sampled_from([1.0, 2.5])),
        )
        for name in names
    ]
    quota = st.builds(Quota, st.sampled_from([None, 1, 2]), st.sampled_from([None, 1, 2]))
    wanted = Blueprint(
        length=draw(st.integers(1, 3)),
        minutes=draw(st.sampled_from([None, 4.0])),
        topics=draw(st.dictionaries(st.sampled_from("ab"), quota)),
        kinds=draw(st.dictionaries(st.sampled_from("xy"), quota, max_size=1)),
        tags=draw(st.dictionaries(st.sampled_from(["new", "base"]), quota, max_size=1)),
        difficulty=draw(st.sampled_from([None, Quota(-0.5, 0.3)])),
        information=draw(st.sampled_from([(), (InformationQuota(0.0, Quota(0.4, 0.7)),)])),
        exposure=draw(st.sampled_from([None, 2])),
        forms=draw(st.integers(1, 2)),
        uses=draw(st.integers(1, 2)),
        seed=draw(st.integers(0, 3)),
    )
    return wanted, questions


def possible(wanted: Blueprint, questions: Sequence[BankQuestion]) -> bool:
    """Whether there is any paper, by trying all."""
    good = [form for form in combinations(questions, wanted.length) if keeps(wanted, form)]
    if wanted.forms == 1:
        return any(keeps_across(wanted, [form]) for form in good)
    return any(keeps_across(wanted, [one, other]) for one in good for other in good)


@unhurried
@given(tiny())
def test_paper_is_found_whenever_there_is_one(made: tuple[Blueprint, list[BankQuestion]]) -> None:
    """A trainer would be told that there is no paper, or given one that breaks a rule."""
    wanted, questions = made
    try:
        forms = [questions_of(form) for form in assembled(wanted, questions)]
    except NoPaper:
        assert not possible(wanted, questions)
        return
    assert [keeps(wanted, form) for form in forms] == [True] * wanted.forms
    assert keeps_across(wanted, forms)


def test_same_bank_blueprint_and_seed_give_the_same_paper() -> None:
    """A paper could not be made again when somebody asks how it came about."""
    questions = bank(300)
    wanted = replace(blueprint(2, seed=5), topics={}, information=())
    first = [form.ids for form in assembled(wanted, questions)]
    assert [form.ids for form in assembled(wanted, questions[::-1])] == first
    assert [form.ids for form in assembled(replace(wanted, seed=6), questions)] != first
    # written down, so that another machine or version has to agree; the lot decides all of it
    free = Blueprint(length=3, seed=1)
    plain = [BankQuestion(f"q{number}", "t", "single") for number in range(9)]
    assert assembled(free, plain)[0].ids == ("q2", "q3", "q8")


def test_used_questions_come_less_often() -> None:
    """The same questions would be on the paper month after month, and known by heart."""
    questions = [BankQuestion(f"q{n:02d}", "t", "single", exposure=3 * (n % 2)) for n in range(40)]
    drawn = [
        placed.question
        for seed in range(20)
        for placed in assembled(Blueprint(8, seed=seed), questions)[0].questions
    ]
    fresh = sum(question.exposure == 0 for question in drawn)
    assert 0.7 < fresh / len(drawn) < 1


def test_tight_bank_is_shared_out() -> None:
    """Forms made one by one would leave a last one without what it needs: only one way of sharing works."""
    questions = [
        BankQuestion("a", "t", "single", enemies=frozenset("b")),
        BankQuestion("b", "t", "single"),
        BankQuestion("c", "t", "single", enemies=frozenset("d")),
        BankQuestion("d", "t", "single"),
    ]
    forms = assembled(Blueprint(length=2, forms=2), questions)
    assert sorted(name for form in forms for name in form.ids) == ["a", "b", "c", "d"]
    assert all(keeps(Blueprint(length=2), questions_of(form)) for form in forms)


def reasons(form: PlannedForm) -> dict[str, list[tuple[str, bool]]]:
    """Why each question is there."""
    return {
        placed.question.id: [(str(reason.words), reason.needed) for reason in placed.reasons]
        for placed in form.questions
    }


def test_every_question_says_why_it_is_there() -> None:
    """An examinee's question why this was asked would have no answer."""
    questions = [
        BankQuestion("fee-1", "fees", "number", tags=frozenset({"new"})),
        BankQuestion("fee-2", "fees", "single"),
        BankQuestion("bag-1", "bags", "single", enemies=frozenset({"fee-1"})),
        BankQuestion("bag-2", "bags", "single"),
        BankQuestion("bag-3", "bags", "single", exposure=9),
    ]
    wanted = Blueprint(3, topics={"fees": Quota(2)}, tags={"new": Quota(1)}, exposure=5)
    (form,) = assembled(wanted, questions)
    fees = "About “fees”: at least 2 are wanted, 2 are here."
    assert reasons(form) == {
        "bag-2": [],
        "fee-1": [(fees, True), ("Marked “new content”: at least 1 are wanted, 1 are here.", True)],
        "fee-2": [(fees, True)],
    }
    # bag-1 is an enemy of fee-1, bag-3 was used too often
    assert [placed.others for placed in form.questions] == [0, 0, 0]
    assert str(form.questions[0].words[-1]) == "No other question of the bank could be here."
    (free,) = assembled(Blueprint(1), questions[:3])
    assert [str(words) for words in free.questions[0].words] == [
        "2 other questions could be here; the choice was random."
    ]


@unhurried
@given(tiny())
def test_others_are_those_that_could_be_swapped_in(made: tuple[Blueprint, list[BankQuestion]]) -> None:
    """The sheet would call a question replaceable that is not."""
    wanted, questions = made
    try:
        forms = assembled(wanted, questions)
    except NoPaper:
        return
    for at, form in enumerate(forms):
        chosen = questions_of(form)
        for placed in form.questions:
            swapped = [
                [q for q in chosen if q is not placed.question] + [other]
                for other in questions
                if other not in chosen
            ]
            rest = [questions_of(other) for place, other in enumerate(forms) if place != at]
            good = [one for one in swapped if keeps(wanted, one) and keeps_across(wanted, [one, *rest])]
            assert placed.others == len(good)


def test_reason_of_information_names_the_ability() -> None:
    """A hard question would be said to be there for beginners."""
    questions = [
        BankQuestion("easy", "t", "single", difficulty=-2.0),
        BankQuestion("hard", "t", "single", difficulty=2.0),
    ]
    levels = (InformationQuota(-2.0, Quota(0.2)), InformationQuota(2.0, Quota(0.2)))
    (form,) = assembled(Blueprint(2, information=levels), questions)
    assert reasons(form) == {
        "easy": [("93.4 % of what this paper tells of people of ability -2.", True)],
        "hard": [("93.4 % of what this paper tells of people of ability 2.", True)],
    }


@pytest.mark.parametrize("wrong", [{"length": 0}, {"length": 1, "forms": 0}, {"length": 1, "uses": 0}])
def test_blueprint_without_sense_is_refused(wrong: dict[str, Any]) -> None:
    """An empty paper would be printed."""
    with pytest.raises(BlueprintRefused):
        assembled(Blueprint(**wrong), [BankQuestion("q", "t", "single")])


def test_two_questions_with_one_id_are_refused() -> None:
    """A question could stand twice on a form."""
    with pytest.raises(BlueprintRefused):
        assembled(Blueprint(1), [BankQuestion("q", "t", "single"), BankQuestion("q", "u", "single")])
