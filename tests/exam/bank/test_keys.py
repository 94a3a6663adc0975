"""The right answer on a day: stated by version, carried on, computed, or gone since a policy changed."""

from datetime import date
from pathlib import Path

import pytest

from simulator.exam.bank.keys import NoKeyOnDay, changes, key_as_of, quarantined, touched
from simulator.exam.bank.loading import Bank, load_bank
from simulator.resources import scenarios
from tests.exam.check.rules.small_bank import QUESTION, written

BEFORE, AFTER = date(2026, 7, 31), date(2026, 8, 1)
NUMBERS = """\
    options:
      h24: {zh: 24小时, en: 24 hours}
      h48: {zh: 48小时, en: 48 hours}
"""


def bank_with(folder: Path, key: str, cites: str = "photos", more: str = "") -> Bank:
    """A bank with one question that has this key."""
    text = QUESTION.replace("{v1: send}", key).replace("cites: photos", f"cites: {cites}")
    if "h24" in key:
        options, after = text.index("    options:"), text.index("    key:")
        text = text[:options] + NUMBERS + text[after:]
    return load_bank(written(folder / "bank", text.replace("    cost:", f"{more}    cost:")))


def answers(bank: Bank) -> list[object]:
    """The answer before and after the policy changed; the reason where there is none."""
    found: list[object] = []
    for day in (BEFORE, AFTER):
        try:
            found.append(key_as_of(bank.questions["first-words"], bank.policies, day).answer)
        except NoKeyOnDay as refused:
            found.append(str(refused))
    return found


def test_stated_by_version(tmp_path: Path) -> None:
    """An exam would be marked by the rule of another day."""
    assert answers(bank_with(tmp_path, "{v1: h24, v2: h48}", "report")) == ["h24", "h48"]


def test_carried_on_while_the_clause_reads_the_same(tmp_path: Path) -> None:
    """Every change of a policy would throw out all of its questions."""
    bank = bank_with(tmp_path, "{v1: send}")
    assert answers(bank) == ["send", "send"]
    key = key_as_of(bank.questions["first-words"], bank.policies, AFTER)
    assert (key.version, key.stated_for) == ("v2", "v1")


def test_quarantined_when_the_clause_changed(tmp_path: Path) -> None:
    """An outdated key would go on to count."""
    bank = bank_with(tmp_path, "{v1: h24}", "report")
    reason = "Clause report reads otherwise in version v2; the key is for v1."
    assert answers(bank) == ["h24", reason]
    assert quarantined(bank.questions.values(), bank.policies, BEFORE) == ()
    (found,) = quarantined(bank.questions.values(), bank.policies, AFTER)
    assert (found.question, found.policy, found.version, str(found.reason)) == (
        "first-words", "damage", "v2", reason,
    )  # fmt: skip


def test_retired_questions_need_no_key(tmp_path: Path) -> None:
    """The list would never get empty, whatever the author does."""
    bank = bank_with(tmp_path, "{v1: h24}", "report", "    retired: 2026-08-01\n")
    assert quarantined(bank.questions.values(), bank.policies, AFTER) == ()


def test_computed_from_the_facts(tmp_path: Path) -> None:
    """A computed key would stay at the old figure."""
    key = "{computed: {h24: report-hours <= 24, h48: report-hours > 24}}"
    assert answers(bank_with(tmp_path, key, "report")) == ["h24", "h48"]


def test_conditions_that_make_two_right(tmp_path: Path) -> None:
    """A single choice would be given with two right options."""
    key = "{computed: {h24: report-hours > 1, h48: report-hours > 24}}"
    assert answers(bank_with(tmp_path, key, "report")) == [
        "h24", "Under version v2 the conditions make 2 of 2 options right.",
    ]  # fmt: skip


def test_before_the_policy_counts(tmp_path: Path) -> None:
    """A question would be asked about a rule that is not there yet."""
    bank = bank_with(tmp_path, "{v1: send}")
    with pytest.raises(NoKeyOnDay, match="does not count before 2025-01-01"):
        key_as_of(bank.questions["first-words"], bank.policies, date(2024, 1, 1))


def test_explanation_of_the_day(tmp_path: Path) -> None:
    """The examinee would be told the old reason for the new answer."""
    more = "    explanation-from: {v2: {zh: 现在48小时。, en: It is 48 hours now.}}\n"
    bank = bank_with(tmp_path, "{v1: h24, v2: h48}", "report", more)
    question = bank.questions["first-words"]
    told = [key_as_of(question, bank.policies, day).explanation.en for day in (BEFORE, AFTER)]
    assert told == ["Look into it before you ask who did it.", "It is 48 hours now."]


def test_sick_refund_before_and_after() -> None:
    """The exam would still teach that a special-fare ticket is refunded for sickness."""
    bank = load_bank(scenarios())
    question = bank.questions["special-fare-sick"]
    days = (date(2026, 2, 28), date(2026, 3, 1))
    assert [key_as_of(question, bank.policies, day).answer for day in days] == ["post", "by-rules"]


def test_changes_and_what_they_touch() -> None:
    """The next paper would not ask about what is new."""
    bank = load_bank(scenarios())
    (change,) = changes(bank.policies, date(2026, 2, 28), date(2026, 3, 1))
    assert (change.policy, change.version, change.clauses) == ("sick-refund", "v2", ("special-fare",))
    assert set(change.facts) == {"papers-within", "special-fare-full"}
    asked = touched(bank.questions.values(), change)
    assert asked == (
        "special-fare-sick", "special-fare-sick-talk", "papers-days", "papers-day-twelve", "after-surgery",
    )  # fmt: skip
    assert changes(bank.policies, date(2026, 3, 1), date(2026, 3, 1)) == ()


def test_bundled_questions_have_a_key_in_every_version() -> None:
    """A question of the bundled bank could not be asked, or only on some days."""
    bank = load_bank(scenarios())
    days = {version.effective for policy in bank.policies.values() for version in policy.versions}
    newest = max(days)
    assert quarantined(bank.questions.values(), bank.policies, newest) == ()
