"""The law of loading: any value at any key of any kind of document gives a document or located problems."""

import random
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.call.check.lint import known_rules
from simulator.exam.check.checking import known_bank_rules
from simulator.source.problems import Problem
from simulator.source.schema import schema_of
from simulator.text.language import LANGUAGES, translator
from tests.documents import PLACEHOLDER, kinds, places

RULES = {*known_rules(), *known_bank_rules(), "plan-bounds"}

PLAIN = (
    "~", "null", "true", "false", "yes", "No", "on", "0", "-1", "+7", "010", "0x1F", "0o17", "1_000", "1.5", "-0.0",
    ".nan", ".inf", "-.INF", "1e999", "12:30:45", "2026-11-30", "2026-11-30T12:00:00Z", "9999999999999999",
    "9" * 40, "'9999'", '""', "' '", '"\\0"', '"\\e[31m"', '"a\\nb"', '"\\u2028"', '"\\x85"', '"\\uD800"', '"\\U0001F600"',
    "<<", "=", "otherwise", "heat", "heat <= 40", "report-hours", "worried", "v1", "damage", "0:99", "1:07",
    "single", "computed", "best", "'{0}'", "'{name}'", "'%(x)s'", "(list)", "'[key]'", "'(single)'", "../../etc/passwd",
    "C:\\x", "x" * 3000, "长" * 70, "ＡＢ", "é", "&a x", "*a", "!!binary aGk=", "!!python/object:os.system x", "!x y", "!!set {a}",
    "@", "`", "%", "|", ">", "-", "?", ":", "# gone", "\ud7ff", "\u200b", "\x07", "\x7f", "\x85", "\u2028", "\ufeff", "\ufffe",
)  # fmt: skip
ODD = ("[yes]", "{a: 1}", "[]", "{}", "[[]]", "{a: {b: c}}")
KEYS = ("a", "~", "true", "1", "2026-11-30", "<<", "? [a, b] ", "? {a: b} ", "&k a", "*a", "!!str a", "heat", "otherwise",
        "zh", "en", "say", "worried", "'(single)'", "''", "x" * 130, "heat > 3")  # fmt: skip


def mapping(pairs: list[tuple[str, str]]) -> str:
    """A mapping in braces."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"


values = st.recursive(
    st.sampled_from(PLAIN) | st.integers().map(str) | st.text(st.characters(codec="utf-8"), max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.lists(st.tuples(st.sampled_from(KEYS), inner), max_size=3).map(mapping)
    ),
    max_leaves=6,
)


def faults(problems: tuple[Problem, ...], text: str, file: str) -> list[str]:
    """What a problem lacks that an author needs: a place in the file, a known rule, a sentence."""
    lines = re.split("\r\n|\r|\n", text.removeprefix("\ufeff"))
    found = []
    for problem in problems:
        line, column = problem.place.line, problem.place.column
        if Path(problem.place.file).name == file and not (
            1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1
        ):
            found.append(f"place: {problem}")
        if problem.rule not in RULES:
            found.append(f"rule: {problem}")
        if not all(translator(language)(problem.message) for language in LANGUAGES):
            found.append(f"sentence: {problem}")
    return found


@pytest.mark.parametrize("name", kinds())
def test_every_key_is_tried(name: str) -> None:
    """A key of a definition could be left out of the law without anybody noticing."""
    whole = schema_of(kinds()[name].definition)
    keys = {key for part in (whole, *whole.get("$defs", {}).values()) for key in part.get("properties", ())}
    assert keys - {step for location in places(name) for step in location} == set()


@pytest.mark.parametrize("name", kinds())
def test_documents_have_nothing_wrong(name: str, tmp_path: Path) -> None:
    """The law would be tried on documents that are refused for something else."""
    kind = kinds()[name]
    assert [str(p) for p in kind.told(kind.text, tmp_path) if p.severity.value == "error"] == []


@pytest.mark.parametrize("name", kinds())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_value_at_any_key(name: str, data: st.DataObject) -> None:
    """Some value at some key would end in a traceback, or in a problem that leads nowhere."""
    location = data.draw(st.sampled_from(list(places(name))), "location")
    text = places(name)[location].replace(PLACEHOLDER, data.draw(values, "value"))
    with tempfile.TemporaryDirectory() as folder:
        assert faults(kinds()[name].told(text, Path(folder)), text, kinds()[name].file) == []


def mutated(text: str, seed: int) -> str:
    """A document with pieces cut, doubled, moved, and values strewn in."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        lines = text.splitlines(keepends=True) or [""]
        at = chance.randrange(len(lines))
        match chance.randrange(6):
            case 0:
                lines[at] = ""
            case 1:
                lines.insert(chance.randrange(len(lines)), lines[at])
            case 2:
                lines[at] = "  " + lines[at]
            case 3 | 4:
                key, colon, _ = lines[at].partition(":")
                lines[at] = f"{key}{colon} {chance.choice((*PLAIN, *ODD))}\n"
            case 5:
                begin = chance.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:begin] + chance.choice((*PLAIN, *KEYS)) + lines[at][begin + 1 :]
        text = "".join(lines)
    return text


@pytest.mark.parametrize("name", kinds())
def test_mutated_documents(name: str, mutation: int, tmp_path: Path) -> None:
    """A document damaged by hand or by a program would end in a traceback."""
    kind = kinds()[name]
    text = mutated(kind.text, mutation)
    assert faults(kind.told(text, tmp_path), text, kind.file) == []
