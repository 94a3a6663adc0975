"""Loading a case: what every fault of an author is told as, and that nothing else ever comes out."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from simulator import Case, CaseError, Play, load_case, parse_case
from simulator.call.case.case import Detail, Stage
from simulator.call.case.loading import case_problems
from simulator.resources import scenarios
from tests.conftest import SMALL_CASE

Edit = Callable[..., Path]


def told(folder: Path) -> list[str]:
    """The problems of a case, without the folder's name."""
    return [str(problem).split("late-parcel/", 1)[1] for problem in case_problems(folder)]


def test_everything_of_the_small_case(small_case: Case) -> None:
    """A part of the file would not reach the case."""
    assert (
        small_case.stages,
        [p.id for p in small_case.personas],
        [line.speaker for line in small_case.lines],
        set(small_case.lines[4].details),
        small_case.lines[4].at,
        [step.upto for step in small_case.analysis.steps.values()] if small_case.analysis else None,
        {name: list(scene.moves) for name, scene in small_case.scenes.items()}["bought-off"],
        [ending.id for ending in small_case.interruptions],
        [(g.id, g.starts, g.each_reply) for g in small_case.gauges if g.id in ("patience", "battery")],
        dict(zip([g.id for g in small_case.gauges], small_case.personas[1].starts, strict=True))["heat"],
    ) == (
        tuple(Stage),
        ["worried", "hurried"],
        ["agent", "customer", "system", "agent", "customer", "agent", "customer"],
        {Detail.REPEATED, Detail.AVOIDED},
        15,
        [2, 5, 5, 5, 5, 5],
        ["back-to-door", "close-it"],
        ["hangs-up"],
        [("patience", 70, -4), ("battery", 10, 0)],
        65,
    )


