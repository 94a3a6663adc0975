"""`winwin migrate`: an author's file, brought to this version."""

from pathlib import Path

from simulator.call.case.loading import case_problems
from tests.call.case.test_migrating import OLD, rewritten
from tests.cli.conftest import Ran, Winwin


def said(ran: Ran) -> str:
    """What was printed, without the ends of lines: a long path is broken anywhere."""
    return "".join(ran.out.split())


def test_author_is_told_and_helped(tmp_path: Path, winwin: Winwin) -> None:
    """An author would not learn that the notation has changed, or would have to rewrite a case by hand."""
    file = tmp_path / "old" / "case.yaml"
    file.parent.mkdir()
    file.write_text(OLD, "utf-8")
    assert [problem.rule for problem in case_problems(file)] == ["old-effect"] * 2
    assert said(winwin("migrate", str(file))) == f"{file}:2effectsrewritten."
    assert file.read_text("utf-8") == rewritten(OLD)
    assert case_problems(file) == ()
    assert said(winwin("migrate", str(file))) == f"{file}:nothingtorewrite."
