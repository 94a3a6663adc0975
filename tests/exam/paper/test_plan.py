"""A blueprint as its author writes it: read from a form's data or a file, or refused with every reason."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from simulator.exam.paper.plan import BlueprintPlan, blueprint_plan, read_blueprint
from simulator.source.problems import CaseError

FILE = """\
questions: 40
minutes: 60
forms: 4
uses: 2
topics:
  refunds: {least: 5, most: 10}
kinds:
  case: {most: 0}
  triage: {least: 1}
new: {least: 8}
persistent: {least: 6}
new-since: 2026-11-01
take-up: [refunds, sick-refund/papers]
difficulty: {least: 2.5, most: 3.5}
information:
  - {ability: -1, least: 4}
  - {ability: 0.5, least: 4.25, most: 9}
exposure: 3
marks: {triage: 2}
seed: 11
"""


def told(data: dict[str, Any]) -> list[tuple[str, str]]:
    """The rules and sentences by which data are refused."""
    with pytest.raises(CaseError) as refused:
        blueprint_plan(data)
    return [(problem.rule, str(problem.message)) for problem in refused.value.problems]


def test_file_says_what_it_says(tmp_path: Path) -> None:
    """A rule of the author's file would be lost, or read otherwise."""
    file = tmp_path / "november.yaml"
    file.write_text(FILE, encoding="utf-8")
    plan = read_blueprint(file)
    assert (plan.questions, plan.minutes, plan.forms, plan.uses, plan.exposure, plan.seed) == (
        40,
        60,
        4,
        2,
        3,
        11,
    )
    assert (plan.topics["refunds"].least, plan.topics["refunds"].most) == (5, 10)
    assert (plan.kinds["case"].most, plan.kinds["triage"].least, plan.marks) == (0, 1, {"triage": 2})
    assert (plan.new.least, plan.persistent.least, plan.base.least) == (8, 6, None)
    assert (plan.since, plan.take_up) == (date(2026, 11, 1), ["refunds", "sick-refund/papers"])
    assert (plan.difficulty.least, plan.difficulty.most) == (2.5, 3.5)
    assert [(level.ability, level.least, level.most) for level in plan.information] == [
        (-1, 4, None),
        (0.5, 4.25, 9),
    ]
    assert blueprint_plan(plan.as_mapping()) == plan


def test_defaults_are_not_written_down() -> None:
    """What an author never said would be kept as if they had, and stay when the default changes."""
    assert BlueprintPlan().as_mapping() == {}
    assert blueprint_plan({}) == BlueprintPlan()
    assert blueprint_plan({"questions": 12}).as_mapping() == {"questions": 12}


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ({"question": 5}, "unknown-key"),
        ({"questions": 0}, "wrong-type"),
        ({"questions": "5"}, "wrong-type"),
        ({"difficulty": {"least": "hard"}}, "wrong-type"),
        ({"difficulty": {"least": 0}}, "wrong-type"),
        ({"kinds": {"essay": {}}}, "unknown-word"),
        ({"new-since": "2026-02-30"}, "policy-date"),
        ({"new-since": "March"}, "policy-date"),
        ({"topics": {"fees": {"least": 5, "most": 4}}}, "plan-bounds"),
        ({"difficulty": {"least": 4, "most": "3.9"}}, "plan-bounds"),
        ({"information": [{"ability": 0, "least": 2, "most": 1}]}, "plan-bounds"),
        ({"base": {"least": 2, "most": 1}}, "plan-bounds"),
    ],
)
def test_what_no_paper_can_be_like(data: dict[str, Any], rule: str) -> None:
    """A slip in a blueprint would end in an error of the server, or in a paper of another kind."""
    assert [found for found, _ in told(data)] == [rule]


def test_all_is_told_at_once() -> None:
    """An author would mend one thing after the other."""
    assert [rule for rule, _ in told({"questions": 0, "forms": 0, "x": 1})] == ["unknown-key", "wrong-type"]
    assert told({"new": {"least": 3, "most": 2}}) == [
        ("plan-bounds", "At least 3 and at most 2: no paper can have both.")
    ]