def test_effects_for_each_persona(small_case: Case) -> None:
    """A persona would react otherwise than the manual says."""
    names = [gauge.id for gauge in small_case.gauges]
    moves = {**small_case.opening.moves, **small_case.scenes["told-which"].moves}
    changes = {
        (move, persona.id): {names[place]: amount for place, amount in moves[move].changes[number]}
        for move in ("when-expected", "feel-it", "offer-voucher", "read-status")
        for number, persona in enumerate(small_case.personas)
    }
    assert changes == {
        ("when-expected", "worried"): {"trust": 10, "patience": -14},
        ("when-expected", "hurried"): {"trust": 10, "patience": -14, "heat": 10},
        ("feel-it", "worried"): {"understood": 40, "heat": -15, "patience": -4},
        # the reaction to `feel` (+5) is added to what the move does to everyone (-15); what the move names
        # for this persona stands alone
        ("feel-it", "hurried"): {"understood": 5, "heat": -10, "patience": -4},
        ("offer-voucher", "worried"): {"heat": -5, "trust": -10, "cost": 30, "patience": -4},
        ("offer-voucher", "hurried"): {"heat": -5, "trust": -10, "cost": 30, "patience": -4},
        ("read-status", "worried"): {"heat": 10, "trust": -10, "composure": -5, "patience": -14},
        ("read-status", "hurried"): {"heat": 10, "trust": -10, "composure": -5, "patience": -4},
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("to: told-which", "to: ¦told-wich", "There is no scene or ending “told-wich”. Did you mean “told-which”? [unknown-name]"),
        ("learn: door-named", "learn: ¦door-name", "There is no fact “door-name”. Did you mean “door-named”? [unknown-name]"),
        ("        kind: ask\n", "        ¦kynd: ask\n", "“kynd” has no meaning here. Did you mean “kind”? [unknown-key]"),
        ("kind: ask\n", "kind: ¦aks\n", "“aks” is none of: ask, feel, probe, explain, check, confirm, apologise, offer, promise, refuse, escalate, hold, warn, close. Did you mean “ask”? [unknown-word]"),
        ("{trust: +10,", "{¦trsut: +10,", "There is no gauge “trsut”. Did you mean “trust”? [unknown-name]"),
        ("heat: {hurried: +10,", "heat: {¦hurry: +10,", "Nothing here is named “hurry”. Did you mean “hurried”? [condition]"),
        ("heat: {hurried: +10, otherwise: 0}", "¦hurried: 10", "“hurried” is a persona: say for a gauge who takes it how, as in “trust: {hurried: +5, otherwise: 0}”. [effect]"),
        ("heat: {hurried: +10, otherwise: 0}", "heat: {¦hurried: +10}", "The last line here must be “otherwise: …”: what counts when nothing else holds. [no-otherwise]"),
        ("learn: door-named", "learn: {hurried: door-named, otherwise: ¦door-name}", "There is no fact “door-name”. Did you mean “door-named”? [unknown-name]"),
        ("when: heat <= 60", "when: ¦heet <= 60", "Nothing here is named “heet”. Did you mean “heat”? [condition]"),
        ("when: heat <= 60", "when: ¦heat", "This is a number where a condition is needed: compare it, as in “heat <= 40”. [condition]"),
        ("          trust >= 60: parcel", "          trust ¦=> 60: parcel", "To compare, write “==”. [condition]"),
        ("          otherwise: bought-off", "          ¦trust < 60: bought-off", "The last line here must be “otherwise: …”: what counts when nothing else holds. [no-otherwise]"),
        ("once: true", "once: ¦yes", "Write true instead of “yes”. [wrong-type]"),
        ("difficulty: 2", "difficulty: ¦9", "This must be at most 5. [wrong-type]"),
        ("difficulty: 2", "difficulty: ¦easy", "This must be a whole number. [wrong-type]"),
        ("title: Delivered, but not here", "title: ¦12", "This must be a text: put it between quotation marks. [wrong-type]"),
        ("title: Delivered, but not here", "title:¦", "There is nothing here; write a value or take the key out. [wrong-type]"),
        ("id: late-parcel\nlanguage: en\ntitle:", "¦id: late-parcel\nlanguage: en\nsubtitle:", "“title” is missing here. [missing-key]"),
        ("skills: [feel before facts, one precise question]", "skills: ¦listening", "This must be a list: lines that begin with “- ”, or items in square brackets. [wrong-type]"),
        ("critical: unwarned-hangup", "critical: ¦unwarned", "There is no critical error “unwarned”. Did you mean “unwarned-hangup”? [unknown-name]"),
        ("  worried:\n    name", "  ¦Worried:\n    name", "“Worried” cannot be a name: small letters or Chinese characters, digits, single hyphens. [wrong-name]"),
        ("  worried:\n    name", "  ¦otherwise:\n    name", "“otherwise” means something else in conditions; choose another name. [reserved-name]"),
        ("  door-named: the", "  ¦heat: the", "“heat” names two things; gauges, facts, personas, records and their values need different names. [name-twice]"),
        ("story, starts: 10}", "story, starts: ¦110}", "“battery” runs from 0 to 100; it cannot start at 110. [gauge-range]"),
        ("starts: {heat: 65,", "starts: {heat: ¦165,", "“heat” runs from 0 to 100; it cannot start at 165. [gauge-range]"),
        ("at: 0:09", "at: ¦0:9", "Write minutes and seconds, as in 1:07. [wrong-time]"),
        ("at: 0:09", "at: ¦0:02", "This line would be heard before the one above it. [wrong-time]"),
        ("    - agent: The page", "    - ¦agnet: The page", "“agnet” has no meaning here. Did you mean “agent”? [unknown-key]"),
        ("    - system: \"Status", "    - ¦agent: Hm.\n      system: \"Status", "A line is said by one: “customer: …”, “agent: …” or “system: …”. [speaker]"),
        ("at: 0:00\n", "at: 0:00\n      audio: ¦../secret.ogg\n", "A recording lies in the case's folder; write its name alone. [audio]"),
        ("at: 0:00\n", "at: 0:00\n      audio: ¦/etc/passwd\n", "A recording lies in the case's folder; write its name alone. [audio]"),
        ("at: 0:00\n", "at: 0:00\n      audio: ¦none.ogg\n", "There is no file “none.ogg” in the case's folder. [audio]"),
        ("recorded: worried", "recorded: ¦worries", "There is no persona “worries”. Did you mean “worried”? [unknown-name]"),
        ("upto: mother", "upto: ¦mothr", "There is no line of the recording named “mothr”. Did you mean “mother”? [unknown-name]"),
        ("    what-is-repeated:\n", "    ¦what-is-repeated:\n      kind: multiple\n      evidence: {twice: x}\n", "“evidence” belongs to questions of the kind “point”. [question]"),
        ("        twice: The first", "        ¦thrice: The first", "There is no line of the recording named “thrice”. Did you mean “twice”? [unknown-name]"),
        ("    last-guess:\n", "    ¦last-guess:\n      options: {a: {text: A}, b: {text: B}}\n", "This kind of question has no options. [question]"),
        ("  resigned:\n    title", "  ¦told-which:\n    title", "“told-which” is a scene and an ending; call one of them differently. [name-twice]"),
        ("id: late-parcel", "id: ¦late-parcels", "The folder is named “late-parcel”; let “id” be the same: that is how people ask for it. [case-id]"),
    ],
)  # fmt: skip
def test_faults(edited_case: Edit, old: str, new: str, expected: str) -> None:
    """An author's fault would be told wrongly, at the wrong place (¦), or not at all."""
    folder = edited_case(old, new)
    file = folder / "case.yaml"
    before, after = file.read_text(encoding="utf-8").split("¦")
    file.write_text(before + after, encoding="utf-8")
    place = f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    assert f"case.yaml:{place}: {expected}" in told(folder)


def test_all_faults_at_once(edited_case: Edit) -> None:
    """Authors would mend one fault, check, find the next, and lose heart."""
    edited_case("to: told-which", "to: nowhere")
    edited_case("when: heat <= 60", "when: heat <= ")
    folder = edited_case("recorded: worried", "recorded: nobody")
    assert [line.rsplit("[", 1)[1] for line in told(folder)] == [
        "unknown-name]",
        "unknown-name]",
        "condition]",
    ]
    with pytest.raises(CaseError) as caught:
        load_case(folder)
    assert len(caught.value.problems) == 3


