"""A text that quotes a figure which has changed since puts its question on hold until somebody has looked."""

from datetime import date
from pathlib import Path

import pytest

from simulator.exam.bank.keys import Key, key_as_of, on_hold
from simulator.exam.bank.loading import Bank, load_bank

BEFORE, AFTER = date(2026, 7, 31), date(2026, 8, 1)
_POLICY = """\
id: damage
desk: appliance
title: {zh: 到货破损, en: Goods that arrive damaged}
facts:
  report-days: {kind: days, means: {zh: 几天内报破损, en: Days in which damage is reported}}
versions:
  v1:
    effective: 2025-01-01
    summary: {zh: 21天内报。, en: Within 21 days.}
    values: {report-days: 21}
    clauses:
      report: {zh: 签收后21天内报破损。, en: Damage is reported within 21 days.}
  v2:
    effective: 2026-08-01
    summary: {zh: 14天内报。, en: Within 14 days.}
    values: {report-days: 14}
    clauses:
      report: {zh: 签收后14天内报破损。, en: Damage is reported within 14 days.}
"""
_QUESTION = """\
desk: appliance
questions:
  in-days:
    kind: number
    topic: damage
    difficulty: 2
    policy: damage
    cites: report
    unit: days
    stem: {zh: 几天内报破损？, en: Within how many days is damage reported?}
    key: {computed: report-days}
    cost: {yuan: 200, borne-by: company}
"""
_CHOICE = """\
desk: appliance
questions:
  in-time:
    kind: single
    topic: damage
    difficulty: 2
    policy: damage
    cites: report
    stem: {zh: 第20天报，来得及吗？, en: Is the twentieth day in time?}
    options:
      fine: {zh: 来得及, en: It is, why: {zh: 有21天呢。, en: There are 21 days.}}
      late: {zh: 来不及, en: It is not, why: {zh: 记错了。, en: Another rule.}}
    key: {v1: fine, v2: late}
    explanation: {zh: 以规定为准。, en: The rule counts.}
    cost: {yuan: 200, borne-by: company}
"""


def bank(folder: Path, question: str, *more: str) -> Bank:
    """A bank with the policy and one question."""
    for kind, text in (
        ("policies", _POLICY),
        ("questions", question + "".join(f"    {line}\n" for line in more)),
    ):
        (folder / kind).mkdir()
        (folder / kind / "damage.yaml").write_text(text, encoding="utf-8")
    return load_bank(folder)


def held(bank: Bank, day: date) -> str:
    """Why the question is on hold on a day; empty where it is not."""
    (question,) = bank.questions.values()
    reason = on_hold(question, bank.policies, day)
    return "" if reason is None else str(reason)


OLD = "explanation: {zh: 签收当天起二十一天。, en: There are 21 days from the day of signing.}"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ([OLD], "The explanation quotes 21, which version v2 has changed."),
        ([OLD, "still-holds: v2"], ""),
        ([OLD, "explanation-from: {v2: {zh: 14天。, en: There are 14 days.}}"], ""),
        ([OLD, "explanation-from: {v2: {zh: 还是21天。, en: Still 21 days.}}"], ""),
        (["explanation: {zh: 原来21天，现在14天。, en: It was 21 days and is 14 now.}"], ""),
        (["explanation: {zh: 收21%，是另一回事。, en: The 21 percent are another matter.}"], ""),
        (["explanation: {zh: 14天。, en: There are 14 days.}"], ""),
    ],
)
def test_an_explanation_with_an_old_figure(tmp_path: Path, more: list[str], why: str) -> None:
    """An examinee would read of 21 days under an answer of 14."""
    small = bank(tmp_path, _QUESTION, *more)
    assert (held(small, BEFORE), held(small, AFTER)) == ("", why)


def test_what_was_asked_is_marked_all_the_same(tmp_path: Path) -> None:
    """The results of an exam would be gone, because somebody should look at a text."""
    small = bank(tmp_path, _QUESTION, OLD)
    assert key_as_of(small.questions["in-days"], small.policies, AFTER).answer == 14


def test_what_is_said_of_an_option_has_versions(tmp_path: Path) -> None:
    """An option would be called right for a reason that does not count any more."""
    question = _CHOICE.replace(
        "21 days.}}", "21 days.}, why-from: {v2: {zh: 现在14天。, en: There are 14 now.}}}"
    )
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
    assert held(bank(tmp_path / "old", _CHOICE), AFTER).startswith(
        "What is said about option “fine” quotes 21"
    )
    small = bank(tmp_path / "new", question)
    assert held(small, AFTER) == ""
    said = [
        key_as_of(small.questions["in-time"], small.policies, day).whys["fine"].en for day in (BEFORE, AFTER)
    ]
    assert said == ["There are 21 days.", "There are 14 now."]


def test_a_stated_key_holds_when_somebody_has_said_so(tmp_path: Path) -> None:
    """An author would have to write every key again after each change of a clause's words."""
    stated = _CHOICE.replace(", v2: late", "").replace("21", "many")
    for folder in ("without", "with"):
        (tmp_path / folder).mkdir()
    assert "reads otherwise in version v2" in held(bank(tmp_path / "without", stated), AFTER)
    small = bank(tmp_path / "with", stated, "still-holds: v2")
    assert held(small, AFTER) == ""
    key = key_as_of(small.questions["in-time"], small.policies, AFTER)
    assert isinstance(key, Key)
    assert (key.answer, key.stated_for) == ("fine", "v1")
