"""Every kind of file that authors write: one of each with nothing wrong, and all that is done with one.

What may stand where is taken from the definitions themselves, so that a new key needs nothing here.
"""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from simulator.authoring.problem_list import as_json
from simulator.call.case.document import Document
from simulator.call.case.loading import CASE_FILE, case_languages, load_case
from simulator.call.case.plan import PlanPart
from simulator.call.case.translating import Translation, renewed, written
from simulator.call.check.checking import check_case
from simulator.exam.bank.document import QuestionsDocument
from simulator.exam.bank.loading import examine_bank, load_bank
from simulator.exam.check.checking import lint_bank
from simulator.exam.paper.blueprint import BlueprintRefused, rules
from simulator.exam.paper.plan import BlueprintPlan, blueprint_plan, read_blueprint
from simulator.exam.paper.preparing import paper_material
from simulator.policy.document import PolicyDocument
from simulator.resources import scenarios
from simulator.source.problems import CaseError, Problem, errors
from simulator.source.reading import read_bytes, read_file
from simulator.source.schema import schema_of
from simulator.text.language import LANGUAGES, translator

SMALL_CASE = Path(__file__).parent / "cases" / "late-parcel"
POSITIONS = 3_000  # that the checker looks at: the small case has fewer
PLACEHOLDER = "zzPLACEHOLDERzz"
Told = tuple[Problem, ...]
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of file; `told` does with a text all that the product does with such a file, in an empty folder."""

    name: str
    file: str
    """What the file is called."""
    definition: type[BaseModel]
    text: str
    told: Callable[[str, Path], Told]


def case_told(text: str, folder: Path, **others: str) -> Told:
    """A case checked by every rule, shown in the editor, and loaded in every language."""
    home = folder / SMALL_CASE.name
    shutil.copytree(SMALL_CASE, home)
    files = {CASE_FILE: text, **others}
    for name, content in files.items():
        (home / name).write_text(content, encoding="utf-8", errors="surrogatepass", newline="")
    found = check_case(home, budget=POSITIONS)
    contents = {name: (home / name).read_bytes() for name in files}
    for language in LANGUAGES:
        as_json(found, contents, translator(language))
        with suppress(CaseError):
            load_case(home, language)
    with suppress(CaseError):
        case_languages(home)
    return found


def translation_told(text: str, folder: Path) -> Told:
    """A translation checked beside its case, and brought up to date."""
    return case_told(_small("case.yaml"), folder, **{"case.zh.yaml": text})


def plan_told(text: str, folder: Path) -> Told:
    """A plan played."""
    return case_told(_small("case.yaml"), folder, **{"any.plan.yaml": text})


def bank_told(folder: Path) -> Told:
    """A bank checked by every rule, and loaded."""
    problems, files = examine_bank(folder)
    if not errors(problems):
        load_bank(folder)
    return lint_bank(problems, files)


def policy_told(text: str, folder: Path) -> Told:
    """A policy checked with the questions that rest on it."""
    return bank_told(_bank(folder, text, QUESTIONS))


def questions_told(text: str, folder: Path) -> Told:
    """Questions checked with the policy that they rest on."""
    return bank_told(_bank(folder, POLICY, text))


def blueprint_told(text: str, folder: Path) -> Told:
    """A blueprint kept, read back, and made into the rules of a paper."""
    file = folder / "any.yaml"
    file.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    try:
        plan = read_blueprint(file)
    except CaseError as error:
        return error.problems
    assert blueprint_plan(plan.as_mapping()) == plan
    made = paper_material(_small_bank(), plan, date(2026, 11, 30), desk="appliance")
    with suppress(BlueprintRefused):
        rules(made.blueprint, made.questions)
    return ()


def _small(file: str) -> str:
    return (SMALL_CASE / file).read_text(encoding="utf-8")


def _bank(folder: Path, policy: str, questions: str) -> Path:
    for name, text in {"policies/damage.yaml": policy, "questions/any.yaml": questions}.items():
        (folder / name).parent.mkdir()
        (folder / name).write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    return folder


POLICY = """\
id: damage
desk: appliance
title: {zh: 到货破损, en: Goods that arrive damaged}
facts:
  report-hours: {kind: hours, means: {zh: 几小时内报破损, en: Hours in which damage is reported}}
  photos-needed: {kind: yes-no, means: {zh: 要不要照片, en: Whether photographs are needed}}
versions:
  v1:
    effective: 2025-01-01
    summary: {zh: 24小时内报破损，附照片。, en: Damage is reported within 24 hours with photographs.}
    values: {report-hours: 24, photos-needed: true}
    clauses:
      report: {zh: 签收后24小时内报破损。, en: Damage is reported within 24 hours of signing.}
      photos: {zh: 照片拍外箱和破损处。, en: Photographs show the box and the damage.}
  v2:
    effective: 2026-08-01
    summary: {zh: 放宽到48小时。, en: There are 48 hours now.}
    values: {report-hours: 48}
    clauses:
      report: {zh: 签收后48小时内报破损。, en: Damage is reported within 48 hours of signing.}
bulletins:
  longer: {version: v2, date: 2026-07-25, text: {zh: 八月起48小时。, en: 48 hours from August on.}}
