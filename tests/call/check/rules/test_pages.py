"""docs/rules/*.md: a page for every rule in both languages, and examples that are told as the page says.

The first `yaml` block of a page is the faulty case, the second the mended one; a block whose label is a file's
name lies beside the case before it.
"""

import re
from pathlib import Path

import pytest

from simulator.call.case.loading import CASE_FILE, examine
from simulator.call.check.lint import IGNORE_UNUSED, OWN_RULES, TOO_MANY, Selection, lint
from simulator.call.check.rules import all_rules
from simulator.call.play.play import Play
from simulator.policy.loading import known_policies
from simulator.source.problems import Problem
from simulator.text.language import translator
from tests.docs.examples import DOCS, PAGES, examples

PLACE = DOCS / "rules"
RULES = sorted({*all_rules(), *OWN_RULES})
SHOWN = [(rule, language) for rule in RULES if rule != TOO_MANY for language in PAGES]
"""What examples show; a case with too many positions would be too long for a page."""
ABOUT_TEXTS = Selection(
    frozenset(rule.id for rule in all_rules().values() if not rule.about_play) | OWN_RULES
)
ABOUT_ALL = Selection(frozenset(RULES))


def page(rule: str, language: str) -> Path:
    """Where the page of a rule lies."""
    return PLACE / f"{rule}{PAGES[language]}"


def folders(rule: str, language: str, place: Path) -> list[Path]:
    """The cases of a page, each written to a folder of its own."""
    written: list[Path] = []
    for example in examples(page(rule, language)):
        assert example.language == "yaml", example
        if not example.labels:
            written.append(place / str(len(written)) / "late-parcel")
            written[-1].mkdir(parents=True)
        name = example.labels[0] if example.labels else CASE_FILE
        file = written[-1] / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(example.text, encoding="utf-8")
    return written


def found(rule: str, folder: Path) -> tuple[Problem, ...]:
    """What all rules find, or those about texts for one of these: its examples are hardly cases to play."""
    problems, files = examine(folder)
    assert files is not None, problems
    about_play = rule in all_rules() and all_rules()[rule].about_play
    policies = known_policies(folder.parent)
    return lint(problems, files, ABOUT_ALL if about_play else ABOUT_TEXTS, policies=policies)


def test_every_rule_has_its_pages() -> None:
    """An author who looks a rule up would find nothing, or read of one that there is no more."""
    names = {path.name for path in PLACE.glob("*.md")} - {f"README{ending}" for ending in PAGES.values()}
    assert names == {page(rule, language).name for rule in RULES for language in PAGES}


@pytest.mark.parametrize(("rule", "language"), SHOWN)
def test_faulty_and_mended(rule: str, language: str, tmp_path: Path) -> None:
    """An example would show another fault than it is for, or its mended form would still have it."""
    faulty, mended = folders(rule, language, tmp_path)
    assert {problem.rule for problem in found(rule, faulty)} == {rule}
    assert rule not in {problem.rule for problem in found(rule, mended)}


@pytest.mark.parametrize(("rule", "language"), SHOWN)
def test_told_as_shown(rule: str, language: str, tmp_path: Path) -> None:
    """The page would quote another sentence than the author gets to read."""
    text = page(rule, language).read_text(encoding="utf-8")
    quoted = re.findall(r"^> (.*)$", text, re.MULTILINE)
    told = {
        f"{translator(language)(problem.message)} `[{rule}]`"
        for problem in found(rule, folders(rule, language, tmp_path)[0])
    }
    assert len(quoted) == 1
    assert quoted[0] in told


@pytest.mark.parametrize(("rule", "language"), SHOWN)
def test_witnesses_play(rule: str, language: str, tmp_path: Path) -> None:
    """The plan that comes with a finding could not be played."""
    folder = folders(rule, language, tmp_path)[0]
    _, files = examine(folder)
    assert files is not None
    for problem in found(rule, folder):
        witness = getattr(problem, "witness", None)
        if witness is not None:
            play = Play.start(files.case, witness.persona, "rehearsal")
            for move in witness.moves:
                play.push(move)
            assert play.moves == list(witness.moves)


def ignoring(rule: str, folder: Path, line: int, name: str = CASE_FILE) -> set[tuple[str, int]]:
    """What is found of a rule and of its comment, which is put alone above a line."""
    file = folder / name
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    indent = lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip())]
    lines.insert(line - 1, f"{indent}# winwin: ignore {rule} - we know\n")
    file.write_text("".join(lines), encoding="utf-8")
    return {(p.rule, p.place.line) for p in found(rule, folder) if p.rule in (rule, IGNORE_UNUSED)}


IGNORABLE = sorted(set(all_rules()) - {"todo-note", "clause-unknown"})
"""Rules whose examples have a place for a comment, and are looked for in both of them."""


@pytest.mark.parametrize("rule", IGNORABLE)
def test_a_comment_ignores_as_long_as_there_is_a_reason(rule: str, tmp_path: Path) -> None:
    """An author who has said why would be told again, or a comment would outlive its reason unnoticed."""
    faulty, mended = folders(rule, "en", tmp_path)
    place = next(problem.place for problem in found(rule, faulty) if problem.rule == rule)
    name = Path(place.file).name
    others = {(p.rule, p.place.line + 1) for p in found(rule, faulty) if p.rule == rule} - {
        (rule, place.line + 1)
    }
    assert ignoring(rule, faulty, place.line, name) == others
    assert (IGNORE_UNUSED, place.line) in ignoring(rule, mended, place.line, name)


@pytest.mark.parametrize("rule", RULES)
def test_pages_name_each_other(rule: str) -> None:
    """Somebody who reads the other language would not find its page."""
    beginnings = [
        page(rule, language).read_text(encoding="utf-8").split("\n")[:3] for language in ("en", "zh")
    ]
    assert beginnings == [
        [f"# {rule}", "", f"[中文]({rule}.zh.md)"],
        [f"# {rule}", "", f"[English]({rule}.md)"],
    ]
