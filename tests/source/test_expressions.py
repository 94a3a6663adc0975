"""Conditions and formulas: what they mean, what they refuse, and that arrays give what integers give."""

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.source.expressions import MAX_LENGTH, ExpressionError, ValueKind, parse

NAMES = {"heat": (0, 100), "trust": (0, 100), "told": None, "worried": None}
LOOKUP = {name: (lambda values, name=name: values[name]) for name in NAMES}


def value(text: str, **values: object) -> object:
    """The value of an expression where everything not named is 0 or false."""
    start = {name: 0 if limits else False for name, limits in NAMES.items()}
    return parse(text).bind(LOOKUP)(start | values)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("heat <= 40", False),
        ("heat > 40 and told", True),
        ("not told or worried", False),
        ("not (told and worried)", True),
        ("heat - trust - 10", 30),
        ("heat - (trust - 10)", 50),
        ("2 + 3 * 4", 14),
        ("-heat + 100", 40),
        ("(0 - 7) / 2", -4),
        ("heat / 7", 8),
        ("min(heat, trust)", 20),
        ("max(heat, trust) + 1", 61),
        ("1 < 2 and 2 >= 2 and 3 != 4 and 5 == 5", True),
        ("told or worried and not told", True),
    ],
)
def test_meaning(text: str, expected: object) -> None:
    """Precedence, associativity or rounding would not be what the manual says."""
    assert value(text, heat=60, trust=20, told=True) == expected


@pytest.mark.parametrize(
    ("text", "kind", "at", "words"),
    [
        ("heat <", ValueKind.TRUTH, 6, "stops too early"),
        ("heat = 3", ValueKind.TRUTH, 5, "write “==”"),
        ("(heat > 3", ValueKind.TRUTH, 9, "“)” is missing"),
        ("heat > 3)", ValueKind.TRUTH, 8, "does not fit here"),
        ("heaat > 3", ValueKind.TRUTH, 0, "Did you mean “heat”?"),
        ("heat-10 > 3", ValueKind.TRUTH, 0, "minus sign has a space"),
        ("heat", ValueKind.TRUTH, 0, "compare it"),
        ("heat and told", ValueKind.TRUTH, 0, "compare it"),
        ("told + 1", ValueKind.NUMBER, 0, "a number is needed"),
        ("told > 1", ValueKind.TRUTH, 0, "a number is needed"),
        ("told", ValueKind.NUMBER, 0, "a number is needed"),
        ("heat / trust", ValueKind.NUMBER, 7, "Only a number other than 0"),
        ("heat / 0", ValueKind.NUMBER, 7, "Only a number other than 0"),
        ("heat > 3 > 2", ValueKind.TRUTH, 9, "does not fit here"),
        ("9999999999", ValueKind.NUMBER, 0, "Numbers go up to"),
        ("__import__", ValueKind.TRUTH, 0, "has no meaning"),
        ("heat.real", ValueKind.NUMBER, 0, "Nothing here is named “heat.real”"),
        ("heat ** 2", ValueKind.NUMBER, 6, "does not fit here"),
        ("'a' * 3", ValueKind.NUMBER, 0, "has no meaning"),
        ("heat > 3 或 told", ValueKind.TRUTH, 9, "does not fit here"),
        ("*".join(["1000000"] * 4), ValueKind.NUMBER, 15, "too large"),
        ("(" * 40 + "1" + ")" * 40, ValueKind.NUMBER, 31, "too many brackets"),
        ("not " * 40 + "told", ValueKind.TRUTH, 124, "too many brackets"),
        ("heat > 1 " * 40, ValueKind.TRUTH, 0, f"longer than {MAX_LENGTH}"),
        ("", ValueKind.TRUTH, 0, "stops too early"),
    ],
)
def test_faults_are_located(text: str, kind: ValueKind, at: int, words: str) -> None:
    """An author would not find the fault, or a hostile text would get through."""
    with pytest.raises(ExpressionError) as caught:
        parse(text).check(kind, NAMES)
    assert (caught.value.at, words in str(caught.value)) == (at, True), str(caught.value)


numbers: st.SearchStrategy[str] = st.deferred(
    lambda: st.one_of(
        st.integers(0, 200).map(str),
        st.sampled_from(["heat", "trust"]),
        st.tuples(numbers, st.sampled_from("+-*"), numbers).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(numbers, st.integers(1, 9)).map(lambda t: f"({t[0]} / {t[1]})"),
        st.tuples(st.sampled_from(["min", "max"]), numbers, numbers).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
        numbers.map(lambda text: f"(-{text})"),
    )
)
truths: st.SearchStrategy[str] = st.deferred(
    lambda: st.one_of(
        st.sampled_from(["told", "worried"]),
        st.tuples(numbers, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), numbers).map(" ".join),
        st.tuples(truths, st.sampled_from(["and", "or"]), truths).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        truths.map(lambda text: f"not ({text})"),
    )
)
python = {"min": min, "max": max}


def accepted(text: str, kind: ValueKind) -> bool:
    """Whether a text is an expression of a kind."""
    try:
        parse(text).check(kind, NAMES)
    except ExpressionError:
        return False
    return True


@given(
    numbers.filter(lambda text: accepted(text, ValueKind.NUMBER)), st.integers(0, 100), st.integers(0, 100)
)
def test_numbers_agree_with_python(text: str, heat: int, trust: int) -> None:
    """Our arithmetic would differ from the one that everybody knows."""
    # the oracle: our own generated text, in Python's grammar with “/” rounding down
    expected = eval(text.replace("/", "//"), {"__builtins__": {}}, python | {"heat": heat, "trust": trust})
    assert value(text, heat=heat, trust=trust) == expected


@given(
    truths.filter(lambda text: accepted(text, ValueKind.TRUTH)),
    st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100), st.booleans(), st.booleans()), min_size=1),
)
def test_arrays_agree_with_integers(text: str, rows: list[tuple[int, int, bool, bool]]) -> None:
    """The solver would see other conditions than the engine."""
    guard = parse(text).bind(LOOKUP)
    one_by_one = [bool(guard(dict(zip(NAMES, row, strict=True)))) for row in rows]
    columns = {name: numpy.array(column) for name, column in zip(NAMES, zip(*rows, strict=True), strict=True)}
    together = numpy.broadcast_to(guard(columns), len(rows))
    assert together.astype(bool).tolist() == one_by_one


@given(st.text(alphabet="heatold 0123()<>=!+-*/,andormix\n\t'\"_.或", max_size=40))
def test_any_text_parses_or_is_refused(text: str) -> None:
    """Some text would raise something else than ExpressionError."""
    try:
        parse(text).check(ValueKind.TRUTH, NAMES)
    except ExpressionError as error:
        assert 0 <= error.at <= len(text)


def test_names() -> None:
    """A checker could not tell which gauges a condition reads."""
    assert parse("heat > 3 and (told or -trust < 2)").names() == {"heat", "told", "trust"}
