"""Faults planted in copies of the bundled cases: every rule about text and structure finds the one that is its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.call.case.loading import CASE_FILE, case_file, examine
from simulator.call.check.rules import all_rules
from simulator.call.check.study import Study
from simulator.resources import scenarios
from simulator.source.reading import read_file

CASES = ["ac-remote", "ticket-rebooking"]
Data = dict[str, Any]


def first_move(case: Data) -> Data:
    """The first reply of the opening."""
    move: Data = next(iter(opening(case)["moves"].values()))
    return move


def opening(case: Data) -> Data:
    """The first scene."""
    scene: Data = next(iter(case["rehearsal"].values()))
    return scene


def steps(case: Data, *kinds: str) -> list[Data]:
    """The questions of these kinds."""
    return [step for step in case["analysis"]["steps"].values() if step.get("kind", "single") in kinds]


def hang_up(case: Data, translation: Data) -> None:
    """Make the opening end at once, in the worst way."""
    first_move(case).update(kind="close", to=next(iter(case["endings"])), effect={"risk": 60})
    first_move(case).pop("critical", None)


def without_evidence(case: Data, translation: Data) -> None:
    """Ask nobody which lines show it."""
    points = [name for name, step in case["analysis"]["steps"].items() if step.get("kind") == "point"]
    for name in points:
        del case["analysis"]["steps"][name]


def late(case: Data, translation: Data) -> None:
    """Ask for no hypothesis but the last."""
    options = {"yes": {"text": "是", "right": True, "why": "对"}, "no": {"text": "否", "why": "不对"}}
    for step in steps(case, "hypothesis")[:-1]:
        step.update(kind="single", options=options)


def without_softened(case: Data, translation: Data) -> None:
    """Take one kind of detail out of the recording."""
    for line in case["replay"]["lines"]:
        line.pop("softened", None)


def half_a_translation(case: Data, translation: Data) -> None:
    """Lose most of the longest translated text."""
    entry = max(translation["texts"].values(), key=lambda entry: len(entry["en"]))
    entry["en"] = " ".join(entry["en"].split()[:3])


class Plain(yaml.CSafeDumper):
    """Writes everything out: anchors are not used in cases."""

    def ignore_aliases(self, data: object) -> bool:
        """Say so for whatever comes twice."""
        return True


FAULTS: dict[str, Callable[[Data, Data], Any]] = {
    "approval-ladder": lambda case, _: [first_move(case).update(kind="escalate"), first_move(case).pop("to")],
    "beyond-stated-authority": lambda case, _: first_move(case).update(effect={"cost": 30}),
    "critical-missing": hang_up,
    "detail-kinds-missing": without_softened,
    "empty-text": lambda case, _: first_move(case).update(why="……"),
    "fact-not-said": lambda case, _: [
        case["facts"].update(planted="zzz"),
        first_move(case).update(learn="planted"),
    ],
    "hypothesis-without-evidence": without_evidence,
    "long-reply": lambda case, _: first_move(case).update(say="好" * 120),
    "no-hypothesis-early": late,
    "opening-differs": lambda case, _: opening(case).update(
        customer={next(iter(case["personas"])): "是我。", "otherwise": "喂？"}
    ),
    "option-without-feedback": lambda case, _: next(iter(steps(case, "single")[0]["options"].values())).pop(
        "why"
    ),
    "question-without-hint": lambda case, _: steps(case, "order")[0].pop("hints"),
    "todo-note": lambda case, _: first_move(case).update(why="TODO"),
    "unequal-translation": half_a_translation,
}


def told(rule: str, folder: Path) -> set[str]:
    """What a rule about text and structure says of the case in a folder."""
    problems, files = examine(folder)
    assert files is not None, problems
    return {str(remark.message) for remark in all_rules()[rule].check(Study(files, budget=1))}


def written(folder: Path, case: Data, translation: Data) -> Path:
    """Write a case and its translation."""
    folder.mkdir()
    for name, data in ((CASE_FILE, case), ("case.en.yaml", translation)):
        text = yaml.dump(data, Dumper=Plain, allow_unicode=True, sort_keys=False)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("rule", FAULTS)
def test_planted_faults_are_found(name: str, rule: str, tmp_path: Path) -> None:
    """A rule would only find faults in cases that were made for it."""
    file = case_file(scenarios() / name)
    case, translation = read_file(file).data, read_file(file.with_name("case.en.yaml")).data
    clean = told(rule, written(tmp_path / "clean", case, translation))
    FAULTS[rule](case, translation)
    faulty = told(rule, written(tmp_path / "faulty", case, translation))
    assert faulty - clean != set()


def test_no_rule_is_left_out() -> None:
    """A rule about text and structure would never have been tried on a real case."""
    # one looks at formulas, two at a bank beside the case; tests/call/check/rules and tests/source have their faults
    apart = {"idle-gauge", "clause-unknown", "clause-outdated"}
    rules = {rule.id for rule in all_rules().values() if not rule.about_play} - apart
    assert rules == FAULTS.keys(), "FAULTS wants a change of a bundled case that the rule finds"
