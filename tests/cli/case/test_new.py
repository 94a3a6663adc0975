"""`winwin new`: a case that works from the first minute."""

import json
from pathlib import Path

import pytest

from simulator import load_case
from tests.cli.conftest import Winwin


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go where nothing is yet."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_new_case_is_complete_and_clean(winwin: Winwin, language: str) -> None:
    """An author's first case would begin with somebody else's faults."""
    assert winwin("new", "my-case", "--lang", language).code == 0
    assert winwin("check", "--strict", "my-case").out == "1 case checked: No problems.\n"
    case = load_case("my-case")
    assert (case.id, case.language, len(case.stages)) == ("my-case", language, 3)
    assert len(case.personas) == 2
    assert "new-case" not in "".join(file.read_text("utf-8") for file in Path("my-case").iterdir())


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("persona", "moves"), [("waited", "3\n3\n"), ("deadline", "2\n1\n")])
def test_new_case_can_be_won_with_everybody(winwin: Winwin, language: str, persona: str, moves: str) -> None:
    """The example would teach that some customers cannot be helped."""
    winwin("new", "my-case", "--lang", language)
    arguments = ("play", "my-case", "--stage", "rehearsal", "--persona", persona, "--json")
    result = json.loads(winwin(*arguments, typed=moves).out)
    assert result["verdict"]["overall"] == "win-win"
    other = "2\n2\n" if persona == "waited" else "3\n3\n"
    assert json.loads(winwin(*arguments, typed=other).out)["verdict"]["overall"] != "win-win"


def test_new_case_is_the_same_in_both_languages(winwin: Winwin) -> None:
    """An author would be shown less in one language."""
    winwin("new", "one", "--lang", "en")
    winwin("new", "two", "--lang", "zh")
    for first, second in (("one", "two"), ("two", "one")):
        language = load_case(second).language
        translated, written = load_case(first, language), load_case(second)
        assert (translated.title, translated.scenes.keys()) == (written.title, written.scenes.keys())
        assert [line.words for line in translated.lines] == [line.words for line in written.lines]


def test_new_case_may_lie_elsewhere(winwin: Winwin) -> None:
    """A case could only be begun in the folder one is in."""
    ran = winwin("new", "deep/er/my-case")
    assert (ran.code, load_case("deep/er/my-case").id) == (0, "my-case")
    assert "winwin play deep/er/my-case" in ran.out


@pytest.mark.parametrize("name", ["My-Case", "1st", "a b", "a--b", "..", "and", "x" * 61])
def test_only_names_that_a_case_may_have(winwin: Winwin, name: str) -> None:
    """The new case would be faulty at once."""
    ran = winwin("new", name)
    assert (ran.code, ran.out, list(Path().iterdir())) == (2, "", [])


def test_nothing_is_overwritten(winwin: Winwin) -> None:
    """An afternoon's work would be gone."""
    Path("my-case").mkdir()
    Path("my-case/case.yaml").write_text("mine")
    ran = winwin("new", "my-case")
    assert (ran.code, Path("my-case/case.yaml").read_text()) == (1, "mine")
    assert [file.name for file in Path("my-case").iterdir()] == ["case.yaml"]
