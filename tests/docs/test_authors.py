"""docs/authors*.md: every example is right, and every table says what the program does."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from simulator import Play, load_case
from simulator.call.case import document
from simulator.call.case.case import CELLS, GAUGES, Case, Detail
from simulator.call.case.chinese import GAUGES_IN_CHINESE, KINDS_IN_CHINESE
from simulator.call.case.document import STEPS, MovePart, WeightsPart
from simulator.call.case.loading import case_problems
from simulator.call.case.plan import ExpectPart, PlanPart, read_plan
from simulator.call.case.schema import case_schema
from simulator.call.case.translating import Translation
from simulator.call.check.plans import run_plan
from simulator.source import reading
from simulator.source.expressions import RESERVED, ValueKind, parse
from simulator.source.part import MAX_TEXT, Part
from tests.docs.examples import (
    PAGES,
    Example,
    data_of,
    examples,
    headings,
    in_code,
    page,
    put_together,
    tables,
)
from tests.docs.faults import OTHER

LANGUAGES = list(PAGES)
PARTS: list[type[Part]] = [
    document.Document, document.AgentPart, document.ClockPart, document.GaugePart, document.RecordPart, document.PersonaPart,
    document.ScenePart,
    MovePart, document.SharedReplyPart, document.EndingPart, document.AllowsPart, document.CriticalPart, document.OutcomePart, document.SidePart, WeightsPart,
    document.ReplayPart, document.LinePart, document.AnalysisPart, document.StepPart, document.OptionPart,
    PlanPart, ExpectPart, Translation,
]  # fmt: skip
"""What the rows of the table of all keys speak of."""


def yaml_examples(language: str, *labels: str) -> list[Example]:
    """Return the YAML examples of a manual with these labels."""
    found = [example for example in examples(page("authors", language)) if example.language == "yaml"]
    return [example for example in found if example.labels[:1] == labels]


def fragments(language: str) -> list[Example]:
    """Return the YAML examples that are parts of a case."""
    whole = [*yaml_examples(language, "case"), *yaml_examples(language, "plan")]
    others = [*whole, *yaml_examples(language, "translation")]
    return [e for e in examples(page("authors", language)) if e.language == "yaml" and e not in others]


def written_to(folder: Path, case: dict[str, Any]) -> Path:
    """Write a case into a folder of its name, with a recording; JSON is YAML too."""
    home = folder / str(case["id"])
    home.mkdir(exist_ok=True)
    (home / "call.ogg").touch()
    (home / "case.yaml").write_text(json.dumps(case, ensure_ascii=False, indent=1), encoding="utf-8")
    return home


def composed(language: str, folder: Path) -> Path:
    """Write the case that all fragments of a manual make together."""
    *_, (_, case) = put_together(language, fragments(language))
    return written_to(folder, case)


def aliases(part: type[Part], required: bool) -> list[str]:
    """Return the keys of a part as authors write them."""
    fields = part.model_fields.items()
    return [field.alias or name for name, field in fields if field.is_required() is required]


def table(language: str, cell: str) -> list[list[str]]:
    """Return the rows of the manual's table that has this cell."""
    return next(
        rows for rows in tables(page("authors", language)).values() if any(cell in row for row in rows)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_case_loads_and_plays(language: str, tmp_path: Path) -> None:
    """Somebody's first case would not work, or not be as the page says: won by nobody."""
    (example,) = yaml_examples(language, "case")
    assert example.text.count("\n") == 14
    home = tmp_path / "first-case"
    home.mkdir()
    (home / "case.yaml").write_text(example.text, encoding="utf-8")
    assert case_problems(home) == ()
    case = load_case(home)
    assert [verdict(case, move) for move in case.opening.moves] == ["lose-lose", "lose-lose"]


def verdict(case: Case, move: str) -> str:
    """Return who wins a call of one move."""
    play = Play.start(case)
    play.push(move)
    outcome = play.outcome()
    assert outcome is not None
    return outcome.verdict.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_fragments_fit_into_a_case(language: str, tmp_path: Path) -> None:
    """An author would copy an example and be told that it is wrong."""
    for example, case in put_together(language, fragments(language)):
        assert (str(example), case_problems(written_to(tmp_path, case))) == (str(example), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_plan_comes_to_what_it_expects(language: str, tmp_path: Path) -> None:
    """The manual's plan would not work in the manual's case."""
    (example,) = yaml_examples(language, "plan")
    case = load_case(composed(language, tmp_path))
    file = tmp_path / "best.plan.yaml"
    file.write_text(example.text, encoding="utf-8")
    assert run_plan(case, read_plan(file)).problems == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_belongs_to_the_case(language: str, tmp_path: Path) -> None:
    """The manual's translation would be stale, extra, or of another case."""
    (example,) = yaml_examples(language, "translation")
    home = composed(language, tmp_path)
    (home / f"case.{OTHER[language]}.yaml").write_text(example.text, encoding="utf-8")
    problems = {
        (problem.rule, problem.message.values.get("path") == "title") for problem in case_problems(home)
    }
    assert problems == {("translation-missing", False)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_in_need_of_quotation_marks(language: str) -> None:
    """An author would quote what needs no quoting, or not what does."""
    rows = table(language, "`7731`")
    for _, plain, quoted in rows:
        text, written = plain[1:-1], quoted[1:-1]
        assert (data_of(f"title: {written}"), data_of(f"- [{written}]")) == ({"title": text}, [[text]])
        bare = [readable(f"title: {text}"), readable(f"skills: [{text}]")]
        assert bare != [{"title": text}, {"skills": [text]}], text


def readable(text: str) -> Any:
    """Return the data of a YAML text, or None where it has problems."""
    source = reading.read_bytes(text.encode(), "text")
    return None if source.problems else source.data


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_that_a_text_cannot_begin_with(language: str) -> None:
    """A text would be lost for a sign that the manual does not name."""
    (row,) = [row for row in table(language, "`7731`") if "``" in row[0]]
    (signs,) = re.findall(r"``(.*?) ``", row[0])
    harmless = [
        sign
        for sign in signs.split()
        if readable(f"title: {sign} a") == {"title": f"{sign} a"}
        and readable(f"title: {sign}a") == {"title": f"{sign}a"}
    ]
    others = set("!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~") - set(signs.split()) - set("\"'")
    harmful = [sign for sign in sorted(others) if readable(f"title: {sign} a") != {"title": f"{sign} a"}]
    assert (harmless, harmful) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_table_of_gauges(language: str) -> None:
    """An author would reckon with another start or range than the engine."""
    rows = table(language, "`heat`")
    expected = [(f"`{g.id}`", f"{g.least}-{g.most}", str(g.starts)) for g in GAUGES.values()]
    assert [(row[0], row[2], row[3]) for row in rows] == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_table_of_a_moves_keys(language: str) -> None:
    """A key of a move would go unmentioned."""
    rows = table(language, "`say`")
    keys = {key for row in rows for key in in_code(row[0])}
    assert keys == {*aliases(MovePart, True), *aliases(MovePart, False)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_of_reply(language: str) -> None:
    """A kind of reply would go unmentioned, or be refused."""
    kinds = case_schema()["$defs"]["MovePart"]["properties"]["kind"]["oneOf"][0]["enum"]
    (row,) = [row for row in table(language, "`kind`") if row[0] == "`kind`"]
    assert in_code(row[1]) == [kind for kind in kinds if kind.isascii()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_table_of_details(language: str) -> None:
    """A kind of detail would go unmentioned."""
    rows = table(language, "`repeated`")
    assert [row[0] for row in rows] == [f"`{detail.value}`" for detail in Detail]


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_of_question(language: str) -> None:
    """A kind of question would go unmentioned."""
    text = page("authors", language).read_text(encoding="utf-8")
    kinds = case_schema()["$defs"]["StepPart"]["properties"]["kind"]["enum"]
    assert re.findall(r"^- `(\w+)`", text, re.MULTILINE) == kinds


@pytest.mark.parametrize("language", LANGUAGES)
def test_reserved_words(language: str) -> None:
    """An author would be refused a name without having been warned."""
    text = page("authors", language).read_text(encoding="utf-8")
    paragraph = next(part for part in text.split("\n\n") if "`otherwise`" in part and "`budget`" in part)
    assert set(in_code(paragraph)) == RESERVED


@pytest.mark.parametrize("language", LANGUAGES)
def test_default_formulas_and_weights(language: str) -> None:
    """What the manual says is worked out would not be what is worked out."""
    data = [data_of(example.text) for example in fragments(language)]
    (outcome,) = [part["outcome"] for part in data if "outcome" in part]
    (weights,) = [part["weights"] for part in data if "weights" in part]
    assert outcome == {
        "bar": document.OutcomePart().bar,
        "customer": {"business": CELLS.customer_business, "personal": CELLS.customer_personal},
        "company": {"business": CELLS.company_business, "personal": CELLS.company_personal},
    }
    assert weights == WeightsPart().model_dump(by_alias=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_table_of_all_keys(language: str) -> None:
    """A key, whether it is needed, or what counts without it would be told wrongly."""
    rows = list(tables(page("authors", language)).values())[-1]
    told = [(set(in_code(row[1])), defaults_in(row[2])) for row in rows]
    assert told == [(set(aliases(part, True)), defaults_of(part)) for part in PARTS]


def defaults_in(cell: str) -> dict[str, str]:
    """Return the keys in a cell with the value that follows each in brackets, empty where there is none."""
    return dict(re.findall(r"`([\w-]+)`(?:[ (（]+([\w]+)[)）])?", cell))


def defaults_of(part: type[Part]) -> dict[str, str]:
    """Return the optional keys of a part with their defaults, where these are a number or a word."""
    fields = [
        (field.alias or name, field.default)
        for name, field in part.model_fields.items()
        if not field.is_required()
    ]
    return {key: str(value).lower() if isinstance(value, int | str) else "" for key, value in fields}


@pytest.mark.parametrize("language", LANGUAGES)
def test_table_of_limits(language: str) -> None:
    """An author would run into a limit that the manual puts elsewhere."""
    definitions = case_schema()["$defs"]
    starts = definitions["PersonaPart"]["properties"]["starts"]
    move = PlanPart.model_json_schema()["properties"]["moves"]
    rows = table(language, "8 MB")
    assert [[int(number) for number in re.findall(r"\d+", row[1])] for row in rows] == [
        [reading.MAX_BYTES // 2**20],
        [MAX_TEXT],
        [definitions["EndingPart"]["properties"]["critical"]["anyOf"][0]["maxLength"]],
        [definitions["MovePart"]["properties"]["when"]["anyOf"][0]["maxLength"]],
        [*[amount["maximum"] for amount in starts["patternProperties"].values()]],
        [move["maxItems"], move["items"]["maxLength"]],
    ]


def test_both_manuals_have_the_same_structure() -> None:
    """Readers of one language would be told less than those of the other."""
    english, chinese = (page("authors", language) for language in ("en", "zh"))
    assert [level for level, _ in headings(english)] == [level for level, _ in headings(chinese)]
    assert [shape(e) for e in examples(english)] == [shape(e) for e in examples(chinese)]
    assert [len(rows) for rows in tables(english).values()] == [
        len(rows) for rows in tables(chinese).values()
    ]


def shape(example: Example) -> tuple[object, ...]:
    """Return what an example is, whatever its words."""
    path = example.labels[0].split(".") if example.labels else []
    keys: object = None
    if example.language == "yaml":
        data = data_of(example.text)
        keys = list(data) if not path or path[0] in ("case", "plan", "translation") else []
    return example.language, path[0] if path else "", len(path), keys


def mentioned(language: str) -> list[str]:
    """Return what the running text of a manual shows as code."""
    paragraphs = page("authors", language).read_text(encoding="utf-8").split("\n\n")
    return [code for part in paragraphs if not part.startswith(("|", "```")) for code in in_code(part)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_formulas_in_the_text_can_be_read(language: str) -> None:
    """A formula or condition that the manual mentions in passing would be refused."""
    found = [code for code in mentioned(language) if re.search(r"\b(trust|composure) [/<>]|\(trust", code)]
    ranges = {gauge.id: (gauge.least, gauge.most) for gauge in GAUGES.values()}
    for text in found:
        is_condition = text.startswith("when: ")
        parse(text.removeprefix("when: ")).check(
            ValueKind.TRUTH if is_condition else ValueKind.NUMBER, ranges
        )
    assert len(found) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_in_the_text_can_be_read(language: str) -> None:
    """A line that the manual mentions in passing would be no YAML, or have an unknown key."""
    *_, (_, case) = put_together(language, fragments(language))
    known = {key for part in PARTS for needed in (True, False) for key in aliases(part, needed)}
    known |= {*GAUGES, *case["personas"]}
    lines = [data_of(code) for code in mentioned(language) if re.match(r"[\w-]+: ", code)]
    assert len(lines) >= 5
    assert [line for line in lines if not isinstance(line, dict) or not set(line) <= known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_chinese_names_and_steps_are_those_of_the_program(language: str) -> None:
    """An author would write a name, or count on a step, that the program reads otherwise."""
    found = tables(page("authors", language))
    gauges = dict(
        zip(in_code(heading_of(language, "`heat`")), in_code(" ".join(found["`heat`"][0])), strict=True)
    )
    assert gauges == {english: chinese for chinese, english in GAUGES_IN_CHINESE.items()}
    assert dict(zip(in_code(heading_of(language, "`+`")), map(int, found["`+`"][0]), strict=True)) == STEPS
    kinds: dict[str, str] = {}
    for first in ("`ask`", "`offer`"):
        names = in_code(heading_of(language, first))
        kinds |= dict(zip(names, in_code(" ".join(found[first][0])), strict=True))
    assert kinds == {english: chinese for chinese, english in KINDS_IN_CHINESE.items()}


def heading_of(language: str, cell: str) -> str:
    """Return the heading of the manual's table that begins with this cell."""
    lines = page("authors", language).read_text(encoding="utf-8").splitlines()
    return next(
        line
        for line, below in pairwise(lines)
        if line.startswith(f"| {cell} |") and below.startswith("| ---")
    )
