"""`winwin check` on policies and questions."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Winwin
from tests.conftest import SMALL_CASE
from tests.exam.check.rules.small_bank import QUESTION, written

FAULTY = QUESTION.replace("Take two pictures and I look", "Always take two pictures")


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bank with a warning in its second file of questions, called by its name."""
    monkeypatch.chdir(tmp_path)
    second = FAULTY.replace("first-words", "other-words")
    return written(tmp_path / "bank", QUESTION, second).relative_to(tmp_path)


def test_whole_bank(winwin: Winwin, bank: Path) -> None:
    """A trainer would not learn what is wrong with a question, or where."""
    ran = winwin("check", bank)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "bank/questions/file-1.yaml:12:34: warning: “Always” gives an option away as wrong; say what is done,"
        " and when. [absolute-words]",
        "1 bank of questions checked: 1 warning.",
    ]
    assert winwin("check", "--strict", bank).code == 1


@pytest.mark.parametrize(
    ("part", "problems"),
    [("questions", 1), ("policies", 0), ("questions/file-0.yaml", 0), ("questions/file-1.yaml", 1)],
)
def test_part_of_a_bank(winwin: Winwin, bank: Path, part: str, problems: int) -> None:
    """Whoever looks at one file would be told of those of others, or of none."""
    report = json.loads(winwin("check", "--format", "json", bank / part).out)
    assert (report["cases"], len(report["problems"])) == ([str(bank / part)], problems)


def test_rules_can_be_chosen(winwin: Winwin, bank: Path) -> None:
    """`--ignore` would refuse the rules about questions as misspelt."""
    ran = winwin("check", bank, "--ignore", "absolute-words")
    assert (ran.out, ran.code) == ("1 bank of questions checked: No problems.\n", 0)


def test_error_in_a_bank(winwin: Winwin, bank: Path) -> None:
    """A bank that cannot be used would pass."""
    file = bank / "questions" / "file-0.yaml"
    file.write_text(QUESTION.replace("cites: photos", "cites: photo"), encoding="utf-8")
    ran = winwin("check", bank)
    assert (ran.code, ran.out.splitlines()[-1]) == (1, "1 bank of questions checked: 1 error.")
    assert "bank/questions/file-0.yaml:8:12: There is no clause “photo”. Did you mean “photos”?" in ran.out


def test_page_of_a_rule(winwin: Winwin) -> None:
    """The id in brackets could not be looked up."""
    ran = winwin("rules", "key-longest")
    assert (ran.code, ran.err, ran.out.splitlines()[0]) == (0, "", "key-longest")
    assert "key-longest" in winwin("rules").out


def test_case_with_a_bank(winwin: Winwin, bank: Path) -> None:
    """Whoever keeps the bank in another place could not see whether the clauses of a case are there."""
    case = Path("cases", "late-parcel")
    case.mkdir(parents=True)
    text = (SMALL_CASE / "case.yaml").read_text(encoding="utf-8")
    (case / "case.yaml").write_text(f"cites: damage/reprot\n{text}", encoding="utf-8")
    assert winwin("check", case, "--select", "clause-unknown").out == "1 case checked: No problems.\n"
    ran = winwin("check", case, "--select", "clause-unknown", "--bank", bank)
    assert ran.out.splitlines()[0] == (
        "cases/late-parcel/case.yaml:1:8: warning: The policy “damage” has no clause “reprot”. Did you mean"
        " “report”? [clause-unknown]"
    )
    assert winwin("check", case, "--bank", "nowhere").code == 2
