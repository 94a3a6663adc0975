"""What is written and read again is equal in all that the format carries."""

import string
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.exam.bank.keys import Key, resolved
from simulator.exam.bank.loading import BankFiles, examine_bank
from simulator.exam.exchange.draft import Defaults, QuestionDraft
from simulator.exam.exchange.fitting import fitted
from simulator.exam.exchange.foreign import listed
from simulator.exam.exchange.formats import FORMATS
from simulator.exam.exchange.outgoing import Outgoing, dated, outgoing
from simulator.resources import scenarios
from simulator.text.bilingual import Pair

TODAY = date(2026, 11, 22)
KINDS = {
    "gift": {"single", "multiple", "true-false", "number", "short-text", "matching"},
    "moodle-xml": {"single", "multiple", "true-false", "number", "short-text", "matching", "ordering"},
    "aiken": {"single"},
    "csv": {
        "single",
        "multiple",
        "true-false",
        "number",
        "short-text",
        "matching",
        "ordering",
        "triage",
        "case",
    },
}
KINDS["excel"] = KINDS["csv"]
DESCRIBED = ("topic", "difficulty", "policy", "cites", "cost", "unit", "tolerance", "look-up")


@pytest.fixture(scope="module")
def bank() -> BankFiles:
    """Return the bundled bank."""
    files = examine_bank(scenarios())[1]
    assert files is not None
    return files


def going(files: BankFiles, format_: str) -> list[Outgoing]:
    """Return the bank's questions for a format: with all keys, or with those of today."""
    if FORMATS[format_].dated:
        return dated(files)
    keys = {
        name: resolved(question, files.bank.policies, TODAY)
        for name, question in files.bank.questions.items()
    }
    return outgoing(files, {name: key for name, key in keys.items() if isinstance(key, Key)})


@pytest.mark.parametrize("format_", ["excel", "csv", "gift", "moodle-xml"])
def test_whole_bank_comes_back(bank: BankFiles, format_: str) -> None:
    """Whoever exports, changes a word and imports would lose or change the rest."""
    questions = {question.id: question for question in going(bank, format_)}
    written = FORMATS[format_].write(list(questions.values()), None)
    carried = {name for name, question in questions.items() if question.kind in KINDS[format_]}
    refused = {problem.question for problem in written.problems if not problem.lost}
    assert (written.count, refused) == (len(carried), questions.keys() - carried)
    imported = fitted(FORMATS[format_].read(written.content, Defaults()), bank.bank.policies, TODAY)
    assert imported.refused == ()
    assert {draft.id for draft in imported.questions} == carried
    for draft in imported.questions:
        question = questions[draft.id]
        same = {part: question.data.get(part) for part in DESCRIBED}
        same["cites"] = listed(same["cites"])
        assert {part: draft.data.get(part) for part in DESCRIBED} == {
            **same,
            "tolerance": same["tolerance"] or None,
        }
        assert renamed(draft.data, draft.data["key"]) == renamed(question.data, keys(question, format_))


def keys(question: Outgoing, format_: str) -> Mapping[str, Any]:
    """Return the key of a question as the format carries it."""
    if FORMATS[format_].dated:
        found: Mapping[str, Any] = question.data["key"]
        return found
    answer: Any = question.answer
    if question.kind == "short-text":
        return {question.version: {"zh": list(answer)}}
    return {question.version: list(answer) if isinstance(answer, tuple) else answer}


