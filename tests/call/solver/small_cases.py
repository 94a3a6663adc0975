"""Small cases made at random: every mechanism of the rehearsal, and so few moves that all can be listed."""

from math import prod
from typing import Any

import yaml
from hypothesis import assume
from hypothesis import strategies as st

from simulator import Case, parse_case
from simulator.call.case.building import MOST_FORMS

PERSONAS = ("mild", "sharp", "slow")
SCENES = ("one", "two", "three")
ENDINGS = ("settled", "left", "gone")
FACTS = ("told", "seen")
GAUGES = ("heat", "trust", "solved", "understood", "composure", "risk")

# Strategies are made once, here: to make and check them anew at each draw took most of the time of a test.
amounts = st.integers(-6, 9).map(lambda number: number * 5)
counted = st.integers(-6, 9).map(lambda number: number * 5 or "20 - fee")
conditions = st.sampled_from(
    ["heat <= 50", "trust >= 50", "told", "not seen", "mild", "sharp or heat > 60", "told and trust < 60",
     "composure - heat >= 20", "min(trust, solved) > 30", "cost < 40", "budget - cost >= 20",
     "fee > 15", "tier == gold and told", "paid or heat > fee"],
)  # fmt: skip
callers = st.sampled_from(["mild", "not slow", "sharp or slow"])
gauges = st.sampled_from(GAUGES)
personas = st.sampled_from(PERSONAS)
up_to_three_gauges = st.lists(gauges, max_size=3, unique=True)
at_most_one_amount = st.dictionaries(gauges, amounts, max_size=1)
starts = st.dictionaries(gauges, st.integers(0, 20).map(lambda number: number * 5), max_size=2)
targets = st.sampled_from(SCENES + ENDINGS[:2])
customers = st.sampled_from(["c", "d"])
kinds = st.sampled_from(["ask", "offer", "feel"])
bars = st.sampled_from([20, 50, 70])
WORDS = ["x", "y", "z", "x for {fee}", "{tier}"]
words = st.sampled_from(WORDS)  # so that they come again, in other scenes and moves
types = st.sampled_from(["open", "escalated", "complaint", "ended-by-agent"])
weights = st.integers(1, 3)
moods = st.sampled_from(["calm", "angry", "easing"])
voices: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [{"says": "c", "speaker": "driver"}, {"says": "c", "speaker": "police", "on-hold": True}]
)
one_in = {count: st.integers(1, count).map(lambda number: number == 1) for count in (1, 2, 4, 5, 6, 9)}
takes = st.sampled_from(["30 s", "60 s", "2 min"])
clocks = st.sampled_from(
    ["clock >= 9:02", "clock < 9:03 and told", "clock - 9:00 > heat / 40", "clock == due"]
)
parts_of_a_move = (
    ("when", conditions, 4),
    ("once", st.just(True), 4),
    ("trap", st.just(True), 6),
)
varying_parts_of_a_move = (
    ("learn", st.sampled_from((*FACTS, "none")), 4),
    ("cost", st.sampled_from([0, 10, 20, 30, "fee"]), 5),
    ("authority", st.sampled_from([0, 1, 2]), 6),
    ("critical", st.sampled_from(["rude", "none"]), 9),
)


def varied(draw: st.DrawFn, values: Any, chance: int, on: st.SearchStrategy[str] = conditions) -> Any:
    """A value, or in one of `chance` cases one that depends on a condition."""
    if not draw(one_in[chance]):
        return draw(values)
    return {draw(on): draw(values), "otherwise": draw(values)}


def effect(draw: st.DrawFn) -> dict[str, Any]:
    """What a move does, sometimes otherwise under a condition."""
    return {gauge: varied(draw, counted, 6) for gauge in draw(up_to_three_gauges)}


def scene(draw: st.DrawFn) -> dict[str, Any]:
    """A scene with some moves, in which sometimes somebody else speaks, with words that the customer has, too."""
    made: dict[str, Any] = {"customer": varied(draw, customers, 2)}
    if draw(one_in[6]):
        made = dict(draw(voices))
    if draw(one_in[4]):
        made["mood"] = varied(draw, moods, 2)
    made["effect"] = effect(draw) if draw(one_in[2]) else {}
    return made | {"moves": {f"m{number}": move(draw) for number in range(draw(weights))}}


def move(draw: st.DrawFn) -> dict[str, Any]:
    """A move with some of everything."""
    made: dict[str, Any] = {"say": varied(draw, words, 6), "why": "w", "effect": effect(draw)}
    made |= {"kind": draw(kinds), "to": varied(draw, targets, 4)}
    made |= {key: draw(values) for key, values, chance in parts_of_a_move if draw(one_in[chance])}
    parts = [part for part in varying_parts_of_a_move if draw(one_in[part[2]])]
    return made | {key: varied(draw, values, 2) for key, values, _ in parts}