"""
QUESTIONS = """\
desk: appliance
names: {appliance: {zh: 家电售后, en: Appliances}}
questions:
  first-words:
    kind: single
    topic: damage
    difficulty: 2
    policy: damage
    cites: photos
    stem: {zh: 客户说电视开箱就裂了。先说什么？, en: A television was cracked when it was unpacked. What comes first?}
    options:
      who: {zh: 您搬的时候碰到了吗？, en: Did it bump into something?, why: {zh: 先怪客户。, en: It blames her.}}
      send: {zh: 您拍两张，我马上核实, en: Take two pictures and I look}
    key: {v1: send}
    explanation: {zh: 先核实，不先追究。, en: Look into it before you ask who did it.}
    cost: {yuan: 200, borne-by: company}
  how-long:
    kind: number
    unit: hours
    topic: damage
    difficulty: 1
    policy: damage
    cites: [report]
    stem: {zh: 几小时内报破损？, en: Within how many hours is damage reported?}
    key: {computed: report-hours}
    explanation: {zh: 以规定为准。, en: The rule says so.}
    cost: {yuan: 50, borne-by: customer}
    enemies: [first-words]
"""
BLUEPRINT = """\
questions: 2
minutes: 60
forms: 1
topics:
  damage: {least: 1, most: 10}
kinds:
  number: {most: 1}
new: {least: 0}
new-since: 2026-07-01
take-up: [damage, damage/report]
difficulty: {least: 1.5, most: 3.5}
information:
  - {ability: -1, least: 0}
exposure: 3
marks: {triage: 2}
seed: 11
"""
PLAN = """\
persona: worried
stage: rehearsal
moves: [feel-it, when-expected, send-courier]
expect: {verdict: win-win, at-least: 1, critical: []}
"""


@cache
def _small_bank() -> Any:
    return load_bank(scenarios())


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds, by name."""
    translation = written(renewed(read_file(SMALL_CASE / "case.yaml").data, "zh", None))
    found = (
        Kind("case", "case.yaml", Document, _small("case.yaml"), case_told),
        Kind("translation", "case.zh.yaml", Translation, translation, translation_told),
        Kind("plan", "any.plan.yaml", PlanPart, PLAN, plan_told),
        Kind("policy", "damage.yaml", PolicyDocument, POLICY, policy_told),
        Kind("questions", "any.yaml", QuestionsDocument, QUESTIONS, questions_told),
        Kind("blueprint", "any.yaml", BlueprintPlan, BLUEPRINT, blueprint_told),
    )
    return {kind.name: kind for kind in found}


@cache
def places(kind: str) -> Mapping[tuple[str | int, ...], str]:
    """By location, a document of a kind with PLACEHOLDER there; every key that the definition has is among them."""
    whole = schema_of(kinds()[kind].definition)
    data = read_bytes(kinds()[kind].text.encode(), kind).data
    return {
        location: yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=1_000_000)
        for location, document in _with_placeholder(whole, whole, data)
    }


def _with_placeholder(
    whole: Schema, schema: Schema, data: Any
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield (), PLACEHOLDER
    for alternative in _alternatives(whole, schema):
        here = data if _fits(alternative, data) else _least(whole, alternative)
        if alternative.get("type") == "object":
            for key, child in _children(alternative, here):
                for location, inner in _with_placeholder(whole, child, here.get(key)):
                    yield (key, *location), {**here, key: inner}
        elif alternative.get("type") == "array":
            for location, inner in _with_placeholder(whole, alternative["items"], here[0] if here else None):
                yield (0, *location), [inner, *here[1:]]


def _alternatives(whole: Schema, schema: Schema) -> Iterator[Schema]:
    if "$ref" in schema:
        yield from _alternatives(whole, whole["$defs"][schema["$ref"].rsplit("/", 1)[-1]])
        return
    inner = [*schema.get("oneOf", ()), *schema.get("anyOf", ()), *schema.get("allOf", ())]
    if not inner:
        yield schema
    for alternative in inner:
        yield from _alternatives(whole, alternative)


def _fits(schema: Schema, data: Any) -> bool:
    shape = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer"}
    return schema.get("type") == shape.get(type(data))


def _children(schema: Schema, here: Mapping[str, Any]) -> Iterator[tuple[str, Schema]]:
    yield from schema.get("properties", {}).items()
    named = [*schema.get("patternProperties", {}).values()]
    if isinstance(schema.get("additionalProperties"), Mapping):
        named.append(schema["additionalProperties"])
    names = schema.get("propertyNames", {}).get("enum", ("a-name",))
    for child in named:
        yield next(iter(here), names[0]), child


def _least(whole: Schema, schema: Schema) -> Any:
    """The smallest value that fits a schema."""
    schema = next(_alternatives(whole, schema))
    if "enum" in schema or "const" in schema:
        return schema["enum"][0] if "enum" in schema else schema["const"]
    match schema.get("type"):
        case "object":
            return {key: _least(whole, schema["properties"][key]) for key in schema.get("required", ())}
        case "array":
            return [_least(whole, schema["items"]) for _ in range(schema.get("minItems", 0))]
        case "string":
            words = ("a-name", "a-name/another", "0:00", "2026-03-14", "14:05")
            return next(word for word in words if re.search(schema.get("pattern", ""), word))
        case "integer" | "number":
            return max(schema.get("minimum", 0), 0)
        case "boolean":
            return False
    return None