def renamed(data: Mapping[str, Any], key: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what a question says, with its options and items in the place of their names."""
    options, items = data.get("options", {}), data.get("items", {})

    def said(name: Any) -> Any:
        texts = options.get(name, name)
        return Pair(texts.get("zh") or "", texts.get("en") or "") if isinstance(texts, dict) else texts

    def answered(value: Any) -> Any:
        if data["kind"] == "short-text":
            return {text for texts in value.values() for text in listed(texts)}
        if isinstance(value, dict) and items:
            return [
                (tuple(items[item].items()), said(place))
                for item, place in sorted(value.items(), key=lambda found: list(items).index(found[0]))
            ]
        if isinstance(value, dict):
            return [(said(name), text) for name, text in value.items()]
        if data["kind"] == "multiple" and not isinstance(value, str):
            return {said(name) for name in value}
        return [said(name) for name in value] if isinstance(value, list) else said(value)

    return (
        data["kind"], {name: " ".join(text.split()) for name, text in data["stem"].items()},
        data["kind"] in ("matching", "ordering") or list(options.values()), list(items.values()),
        {version: answered(value) for version, value in key.items()},
    )  # fmt: skip


LETTERS = st.characters(
    codec="utf-8",
    exclude_categories=("C", "Z"),
    exclude_characters="|",
    include_characters="客户来电，“退款”？",
)
TEXTS = st.lists(
    st.one_of(
        st.text(LETTERS, min_size=1, max_size=8),
        st.sampled_from(
            ["=a", "~b", "#", "{c}", "a:b", "\\n", "[html]", "->", "//", "%50%", "&amp;", "<b>", "A.", "::"]
        ),
    ),
    min_size=1,
    max_size=4,
).map(" ".join)
NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=8)


@st.composite
def questions(draw: st.DrawFn, kinds: list[str], language: str) -> Outgoing:
    """Draw a question with texts that every format has its trouble with."""
    kind = draw(st.sampled_from(kinds))
    data: dict[str, Any] = {
        "kind": kind, "topic": "refunds", "difficulty": 2, "policy": "sick-refund", "cites": ["papers"],
        "stem": {language: draw(TEXTS)}, "explanation": {language: draw(TEXTS)},
        "cost": {"yuan": 300, "borne-by": "customer"},
    }  # fmt: skip
    answer: Any = draw(st.booleans())
    if kind in ("single", "multiple", "ordering", "matching"):
        texts = draw(st.lists(TEXTS, min_size=3, max_size=5, unique=True))
        data["options"] = {f"o{place}": {language: text} for place, text in enumerate(texts)}
        names = list(data["options"])
        answer = draw(st.sampled_from(names))
        if kind == "multiple":
            answer = names[: draw(st.integers(1, len(names) - 1))]
        if kind == "ordering":
            answer = draw(st.permutations(names))
        if kind == "matching":
            items = draw(
                st.lists(TEXTS.filter(lambda text: "->" not in text), min_size=2, max_size=4, unique=True)
            )
            data["items"] = {f"i{place}": {language: text} for place, text in enumerate(items)}
            answer = {item: draw(st.sampled_from(names)) for item in data["items"]}
    elif kind == "number":
        answer = draw(st.integers(-1000, 1_000_000))
        data["tolerance"] = draw(st.integers(0, 50))
    elif kind == "short-text":
        answer = draw(
            st.lists(
                TEXTS.filter(lambda text: "->" not in text and "*" not in text),
                min_size=1,
                max_size=3,
                unique=True,
            )
        )
    stated = {language: answer} if kind == "short-text" else answer
    data["key"] = {"v1": stated}
    explanation = Pair(**{language: data["explanation"][language]})
    return Outgoing("one", "airline", data, answer, "v1", explanation)


def draft_of(format_: str, question: Outgoing, language: str) -> QuestionDraft:
    """Return what comes back of a question that was written."""
    spoken: Any = language
    written = FORMATS[format_].write([question], spoken)
    assert [problem for problem in written.problems if not problem.lost] == []
    imported = FORMATS[format_].read(written.content, Defaults(spoken, "sick-refund", ("papers",)))
    assert imported.problems == ()
    (draft,) = imported.questions
    return draft


@pytest.mark.parametrize("format_", ["gift", "moodle-xml", "csv"])
@settings(max_examples=60)
@given(data=st.data(), language=st.sampled_from(["zh", "en"]))
def test_any_text_comes_back(format_: str, data: st.DataObject, language: str) -> None:
    """A text with a brace, a colon or an angle bracket would come back as something else."""
    kinds = sorted(KINDS[format_] - {"case", "triage"})
    question = data.draw(questions(kinds, language))
    draft = draft_of(format_, question, language)
    key = draft.data.get("key") or {draft.version: draft.answer}
    assert renamed(draft.data, key) == renamed(question.data, question.data["key"])
    assert draft.data["explanation"] == question.data["explanation"]


@settings(max_examples=60)
@given(data=st.data(), language=st.sampled_from(["zh", "en"]))
def test_aiken_comes_back_or_is_refused(data: st.DataObject, language: str) -> None:
    """A question that looks like an answer would come back as another one."""
    question = data.draw(questions(["single"], language))
    spoken: Any = language
    written = FORMATS["aiken"].write([question], spoken)
    imported = FORMATS["aiken"].read(written.content, Defaults(spoken))
    assert len(imported.questions) == written.count
    for draft in imported.questions:
        assert renamed(draft.data, {"v1": draft.answer}) == renamed(question.data, question.data["key"])


def test_what_a_format_has_no_place_for_is_named(bank: BankFiles) -> None:
    """Somebody would believe that the file holds everything."""
    told = {
        format_: {(problem.question, str(problem.message)) for problem in FORMATS[format_].write(going(bank, format_), "en").problems}
        for format_ in FORMATS
    }  # fmt: skip
    assert ("quadrants", "This format has no questions of the kind “triage”.") in told["gift"]
    assert ("quadrants", "This format has no questions of the kind “triage”.") in told["aiken"]
    assert ("real-or-not", "Without: zh.") in told["gift"]
    assert ("real-or-not", "Without: explanation, why, cost, policy, cites, topic, difficulty, zh.") in told[
        "aiken"
    ]
    assert ("quadrants", "Without: zh.") in told["csv"]
    assert any("key computed" in message for _, message in told["moodle-xml"])
    assert any("key of other versions" in message for _, message in told["moodle-xml"])
    assert not any("key computed" in message for _, message in told["excel"])