def test_audio_through_a_link(edited_case: Edit) -> None:
    """A link in the folder could lead a listener to any file of the machine."""
    folder = edited_case("      at: 0:00\n", "      at: 0:00\n      audio: call.ogg\n")
    (folder / "call.ogg").symlink_to("/etc/hostname")
    assert told(folder) == ["case.yaml:40:14: This leads out of the case's folder. [audio]"]


def test_equal_digests(edited_case: Edit, small_case: Case) -> None:
    """Attempts would be lost when an author adds a comment, or kept when the case changed."""
    folder = edited_case("difficulty: 2", "difficulty:    2   # rather easy")
    same = load_case(folder).digest
    changed = load_case(edited_case("heat: -15", "heat: -16")).digest
    assert (same == small_case.digest, changed == small_case.digest) == (True, False)


def test_many_scenes_once_each() -> None:
    """Used-up moves and facts beyond the bits of a machine word would be mixed up."""
    scenes = "".join(
        f"  s{i}:\n    customer: c\n    moves:\n      m: {{say: s, why: w, once: true, to: s{(i + 1) % 99}}}\n"
        for i in range(99)
    )
    case = parse_case(MINIMAL + scenes)
    play = Play.start(case)
    for _ in range(99):
        play.push("m")
    assert (play.legal_moves(), len(set(case.flags.values()))) == ([], 99)


MINIMAL = """\
id: minimal
language: en
title: T
personas: {p: {name: N, who: W, expects: E, gives-away: G}}
endings: {end: {title: T, why: W}}
rehearsal:
"""

SOURCE = (SMALL_CASE / "case.yaml").read_text(encoding="utf-8")
SCRAPS = ["&a ", "*a", "!!int ", "\t", "{", "}", "[", "]", ": ", "- ", "'", '"', "|", ">", "yes", "~", "9" * 30,
          "heat", "and", "otherwise", "\n", "  ", "---\n", "\x00", "\u2028", "\ud7ff", "😀", "{0}", "%s", "<<: *a",
          "./../", "1:99", "-", "?", "#", "customer", "effect", "worried"]  # fmt: skip


def mutated(seed: int, edits: int) -> str:
    """The small case with pieces cut, doubled, moved and strewn in."""
    chance = random.Random(seed)
    text = SOURCE
    for _ in range(edits):
        at, length = chance.randrange(len(text) + 1), chance.choice((0, 1, 1, 3, 20, 200))
        piece = chance.choice([*SCRAPS, text[at : at + length], ""])
        text = text[:at] + piece + text[at + chance.choice((0, length)) :]
        lines = text.splitlines(keepends=True)
        if chance.random() < 0.3 and lines:
            source, target = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[target : target + chance.choice((0, 1))] = [lines[source]]
            text = "".join(lines)
    return text


@settings(max_examples=2500, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.integers(1, 12))
@example(0, 1)
def test_mutated_files_raise_nothing_but_problems(seed: int, edits: int) -> None:
    """Some damaged file would end in a traceback instead of a located problem."""
    text = mutated(seed, edits)
    try:
        case = parse_case(text)
    except CaseError as error:
        lines = text.count("\n") + text.count("\u2028") + 2
        assert error.problems
        assert all(1 <= p.place.line <= lines and p.place.column >= 1 and str(p) for p in error.problems)
    else:
        play = Play.start(case, stage="rehearsal")
        for move in play.legal_moves()[:1]:
            play.push(move)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_raise_nothing_but_problems(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    """Some file that is no case at all would end in a traceback."""
    file = tmp_path_factory.mktemp("any") / "case.yaml"
    file.write_bytes(content)
    assert case_problems(file)
    shutil.rmtree(file.parent)


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(SCRAPS) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["customer", "moves", "to", "say"]), inner, max_size=3)
    ),
    max_leaves=10,
)


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from(
        [
            "personas",
            "rehearsal",
            "endings",
            "gauges",
            "critical",
            "replay",
            "analysis",
            "outcome",
            "facts",
            "id",
            "weights",
        ]
    ),
    json_like,
)
def test_any_shape_raises_nothing_but_problems(key: str, value: object) -> None:
    """Some value of an unexpected shape would end in a traceback."""
    lines = [line for line in MINIMAL.splitlines() if not line.startswith(f"{key}:")]
    text = "\n".join(
        [
            f"{json.dumps(key)}: {json.dumps(value)}",
            *lines,
            "  s: {customer: c, moves: {m: {say: s, why: w, to: end}}}",
        ]
    )
    try:
        parse_case(text)
    except CaseError as error:
        assert all(p.place.line >= 1 for p in error.problems)


@pytest.mark.parametrize("name", ["ticket-rebooking", "ac-remote"])
def test_bundled_cases_have_no_problems(name: str) -> None:
    """A bundled case would not check clean."""
    assert case_problems(scenarios() / name) == ()
