"""A misspelt key is told with the one that was meant, whatever kind of file it stands in."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.call.case.loading import load_case
from simulator.call.case.plan import read_plan
from simulator.exam.bank.loading import load_bank
from simulator.exam.paper.plan import read_blueprint
from simulator.resources import scenarios
from simulator.source.problems import CaseError
from simulator.text.language import translator

BLUEPRINT = """\
questions: 20
minutes: 30
topics:
  baggage: {least: 2, most: 4}
difficulty: {least: 2}
information:
  - {ability: 0, least: 3}
"""


def of_bank(path: Path) -> object:
    """The bank that a file lies in."""
    return load_bank(path.parent.parent)


def told(load: Callable[[Path], object], path: Path) -> list[tuple[str, str]]:
    """What is told of unknown keys in a file, in both languages."""
    with pytest.raises(CaseError) as refused:
        load(path)
    problems = [problem for problem in refused.value.problems if problem.rule == "unknown-key"]
    return [(translator("en")(one.message), translator("zh")(one.message)) for one in problems]


@pytest.mark.parametrize(
    ("load", "file", "right", "wrong"),
    [
        (load_case, "ac-remote/case.yaml", "title", "titel"),
        (load_case, "ac-remote/case.yaml", "customer", "custommer"),
        (load_case, "ac-remote/case.yaml", "hints", "hnits"),
        (read_plan, "ac-remote/whole.plan.yaml", "persona", "persone"),
        (read_plan, "ac-remote/best-doubter.plan.yaml", "ending", "endign"),
        (of_bank, "policies/baggage.yaml", "facts", "fatcs"),
        (of_bank, "policies/baggage.yaml", "effective", "efective"),
        (of_bank, "policies/baggage.yaml", "means", "meens"),
        (of_bank, "questions/airline-baggage.yaml", "names", "nammes"),
        (of_bank, "questions/airline-baggage.yaml", "difficulty", "dificulty"),
        (of_bank, "questions/airline-baggage.yaml", "borne-by", "born-by"),
        (read_blueprint, "blueprint.yaml", "minutes", "minuts"),
        (read_blueprint, "blueprint.yaml", "most", "mots"),
        (read_blueprint, "blueprint.yaml", "ability", "abilty"),
    ],
)
def test_misspelt_key_is_told_with_the_right_one(
    tmp_path: Path, load: Callable[[Path], object], file: str, right: str, wrong: str
) -> None:
    """An author would be told of a key that it has no meaning, and would have to look up what was meant."""
    for folder in ("ac-remote", "policies", "questions"):
        shutil.copytree(scenarios() / folder, tmp_path / folder)
    path = tmp_path / file
    text = path.read_text("utf-8") if path.exists() else BLUEPRINT
    assert f"{right}:" in text
    path.write_text(text.replace(f"{right}:", f"{wrong}:", 1), "utf-8")
    assert told(load, path) == [
        (
            f"“{wrong}” has no meaning here. Did you mean “{right}”?",
            f"“{wrong}”在这里没有意义。是不是想写“{right}”？",
        )
    ]
