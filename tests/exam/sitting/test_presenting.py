"""What an examinee sees of a paper: everything that is asked, in an order of their own, and no secret."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.exam.bank.document import QuestionKind
from simulator.exam.bank.loading import load_bank
from simulator.exam.bank.marking import UnusableAnswer
from simulator.exam.bank.question import Question, QuestionOption
from simulator.exam.sitting.answering import answer_of, shown_answer
from simulator.exam.sitting.presenting import PresentedQuestion, presented, token, with_handbook
from simulator.resources import scenarios
from simulator.text.bilingual import Pair
from simulator.text.language import LANGUAGES, Language
from tests.exam.paper.questions import EACH, KEYS, KINDS, examinee, question

seeds = st.integers(0, 2**31 - 1)
languages: st.SearchStrategy[Language] = st.sampled_from(LANGUAGES)


def shown(asked: Question, seed: int = 0, language: Language = "en") -> PresentedQuestion:
    """A question as somebody sees it."""
    return presented([asked], examinee(1, seed=seed), language).questions[0]


def orders(questions: Sequence[Question], seed: int, language: Language = "en") -> list[Any]:
    """The orders of everything on a paper, by the ids behind."""
    paper = presented(questions, examinee(1, seed=seed), language)
    return [(found.place, found.own_options, found.own_items) for found in paper.questions]


@given(seeds, languages)
def test_no_secret_leaves_the_server(seed: int, language: Language) -> None:
    """An examinee could read the key, or the name of an option that says it, out of the page's source."""
    paper = presented(EACH, examinee(1, seed=seed), language)
    for text in (json.dumps(paper.shown(), ensure_ascii=False), repr(paper)):
        assert [secret for secret in ("own-", "item-", "secret", "clause", "policy") if secret in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_explanation_of_the_bundled_bank_leaves_the_server(language: Language) -> None:
    """What is told after the exam would stand in the page before it."""
    bundled = load_bank(scenarios())
    questions = list(bundled.questions.values())
    shown_text = json.dumps(presented(questions, examinee(1), language).shown(), ensure_ascii=False)
    told = [pair for asked in questions for pair in (asked.explanation, *asked.explanation_from.values())]
    told += [option.why for asked in questions for option in asked.options]
    assert {text for pair in told for text in pair if len(text) > 8 and text in shown_text} == set()


@given(seeds)
def test_same_seed_same_paper_in_both_languages(seed: int) -> None:
    """Switching the language, or the device, would put other questions under the examinee's eyes."""
    assert orders(EACH, seed, "en") == orders(EACH, seed, "zh") == orders(EACH, seed, "en")


def test_other_seeds_give_other_orders() -> None:
    """Neighbours could copy letters from each other."""
    many = [question("single", f"q{number}") for number in range(10)]
    found = {str(orders(many, seed)) for seed in range(50)}
    assert len(found) == 50
    assert len({shown(many[0], seed).own_options for seed in range(300)}) == 24


@given(seeds)
def test_everything_is_there_once(seed: int) -> None:
    """A question or an option would be lost in shuffling."""
    paper = presented(EACH, examinee(1, seed=seed), "en", marks=range(1, len(EACH) + 1))
    assert sorted(found.place for found in paper.questions) == list(range(len(EACH)))
    assert [found.number for found in paper.questions] == list(range(1, len(EACH) + 1))
    for found in paper.questions:
        asked = EACH[found.place]
        assert paper.at(found.place) == found
        assert (found.kind, found.marks) == (asked.kind, found.place + 1)
        assert sorted(found.own_items) == sorted(asked.items)
        if asked.kind != "true-false":
            assert sorted(found.own_options) == sorted(asked.places)
        texts = {option.id: option.text.en for option in asked.options} | {
            item: text.en for item, text in asked.items.items()
        }
        for (_, text), own in zip(found.items, found.own_items, strict=True):
            assert text == texts[own]
        for (_, text), own in zip(found.options, found.own_options, strict=True):
            assert text == texts.get(own, text)


@given(seeds)
def test_look_ups_come_last(seed: int) -> None:
    """Opening the handbook would close questions that have not been seen yet."""
    questions = [question("single", f"q{number}", look_up=number % 3 == 0) for number in range(9)]
    paper = presented(questions, examinee(1, seed=seed), "en")
    first, second = paper.parts
    assert (*first, *second) == paper.questions
    assert sorted(found.place for found in second) == [0, 3, 6]
    assert (paper.handbook, presented(questions[1:3], examinee(1), "en").handbook) == (True, False)
    assert with_handbook(questions) == (True, False, False) * 3


@given(seeds, st.permutations([("a", 24, "24 hours"), ("b", 48, "48 hours"), ("c", 72, "3 days")]))
def test_figures_go_up_or_down(seed: int, written: list[tuple[str, int, str]]) -> None:
    """Figures in no order would be read wrongly by whoever knows the answer."""
    asked = question(
        "single", options=tuple(QuestionOption(own, Pair("", text), Pair()) for own, _, text in written)
    )
    values = {own: value for own, value, _ in written}
    found = [values[own] for own in shown(asked, seed).own_options]
    assert found in ([24, 48, 72], [72, 48, 24])


def test_fixed_words_stay_in_order() -> None:
    """True and false, or the quadrants, would change places from question to question."""
    truth = shown(question("true-false"), 5)
    assert truth.options == (("a", "True"), ("b", "False"))
    assert [text for _, text in shown(question("triage"), 5).options] == [
        "Urgent and important", "Important, not urgent", "Urgent, not important", "Neither urgent nor important",
    ]  # fmt: skip
    assert shown(question("number")).unit_words == "hours"


def test_other_language_where_there_is_none() -> None:
    """A desk that works in one language would have empty questions for readers of the other."""
    asked = question("single", stem=Pair("题干"))
    assert [(found.lang, found.stem) for found in (shown(asked), shown(asked, language="zh"))] == [
        ("zh", "题干")
    ] * 2
    assert shown(asked).options[0][1].startswith("选项")


def test_tokens() -> None:
    """Two of many items would be shown under one letter."""
    assert [token(number) for number in (0, 25, 26, 27, 51, 52)] == ["a", "z", "aa", "ab", "az", "ba"]
    assert len({token(number) for number in range(1000)}) == 1000


def stored_answers(asked: Question) -> st.SearchStrategy[Any]:
    """Answers to a question as they are kept."""
    options = list(asked.places)
    match asked.kind:
        case "single":
            return st.sampled_from(options)
        case "true-false":
            return st.booleans()
        case "multiple":
            return st.lists(st.sampled_from(options), min_size=1, unique=True).map(
                lambda names: sorted(names, key=options.index)
            )
        case "ordering":
            return st.permutations(options)
        case "matching" | "triage":
            return st.dictionaries(st.sampled_from(list(asked.items)), st.sampled_from(options), min_size=1)
    return st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=500)


