"""Reading YAML with places: the surprises taken out, the limits kept, every fault located."""

from pathlib import Path

import pytest

from simulator.source.problems import Place
from simulator.source.reading import MAX_BYTES, MAX_NODES, MOST_ALIKE, Source, read_bytes, read_file


def read(text: str | bytes) -> Source:
    """A text as if it stood in a file."""
    return read_bytes(text.encode() if isinstance(text, str) else text, "case.yaml")


def faults(text: str | bytes) -> list[str]:
    """The place and the rule of each problem."""
    return [f"{p.place.line}:{p.place.column} {p.rule}" for p in read(text).problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yes", "yes"),
        ("No", "No"),
        ("on", "on"),
        ("10:30", "10:30"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1.5", "1.5"),
        ("2026-11-21", "2026-11-21"),
        ("-5", -5),
        ("+5", 5),
        ("true", True),
        ("'5'", "5"),
        ("~", None),
        ("", None),
    ],
)
def test_scalars(text: str, expected: object) -> None:
    """YAML 1.1 would make something else of what an author writes."""
    assert read(f"a: {text}").data == {"a": expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", ["3:1 duplicate-key"]),
        ("a: &x 1\nb: *x\n", ["1:4 anchor"]),
        ("a: [1, &x 2]\n", ["1:8 anchor"]),
        ("a: *x\n", ["1:4 anchor"]),
        ("a: !!python/object:os.system b\n", ["1:4 tag"]),
        ("a: !x {b: 1}\n", ["1:4 tag"]),
        ("a:\n\tb: 1\n", ["2:1 yaml"]),
        ("a: b: c\n", ["1:5 yaml"]),
        ('a: "b\n', ["2:1 yaml"]),
        ("a: [1, 2\n", ["2:1 yaml"]),
        ("a: 1\n---\nb: 2\n", ["2:1 yaml"]),
        ("", ["1:1 empty"]),
        ("# nothing\n", ["1:1 empty"]),
        ("[a, b]: c\n", ["1:1 key"]),
        ("a: \x07\n", ["1:4 yaml"]),
        (b"a: ok\nb: \xff\n", ["2:4 not-utf-8"]),
        ("好: 坏\nb: ".encode() + "中文".encode("gbk"), ["2:4 not-utf-8"]),
        ("[" * 10_000, ["1:24 too-deep"]),
        ("[" * 24 + "]" * 24, []),
        ("[" * 26 + "]" * 26, ["1:24 too-deep"]),
        ("好: " + "[" * 1_001, ["1:26 too-deep"]),
        ("a: 1\nb: " + "[" * 10_000 + "&x 1", ["2:26 too-deep"]),
        ("- " * 100_000, ["1:47 too-deep"]),
        ("{a: " * 100_000, ["1:93 too-deep"]),
        ("? " * 50_000, ["1:47 too-deep"]),
        (b"a: " + b"x" * MAX_BYTES, ["1:1 too-large"]),
        ("a: 1\nb: [" + "x," * MAX_NODES + "]", ["2:4 too-large"]),
        ("a: 1\nb: [" + "x," * MAX_NODES, ["2:4 too-large"]),
        ("a: [" + "&x a," * 2 * MAX_NODES, ["1:5 anchor"]),
        ("a: 中文\nb: \x07\n", ["2:4 yaml"]),
        ("a: x\u2028  y\nb: 1\nb: 2\n", ["3:1 duplicate-key"]),
    ],
)
def test_faults(text: str | bytes, expected: list[str]) -> None:
    """A fault would have no place, another place, or end in a traceback or a hang."""
    assert faults(text) == expected


def test_problems_of_one_rule_are_counted_after_the_first() -> None:
    """A file made to harm would fill the memory, and the screen, with the same sentence."""
    source = read("a: 1\n" * 5_001)
    *listed, last = source.problems
    assert (len(listed), {p.rule for p in source.problems}) == (MOST_ALIKE, {"duplicate-key"})
    assert (last.place.line, last.message.values) == (MOST_ALIKE + 2, {"count": 5_000 - MOST_ALIKE})


def test_several_faults_at_once() -> None:
    """Only the first fault of a kind would be reported."""
    assert faults("a: 1\na: 2\nb: 1\nb: !x 2\n") == ["2:1 duplicate-key", "4:1 duplicate-key"]


def test_alias_bomb_is_never_expanded() -> None:
    """A few lines could fill the memory."""
    lines = ["a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]" for i in range(12)]
    assert faults("\n".join(lines)) == ["1:4 anchor"]


def test_ampersands_and_stars_within_texts_are_text() -> None:
    """An author could not write “5 & 6” or “* note”."""
    source = read('a: 5 & 6 * 7\nb: ["&x *y", 1 & 2]\n')
    assert (source.data, source.problems) == ({"a": "5 & 6 * 7", "b": ["&x *y", "1 & 2"]}, [])


def test_byte_order_mark_and_windows_lines() -> None:
    """A file saved by a Windows editor would be refused or shifted."""
    source = read("\ufeffa: 1\r\nb: [x]\r\n")
    assert (source.data, source.place(("b", 0))) == ({"a": 1, "b": ["x"]}, Place("case.yaml", 2, 5))


def test_places() -> None:
    """Problems would point beside the value."""
    source = read("a:\n  中文: {b: [1, two]}\n")
    assert [
        source.place(("a", "中文", "b", 1)),
        source.place(("a", "中文"), key=True),
        source.place(("a", "x")),
    ] == [
        Place("case.yaml", 2, 15),
        Place("case.yaml", 2, 3),
        Place("case.yaml", 2, 3),
    ]


def test_place_inside_a_text() -> None:
    """A fault within a condition would be shown at its beginning."""
    source = read("when: 'heat < x'\nplain: heat < x\n中 < x: 1\n")
    places = [
        source.inside(("when",), 7),
        source.inside(("plain",), 7),
        source.inside(("中 < x",), 4, key=True),
    ]
    assert [(place.line, place.column) for place in places] == [(1, 15), (2, 15), (3, 5)]


def test_what_is_no_file(tmp_path: Path) -> None:
    """A folder or a missing file would end in a traceback."""
    problems = [*read_file(tmp_path).problems, *read_file(tmp_path / "none.yaml").problems]
    assert [(p.rule, str(p.message)) for p in problems] == [
        ("unreadable", "This is not a file."),
        ("unreadable", "This file cannot be read: No such file or directory."),
    ]