def shared(draw: st.DrawFn) -> dict[str, Any]:
    """A reply that several scenes offer, and that mostly leads back to where it was said."""
    made = move(draw) | {"in": draw(st.sampled_from(["everywhere", ["one"], ["two", "three"]]))}
    if draw(one_in[2]):
        del made["to"]
        made |= {"answer": draw(customers), "shows": draw(words)} if draw(one_in[2]) else {}
    return made


@st.composite
def small_texts(draw: st.DrawFn, sharing: bool = False, timed: bool = False) -> str:
    """The file of a case of three scenes; patience lets a call last four replies, or six for the slow one.

    With a clock, replies take time, which mostly something looks at; replies in the same words may take more
    or less of it.
    """
    critical: dict[str, Any] = {"rude": {"text": "r", "cap": 40}}
    if draw(one_in[2]):
        critical["beyond-authority"] = "b"
    people: dict[str, dict[str, Any]] = {
        name: {
            "name": name, "who": "w", "expects": f"e {name}", "gives-away": "g",
            "starts": draw(starts), "reacts": {"feel": draw(at_most_one_amount)}, "weight": draw(weights),
        }
        for name in PERSONAS
    }  # fmt: skip
    people["slow"]["starts"]["patience"] = 60
    document: dict[str, Any] = {
        "id": "small",
        "language": "en",
        "title": "t",
        "agent": {"authority": int(draw(one_in[2])), "budget": 50},
        "gauges": {"patience": {"starts": 40, "each-reply": -10}},
        "record": {
            "fee": varied(draw, st.sampled_from(["10 yuan", "30元"]), 2, callers),
            "tier": {"sharp": "gold", "otherwise": "iron"},
            "paid": True,
        },
        "records": {"first": {"values": {"paid": False}}, "again": {"weight": 2}} if draw(one_in[6]) else {},
        "replies": {"shared": shared(draw)} if sharing and draw(one_in[5]) else {},
        "facts": dict.fromkeys(FACTS, "f"),
        "critical": critical,
        "outcome": {"bar": draw(bars)},
        "personas": people,
        "speakers": {"driver": "The driver", "police": "The police"},
        "rehearsal": {name: scene(draw) for name in SCENES},
        "endings": {
            "settled": {"title": "t", "why": "w", "effect": {"solved": 30}},
            "left": {"title": "t", "why": "w", "effect": effect(draw), "type": draw(types)},
            "gone": {"title": "t", "why": "w", "when": "patience <= 0", "effect": {"risk": 10}}
            | ({"critical": "rude"} if draw(one_in[2]) else {}),
        },
    }
    if timed or (sharing and draw(one_in[5])):
        set_clock(draw, document)
    parts = [*document["rehearsal"].values(), *document["replies"].values()]
    parts += [move for part in parts for move in part.get("moves", {}).values()]
    assume(all(variety(part) <= MOST_FORMS for part in parts))  # or it is refused wherever it is read
    return yaml.dump(document, Dumper=yaml.CSafeDumper, sort_keys=False)


def set_clock(draw: st.DrawFn, document: dict[str, Any]) -> None:
    """Give a case a clock, replies that take time, and things that look at it."""
    document["clock"] = {"starts": "9:00", "until": draw(st.sampled_from(["9:03", "9:06", "9:20"]))}
    document["record"]["due"] = "9:02"
    scenes = document["rehearsal"].values()
    moves = [made for scene in scenes for made in scene["moves"].values()] + list(
        document["replies"].values()
    )
    if draw(one_in[4]):  # nothing looks at the clock, and what sounds the same takes the same time
        lengths = {word: draw(takes) for word in WORDS}
        for made in moves:
            made["say"] = draw(words)
            made["takes"] = lengths[made["say"]]
        return
    for made in moves:
        if draw(one_in[2]):
            made["takes"] = draw(takes)
        if "to" in made and draw(one_in[6]):
            made["to"] = varied(draw, targets, 1, clocks)
        if draw(one_in[9]):
            made["when"] = draw(clocks)
    for scene in scenes:
        if "customer" in scene and draw(one_in[4]):
            scene["customer"] = varied(draw, customers, 1, clocks)
    if draw(one_in[4]):
        document["outcome"]["company"] = {"business": "100 - risk - cost - max(clock - 9:02, 0) * 10"}
    if draw(one_in[4]):
        document["endings"]["gone"]["when"] = "patience <= 0 or clock >= 9:05"


def variety(part: dict[str, Any]) -> int:
    """How many different things a scene or a reply can be, at most."""
    varying = [value for name, value in part.items() if name not in ("effect", "moves", "to")]
    return prod(
        len(value) for value in [*varying, *part.get("effect", {}).values()] if isinstance(value, dict)
    )


def timed_cases() -> st.SearchStrategy[Case]:
    """Cases with a clock."""
    return small_texts(timed=True).map(parse_case)


def small_cases() -> st.SearchStrategy[Case]:
    """The cases in these files."""
    return small_texts(sharing=True).map(parse_case)


def caller_of(case: Case, persona: str) -> str:
    """Who calls as a persona: the first, where several records make several callers of it."""
    return next(one.id for one in case.personas if one.id.split(".")[0] == persona)
