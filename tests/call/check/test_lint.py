"""The checker: which rules count, what comments ignore, and what is said of a case that is too large."""

from pathlib import Path

import pytest

from simulator.authoring.checker_faults import NOT_CHECKED
from simulator.call.case.loading import examine
from simulator.call.check import study
from simulator.call.check.lint import (
    EVERYTHING,
    FILE_RULES,
    IGNORE_REASON,
    IGNORE_UNKNOWN,
    IGNORE_UNUSED,
    OWN_RULES,
    TOO_MANY,
    Selection,
    known_rules,
    lint,
)
from simulator.call.check.rules import all_rules
from simulator.call.check.study import Finding
from simulator.call.solver.solving import BUDGET
from simulator.source.problems import Place, Problem, Severity
from simulator.text.message import Message
from tests.call.check.rules.planted import CASE, chinese
from tests.docs.test_problems import rules as rules_of_files

TODO = "title: TODO a title"
TITLE = "title: Delivered, but not here"
SENTENCE = Message("Something is wrong.")
NOTES = Selection(frozenset({"todo-note"}) | OWN_RULES)
"""Only the rule that the comments here speak of, and what is said about comments."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the case lies."""
    (tmp_path / "planted").mkdir()
    return tmp_path / "planted"


def found(
    folder: Path, text: str, selection: Selection = NOTES, budget: int = BUDGET
) -> list[tuple[int, str]]:
    """The line and the rule of all that is found in a case with this text."""
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return [(problem.place.line, problem.rule) for problem in lint(*examine(folder), selection, budget)]


def test_no_id_is_used_twice() -> None:
    """Two problems would be ignored, selected and explained as one."""
    assert {*rules_of_files(), NOT_CHECKED} == FILE_RULES
    ids = [*FILE_RULES, *OWN_RULES, *all_rules()]
    assert sorted(ids) == list(known_rules())


def test_every_rule_is_named_as_its_file() -> None:
    """Whoever looks for a rule would not find its file or its page."""
    docs = Path(__file__).resolve().parents[3] / "docs" / "rules"
    for rule in all_rules().values():
        assert rule.check.__module__.rsplit(".", 1)[-1] == rule.id.replace("-", "_")
    pages = {file.name for file in docs.glob("*.md")}
    assert pages == {f"{rule}{ending}" for rule in {*all_rules(), *OWN_RULES} for ending in (".md", ".zh.md")}


def test_a_comment_ignores_its_line(folder: Path) -> None:
    """An author who has thought about a problem would be told of it for ever."""
    assert found(folder, CASE.replace(TITLE, TODO)) == [(3, "todo-note")]
    for comment in (" # winwin: ignore todo-note - why", " # winwin: ignore todo-note —— 理由"):
        assert found(folder, CASE.replace(TITLE, TODO + comment)) == []


def test_a_comment_alone_ignores_the_next_line(folder: Path) -> None:
    """A comment would have to stand behind a text that takes the whole line."""
    comments = "# winwin: ignore todo-note - why\n# and more about why\n\n"
    assert found(folder, CASE.replace(TITLE, comments + TODO)) == []


def test_comments_in_a_translation(folder: Path) -> None:
    """A translator could not ignore anything."""
    text = chinese(title="TODO").replace("'TODO'", "'TODO' # winwin: ignore todo-note - a name")
    (folder / "case.zh.yaml").write_text(text, encoding="utf-8")
    assert found(folder, CASE) == []


def test_other_lines_and_rules_are_not_ignored(folder: Path) -> None:
    """A comment would hide what its author has never seen."""
    comment = " # winwin: ignore long-reply - why"
    text = CASE.replace(TITLE, f"{TODO}{comment}").replace("cue: fast", "cue: TODO")
    line = text[: text.index("cue: TODO")].count("\n") + 1
    both = Selection(NOTES.selected and NOTES.selected | {"long-reply"})
    assert found(folder, text, both) == [(3, "todo-note"), (3, IGNORE_UNUSED), (line, "todo-note")]


def test_a_comment_needs_a_reason(folder: Path) -> None:
    """Nobody would know later why something was ignored."""
    assert found(folder, CASE.replace(TITLE, f"{TODO} # winwin: ignore todo-note")) == [(3, IGNORE_REASON)]


def test_a_comment_needs_a_rule_that_there_is(folder: Path) -> None:
    """A misspelt rule would be believed to be ignored."""
    text = CASE.replace(TITLE, f"{TODO} # winwin: ignore todo-notes, todo-note - why")
    assert found(folder, text) == [(3, IGNORE_UNKNOWN)]


def test_a_comment_needs_something_to_ignore(folder: Path) -> None:
    """A comment that is left behind would hide the next problem."""
    text = CASE.replace(TITLE, f"{TITLE} # winwin: ignore todo-note - why")
    assert found(folder, text) == [(3, IGNORE_UNUSED)]


def test_a_comment_for_a_rule_that_is_not_looked_for(folder: Path) -> None:
    """Whoever looks for one rule would be told to take the comments for all others out."""
    text = CASE.replace(TITLE, f"{TITLE} # winwin: ignore todo-note - why")
    assert found(folder, text, Selection(frozenset({"long-reply", IGNORE_UNUSED}))) == []
    played = CASE.replace(TITLE, f"{TITLE} # winwin: ignore no-win-win - why")
    only = Selection(frozenset({"no-win-win", IGNORE_UNUSED}), frozenset({TOO_MANY}))
    assert found(folder, played, only, budget=2) == []


def test_selected_and_left_out() -> None:
    """Rules would count that were not asked for, or errors would not."""
    place = Place("case.yaml")
    first, second, error = (
        Problem(place, "long-reply", SENTENCE, Severity.WARNING),
        Problem(place, "todo-note", SENTENCE, Severity.WARNING),
        Problem(place, "unknown-key", SENTENCE, Severity.ERROR),
    )
    everything = [first, second, error]
    assert EVERYTHING.of(everything) == everything
    assert Selection(frozenset({"long-reply"})).of(everything) == [first, error]
    assert Selection(None, frozenset({"long-reply", "unknown-key"})).of(everything) == [second, error]
    assert Selection(frozenset({"long-reply"}), frozenset({"long-reply"})).of(everything) == [error]


def test_too_large_a_case_is_still_read(folder: Path) -> None:
    """Rules about play would speak of a part of it as if it were all, or the others would keep silent."""
    text = CASE.replace(TITLE, TODO)
    selection = Selection(frozenset({"todo-note", "no-win-win"}))
    line = text[: text.index("rehearsal:")].count("\n") + 1
    assert found(folder, text, selection, budget=2) == [(3, "todo-note"), (line, TOO_MANY)]


def test_case_that_takes_too_much_memory_is_still_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hostile case would take all the memory there is, one caller after the other."""
    monkeypatch.setattr(study, "ROOM", 1000)
    line = CASE[: CASE.index("rehearsal:")].count("\n") + 1
    assert found(folder, CASE, Selection(frozenset({"no-win-win"}))) == [(line, TOO_MANY)]


def test_findings_keep_their_witness(folder: Path) -> None:
    """The play that shows a problem would be lost on the way."""
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (problem, *_) = lint(*examine(folder), Selection(frozenset({"no-win-win"})))
    assert isinstance(problem, Finding)
    assert problem.witness is not None


def test_a_faulty_case_is_told_of_its_faults_alone(folder: Path) -> None:
    """A case that cannot be played would be said to play badly."""
    text = CASE.replace("cue: fast", "queue: fast").replace(TITLE, TODO)
    assert {rule for _, rule in found(folder, text, EVERYTHING)} == {"unknown-key"}
