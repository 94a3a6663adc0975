"""What `winwin check` prints for programs."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from simulator.call.check.study import Finding, Witness
from simulator.cli.case.check_output import VERSION, CheckReport, annotation, play_command
from simulator.cli.finding import short_path
from simulator.cli.terminal import Screen
from simulator.source.problems import Place, Problem, Severity
from simulator.text.message import Message
from tests.cli.conftest import Edited, Winwin
from tests.conftest import SMALL_CASE
from tests.docs.examples import in_code, tables
from tests.golden import Golden

DOCS = Path(__file__).resolve().parents[3] / "docs"
SCHEMA = DOCS / "schemas" / "check.schema.json"
REPORT = TypeAdapter(CheckReport)


def schema() -> dict[str, Any]:
    """The JSON Schema of a report, as the classes have it."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **REPORT.json_schema()}


def test_schema_is_the_one_in_the_documentation(golden: Golden) -> None:
    """A program would be written after a schema that is not kept."""
    golden.check_json(SCHEMA, schema())


def test_page_names_every_field() -> None:
    """A field would have to be guessed."""
    found = {
        "a report": CheckReport,
        "a problem": CheckReport.__annotations__["problems"].__args__[0].__args__[0],
    }
    page = tables(DOCS / "check-json.md")
    for heading, part in found.items():
        assert [in_code(row[0])[0] for row in page[heading]] == list(part.__dataclass_fields__)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_real_reports_fit_the_schema(winwin: Winwin, edited_case: Edited, language: str) -> None:
    """A program that holds the output against the schema would refuse it."""
    faulty = edited_case("to: told-which", "to: told-wich")
    for case, code in ((SMALL_CASE, 0), (faulty, 1)):
        ran = winwin("check", case, "--format", "json", "--lang", language)
        data = json.loads(ran.out)
        report = REPORT.validate_json(ran.out)
        assert REPORT.dump_python(report, mode="json") == data
        assert (ran.code, ran.err, report.version, report.cases) == (
            code,
            "",
            VERSION,
            (str(short_path(case)),),
        )
        severities = [problem.severity for problem in report.problems]
        assert (severities.count("error"), severities.count("warning")) == (report.errors, report.warnings)
        assert any(problem.play for problem in report.problems) == (code == 0)


def test_clean_report(winwin: Winwin) -> None:
    """A program would find other fields where there is nothing to tell."""
    ran = winwin("check", SMALL_CASE, "--format", "json", "--select", "unknown-key")
    assert json.loads(ran.out) == {
        "version": 1, "cases": [str(short_path(SMALL_CASE))], "errors": 0, "warnings": 0, "problems": [],
    }  # fmt: skip


def test_annotations(winwin: Winwin, edited_case: Edited, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reviewer would not see a problem beside its line."""
    monkeypatch.chdir(edited_case("title: Delivered, but not here", "title: TODO").parent)
    ran = winwin("check", "late-parcel", "--format", "github", "--select", "todo-note")
    assert (ran.code, ran.out) == (
        0,
        "::warning file=late-parcel/case.yaml,line=3,col=8,title=todo-note::"
        "Something is still to be done here: TODO\n",
    )


def test_annotations_cannot_be_broken_out_of() -> None:
    """A text of a case could give GitHub commands of its own."""
    place = Place("a,b:c%.yaml", 2, 3)
    problem = Problem(place, "todo-note", Message("{text}", text="a: 50%,\r\n::error::b"), Severity.WARNING)
    assert annotation(Screen(io.StringIO(), "en"), problem) == (
        "::warning file=a%2Cb%3Ac%25.yaml,line=2,col=3,title=todo-note::a: 50%25,%0D%0A::error::b"
    )


def test_play_commands_are_quoted() -> None:
    """A folder's name could be a command of the shell."""
    witness = Witness("worried", ("feel-it", "先道歉"))
    assert play_command("my cases/$(x)", witness) == (
        "printf '%s\\n' feel-it '先道歉' | winwin play 'my cases/$(x)' --persona worried --stage rehearsal --plan -"
    )
    assert play_command("x", Witness("worried", ())) == "winwin play x --persona worried --stage rehearsal"


def test_a_problem_without_play_has_none() -> None:
    """A program would be sent to play nothing."""
    plain = Finding(Place("x"), "long-reply", Message("m"), Severity.WARNING)
    assert plain.witness is None
