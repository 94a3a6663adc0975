"""`winwin solve`, `stats` and `map`: what trainers read, and what programs read."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pydantic import TypeAdapter

from simulator import Play, load_case
from simulator.cli.case.solve_data import SolveReport
from simulator.practice.storage.files import FileStore
from simulator.practice.store import Record, result_of
from tests.cli.conftest import Edited, Winwin, too_wide
from tests.conftest import SMALL_CASE
from tests.docs.examples import in_code, tables
from tests.golden import Golden

DOCS = Path(__file__).resolve().parents[3] / "docs"
SCHEMA = DOCS / "schemas" / "solve.schema.json"
REPORT = TypeAdapter(SolveReport)


@pytest.fixture(autouse=True)
def cache(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep solutions nowhere else."""
    monkeypatch.setenv("WINWIN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def schema() -> dict[str, Any]:
    """The JSON Schema of a report, as the classes have it."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **REPORT.json_schema()}


def test_schema_is_the_one_in_the_documentation(golden: Golden) -> None:
    """A program would be written after a schema that is not kept."""
    golden.check_json(SCHEMA, schema())


def test_page_names_every_field() -> None:
    """A field would have to be guessed."""
    page = tables(DOCS / "solve-json.md")
    named = {heading: [in_code(row[0])[0] for row in rows] for heading, rows in page.items()}
    described = {
        name: list(definition.get("properties", ())) for name, definition in schema()["$defs"].items()
    }
    expected = {
        "the report": list(schema()["properties"]),
        "a persona": described["Hindsight"],
        "a call": described["WitnessCall"],
        "a spread": described["Spread"],
        "a claim": described["JudgedClaim"],
        "the shoes": described["InShoes"],
        "a moment": described["OpenMoment"],
        "an option": described["MoveOption"],
        "an informative move": described["Informative"],
        "the moves given": described["Branching"],
        "a moment after them": described["MomentAfter"],
        "an open reply": described["ReplyOnOffer"],
        "its worth with a caller": described["CallerWorth"],
        "a call that is over": described["EndedAfter"],
        "a refused move": described["RefusedAfter"],
        "a scene": described["SceneChoices"],
        "the choice with a caller": described["CallerChoice"],
        "the loss of a move": described["ReplyLoss"],
    }
    assert named == expected


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--persona", "hurried"],
        ["--positions", "20"],
        ["--after", "when-expected hang-up", "--scenes"],
        ["--after", "offer-voucher", "--persona", "worried"],
    ],
    ids=str,
)
def test_real_reports_fit_the_schema(winwin: Winwin, options: list[str]) -> None:
    """A program that holds the output against the schema would refuse it."""
    ran = winwin("solve", SMALL_CASE, "--json", *options)
    assert (ran.code, ran.err) == (0, "")
    assert REPORT.dump_python(REPORT.validate_json(ran.out), mode="json") == json.loads(ran.out)


def test_every_call_of_a_report_plays_out(winwin: Winwin, tmp_path: Path) -> None:
    """A plan copied from the report would be refused, or come to something else."""
    report = REPORT.validate_json(winwin("solve", SMALL_CASE, "--json").out)
    for persona in report.personas:
        call = persona.best.call
        assert call is not None
        plan = tmp_path / "best.txt"
        plan.write_text("\n".join(call.moves), encoding="utf-8")
        options = ["--stage", "rehearsal", "--persona", persona.persona, "--plan", plan, "--json"]
        played = json.loads(winwin("play", SMALL_CASE, *options).out)
        assert (played["ending"], played["score"], played["verdict"]["overall"]) == (
            call.ending,
            call.score,
            call.verdict.value,
        )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_for_authors(winwin: Winwin, beside_small_case: None, language: str, golden: Golden) -> None:
    """The pages would change without anybody having looked at them, or not fit on the screen."""
    options = ("--after", "feel-it", "--scenes", "--lang", language)
    ran = winwin("solve", "late-parcel", *options)
    assert (ran.code, ran.err, too_wide(ran.out)) == (0, "", [])
    golden.check(f"solve-after.{language}.txt", ran.out)


def test_after_replies_that_nobody_can_be_told(winwin: Winwin) -> None:
    """An author who mistypes a reply would get a traceback, or an empty page."""
    ran = winwin("solve", SMALL_CASE, "--after", "feel-it,feel-it")
    assert (ran.code, ran.out) == (2, "")
    assert "“feel-it” is not open to you now." in ran.err
    ran = winwin("solve", SMALL_CASE, "--after", "feel-it", "--positions", "20")
    assert (ran.code, ran.out) == (1, "")
    assert "--positions" in ran.err


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", ["solve", "stats"])
def test_pages(winwin: Winwin, beside_small_case: None, command: str, language: str, golden: Golden) -> None:
    """The page would change without anybody having looked at it, or not fit on the screen."""
    ran = winwin(command, "late-parcel", "--lang", language)
    assert (ran.code, ran.err, too_wide(ran.out)) == (0, "", [])
    golden.check(f"{command}.{language}.txt", ran.out)


def test_spent_budget_is_said(winwin: Winwin) -> None:
    """Half of a case would be taken for the whole."""
    said = " ".join(winwin("solve", SMALL_CASE, "--positions", "20").out.split())
    assert "The budget of 20 positions for each customer was spent before all was looked at." in said
    said = " ".join(winwin("stats", SMALL_CASE, "--positions", "20").out.split())
    assert "The budget was spent before all was looked at, so how hard it is cannot be said." in said
    ran = winwin("map", SMALL_CASE, "--positions", "20")
    assert (ran.code, ran.out) == (1, "")


def test_another_agent_is_another_case(winwin: Winwin) -> None:
    """What an agent of another level can do would be taken for what this one can."""
    ours, other = (
        json.loads(winwin("solve", SMALL_CASE, "--json", *options).out)
        for options in ([], ["--authority", "3", "--budget", "0"])
    )
    assert ours["digest"] != other["digest"]
    replies = {reply["move"] for reply in other["shoes"]["openings"][0]["options"]}
    assert "refund-all" in replies
    assert "offer-voucher" not in replies


def test_unknown_persona(winwin: Winwin) -> None:
    """A misspelt name would give a traceback."""
    ran = winwin("solve", SMALL_CASE, "--persona", "hurrid")
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean “hurried”?" in " ".join(ran.err.split())


def test_stats_as_json(winwin: Winwin) -> None:
    """A program would read other figures than a trainer."""
    data = json.loads(winwin("stats", SMALL_CASE, "--json").out)
    assert (data["version"], data["scenes"], data["moves"], data["endings"]) == (1, 3, 9, 4)
    typical = [one["typical_wins"] for one in data["difficulty"]["personas"]]
    assert min(typical) < data["difficulty"]["typical_wins"] < max(typical)
    assert data["difficulty"]["random_wins"] == pytest.approx(0.113, abs=0.001)
    assert data["asking"] == {"told": 88.0, "value": 88.0, "without": 0.0, "worth": 88.0}
    assert list(data["minutes"]) == ["replay", "analysis", "rehearsal"]


def test_hostile_words_are_only_shown(winwin: Winwin, edited_case: Edited) -> None:
    """A case from somebody else could do what it likes to a terminal."""
    folder = edited_case("title: Delivered, but not here", 'title: "[red]a[/] \\e[2J{x} b"')
    edited_case("name: Mrs. Gao", 'name: "[link=x]Mrs.[/] \\e]0;t\\a Gao"')
    for command in ("solve", "stats"):
        shown = winwin(command, folder).out
        assert "\x1b]" not in shown
        assert "[2J" in shown
        assert "[red]a[/]" in shown
        assert "[link=x]Mrs.[/]" in shown


def attempt(home: Path) -> None:
    """Keep an attempt that wins the small case."""
    case = load_case(SMALL_CASE)
    play = Play.start(case, "worried", "rehearsal")
    for move in ("feel-it", "when-expected", "send-courier"):
        play.push(move)
    FileStore(home).save(Record("mine", play.attempt(), result_of(play)))


def test_map_of_an_attempt(winwin: Winwin, home: Path, tmp_path: Path) -> None:
    """The path of an attempt would not be on the map."""
    attempt(home)
    ran = winwin("map", SMALL_CASE, "--attempt", "mine")
    assert (ran.code, ran.err) == (0, "")
    labels = [line for line in ran.out.splitlines() if "-->" in line]
    assert [label.partition("|")[2].partition("|")[0] for label in labels if "#58;" in label] == [
        '"2#58; when-expected"', '"1#58; feel-it"', '"3#58; send-courier"',
    ]  # fmt: skip
    picture = tmp_path / "map.svg"
    assert winwin("map", SMALL_CASE, "--attempt", "mine", "-o", picture).code == 0
    root = ElementTree.fromstring(picture.read_text("utf-8"))
    numbers = [e.text for e in root.iter() if e.get("class") == "number"]
    assert sorted(filter(None, numbers)) == ["1", "1", "2", "3"]  # and one in the legend


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-o", "map.png"], "A map is written as .svg or as .mmd"),
        (["--attempt", "none"], "There is no attempt “none”."),
        (["--persona", "nobody"], "The case has no persona “nobody”"),
    ],
)
def test_map_refuses(winwin: Winwin, options: list[str], said: str) -> None:
    """A wrong call would end in a traceback, or in a file that nothing can show."""
    ran = winwin("map", SMALL_CASE, *options)
    assert ran.code in (1, 2)
    assert said in " ".join(ran.err.split())


def test_solutions_are_kept(winwin: Winwin, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command would solve a case anew."""
    monkeypatch.setattr("simulator.library.solutions.PAYS_FROM", 10)
    first = winwin("solve", SMALL_CASE, "--json").out
    assert len(list((cache / "solutions").glob("*.npz"))) == 2
    assert winwin("solve", SMALL_CASE, "--json").out == first


CLAIMED = """claims:
  - hangs-up never scores over 100
  - resigned never scores over 0

personas:
"""


@pytest.mark.parametrize("command", ["solve", "stats"])
def test_claims_are_listed_with_where_they_stand(command: str, winwin: Winwin, edited_case: Edited) -> None:
    """An author would not see which claims are proved, or not get the call that refutes one."""
    folder = edited_case("\npersonas:\n", f"\n{CLAIMED}")
    page = winwin(command, folder).out
    assert "What the author claims of every call" in page
    assert re.search("proved +hangs-up never scores over 100", page)
    assert re.search("refuted +resigned never scores over 0\n +with worried, “resigned”, ", page)
    data = json.loads(winwin(command, folder, "--json").out)
    assert [one["standing"] for one in data["claims"]] == ["proved", "refuted"]
    assert data["claims"][1]["call"]["ending"] == "resigned"


def test_claims_are_not_judged_with_one_persona(winwin: Winwin, edited_case: Edited) -> None:
    """A claim about everybody would pass for proved after a look at one customer."""
    folder = edited_case("\npersonas:\n", f"\n{CLAIMED}")
    assert json.loads(winwin("solve", folder, "--persona", "hurried", "--json").out)["claims"] is None
