"""`winwin show` and `winwin schema`: what trainers and editors see."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from simulator import Case
from simulator.call.case.schema import case_schema
from simulator.resources import scenarios
from tests.cli.conftest import Winwin, too_wide
from tests.golden import Golden


@pytest.mark.usefixtures("beside_small_case")
def test_page_of_a_case(winwin: Winwin, golden: Golden) -> None:
    """The page would change without anybody having looked at it."""
    ran = winwin("show", "late-parcel")
    assert (ran.code, ran.err, too_wide(ran.out)) == (0, "", [])
    golden.check("show.en.txt", ran.out)


@pytest.mark.usefixtures("beside_small_case")
def test_page_names_everything(winwin: Winwin, small_case: Case) -> None:
    """A trainer would plan a lesson without having seen a scene."""
    out = winwin("show", "late-parcel").out
    names = [*small_case.scenes, *small_case.endings, *(persona.id for persona in small_case.personas)]
    names += [move for scene in small_case.scenes.values() for move in scene.moves]
    assert [name for name in names if name not in out] == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("case", ["ticket-rebooking", "ac-remote"])
def test_bundled_cases_can_be_shown(winwin: Winwin, case: str, language: str) -> None:
    """A bundled case would end in a traceback, or not fit."""
    ran = winwin("show", case, "--lang", language)
    assert (ran.code, ran.err, too_wide(ran.out)) == (0, "", [])


def test_path_is_where_the_case_lies(winwin: Winwin) -> None:
    """An author could not find the examples."""
    assert winwin("show", "ac-remote", "--path").out == f"{scenarios() / 'ac-remote'}\n"


@pytest.mark.usefixtures("beside_small_case")
def test_graph_is_written_as_its_ending_says(winwin: Winwin, tmp_path: Path) -> None:
    """The picture of a case could not be opened."""
    svg, mmd = tmp_path / "a.svg", tmp_path / "a.mmd"
    assert [winwin("show", "late-parcel", "--graph", file).code for file in (svg, mmd)] == [0, 0]
    assert ElementTree.fromstring(svg.read_text("utf-8")).tag.endswith("svg")
    printed = winwin("show", "late-parcel", "--graph", "-")
    assert (printed.out, printed.err) == (mmd.read_text("utf-8"), "")


def test_schema_is_that_of_the_loader(winwin: Winwin) -> None:
    """An editor would complete keys that the loader does not know."""
    ran = winwin("schema")
    assert (json.loads(ran.out), ran.err) == (case_schema(), "")