@given(st.data(), st.sampled_from([kind for kind in KINDS if kind != "case"]), seeds, languages)
def test_stored_and_shown_answers_are_inverse(
    data: st.DataObject, kind: QuestionKind, seed: int, language: Language
) -> None:
    """Somebody would find another answer ticked than the one they gave."""
    asked = question(kind)
    found = shown(asked, seed, language)
    stored = data.draw(stored_answers(asked))
    assert answer_of(asked, found, shown_answer(found, stored)) == stored
    assert json.loads(json.dumps(stored)) == stored


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "blank", [None, "", [], {}, {"answer": []}, {"answer": [""]}, {"item-a": [""], "rank-a": [""]}]
)
def test_blanks(kind: QuestionKind, blank: object) -> None:
    """Whoever leaves a question out would be told off, or have answered it."""
    asked = question(kind)
    assert answer_of(asked, shown(asked), blank) is None
    assert shown_answer(shown(asked), None) is None


def test_forms_of_each_kind() -> None:
    """A page without scripts could not answer some kind of question."""
    fields: dict[str, dict[str, list[str]]] = {
        "single": {"answer": ["b"]},
        "multiple": {"answer": ["c", "a"]},
        "true-false": {"answer": ["b"]},
        "ordering": {"rank-a": ["2"], "rank-b": ["1"], "rank-c": ["4"], "rank-d": ["3"]},
        "matching": {"item-a": ["d"], "item-b": [""]},
        "triage": {"item-a": ["a"], "item-b": ["d"]},
        "number": {"answer": [" 48 小时\n"]},
        "short-text": {"answer": ["some words"]},
    }
    wanted = {
        "single": "b", "multiple": ["a", "c"], "true-false": "b", "ordering": ["b", "a", "d", "c"],
        "matching": {"a": "d"}, "triage": {"a": "a", "b": "d"}, "number": "48 小时", "short-text": "some words",
    }  # fmt: skip
    for kind, form in fields.items():
        asked = next(found for found in EACH if found.kind == kind)
        found = shown(asked, seed=3)
        stored = answer_of(asked, found, {**form, "token": ["of the form"]})
        assert shown_answer(found, stored) == wanted[kind]
    order = question("ordering")
    assert answer_of(order, shown(order), {"answer": ["a", "b", "c", "d"]}) == list(shown(order).own_options)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("single", "e"), ("single", "own-2"), ("single", ["a"]), ("single", {"answer": ["z"]}), ("single", 1),
        ("multiple", ["a", "a"]), ("multiple", ["a", "x"]), ("multiple", "a"), ("multiple", list("abcde")),
        ("true-false", True), ("true-false", "true"), ("ordering", ["a", "b"]), ("ordering", ["a", "b", "c", "own-4"]),
        ("ordering", {"rank-a": ["1"], "rank-b": ["1"]}), ("ordering", {"rank-a": ["1"]}),
        ("ordering", {"rank-a": ["x"], "rank-b": ["1"], "rank-c": ["2"], "rank-d": ["3"]}),
        ("matching", {"item-1": "own-2"}), ("matching", {"a": "e"}), ("matching", {"c": "a"}), ("matching", "a"),
        ("triage", {"a": "urgent"}), ("number", 48), ("number", "4" * 501), ("short-text", ["x"]), ("case", "a"),
    ],
)  # fmt: skip
def test_answers_that_a_question_cannot_have(kind: QuestionKind, given: object) -> None:
    """What no page sends would be kept, and stop the marking."""
    with pytest.raises(UnusableAnswer):
        answer_of(question(kind), shown(question(kind)), given)


@given(st.sampled_from(KINDS), st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.sampled_from("abcd"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["a", "b", "item-a", "rank-a", "answer"]), inner),
))  # fmt: skip
def test_whatever_is_posted(kind: QuestionKind, given: Any) -> None:
    """A forged post would end in an error of the server instead of a refusal."""
    asked = question(kind)
    try:
        stored = answer_of(asked, shown(asked), given)
    except UnusableAnswer:
        return
    json.dumps(stored)
    assert answer_of(asked, shown(asked), shown_answer(shown(asked), stored)) == stored


def test_key_as_an_answer_comes_back() -> None:
    """The right answer could not be shown beside the one given."""
    for asked in EACH:
        if asked.kind in ("number", "short-text", "case"):
            continue
        key = KEYS[asked.kind]
        found = shown(asked, 11)
        again = answer_of(asked, found, shown_answer(found, key))
        assert again == (list(key) if isinstance(key, tuple) else key)
