"""The preview: all that would be stored of a question, of every kind of the bundled bank."""

import re

from simulator.exam.bank.loading import examine_bank
from simulator.exam.exchange.draft import QuestionDraft
from simulator.exam.exchange.preview import previewed
from simulator.resources import scenarios


def leaves(value: object) -> list[str]:
    """Return all texts in the data of a question."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in leaves(part)]
    if isinstance(value, (list, tuple)):
        return [text for part in value for text in leaves(part)]
    return [value] if isinstance(value, str) else []


def test_nothing_of_a_question_is_missing() -> None:
    """Something would be stored that nobody was shown before."""
    files = examine_bank(scenarios())[1]
    assert files is not None
    seen = set()
    for name in files.questions:
        source = files.questions[name].data
        data = source["questions"][name]
        seen.add(data["kind"])
        shown = previewed(QuestionDraft(name, 1, data, desk=source["desk"]), files.bank.policies, "en")
        said = str(shown)
        texts = {
            part: data.get(part) for part in ("stem", "items", "options", "explanation", "sources", "topic", "policy", "cites")
        }  # fmt: skip
        for text in leaves(texts):
            assert repr(text)[1:-1] in said or text in said, (name, text)
        assert [version for version, _ in shown.keys] == list(data["key"])
        assert all(answer for _, answer in shown.keys)
    assert len(seen) == 9


def test_keys_by_letters() -> None:
    """A lead would agree to another right answer than the one that is stored."""
    options = {name: {"en": name} for name in ("x", "y", "z")}
    head = {"topic": "t", "difficulty": 1, "policy": "damage", "cites": ["photos"], "stem": {"en": "?"}, "explanation": {},
            "cost": {"yuan": 0, "borne-by": "company"}}  # fmt: skip

    def keys(kind: str, answer: object) -> tuple[list[str], list[str]]:
        data = {**head, "kind": kind, "options": options, "key": {"v1": answer}}
        if kind in ("matching", "triage"):
            data["items"] = {"p": {"en": "p"}, "q": {"en": "q"}}
        shown = previewed(QuestionDraft("one", 1, data, desk="d"), {}, "en")
        return [text for _, text in shown.keys], [option.mark for option in shown.options if option.right]

    assert keys("single", "y") == (["B"], ["B"])
    assert keys("multiple", ["x", "z"]) == (["A, C"], ["A", "C"])
    assert keys("ordering", ["z", "x", "y"]) == (["C, A, B"], [])
    assert keys("matching", {"p": "z", "q": "x"}) == (["1 → C, 2 → A"], [])
    assert keys("triage", {"p": "neither", "q": "important"}) == (
        ["1 → Neither urgent nor important, 2 → Important, not urgent"], [],
    )  # fmt: skip
    assert keys("true-false", True) == (["True"], [])
    assert keys("short-text", {"zh": ["甲"], "en": ["a", "b"]}) == (["甲 | a | b"], [])
    assert re.fullmatch(r"A: x > 1; B: x <= 1", keys("single", {"x": "x > 1", "y": "x <= 1"})[0][0])
