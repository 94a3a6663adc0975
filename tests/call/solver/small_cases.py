"""Small cases made at random: every mechanism of the rehearsal, and so few moves that all can be listed."""

from typing import Any

import yaml
from hypothesis import strategies as st

from simulator import Case, parse_case

PERSONAS = ("mild", "sharp", "slow")
SCENES = ("one", "two", "three")
ENDINGS = ("settled", "left", "gone")
FACTS = ("told", "seen")
GAUGES = ("heat", "trust", "solved", "understood", "composure", "risk")

amounts = st.integers(-6, 9).map(lambda number: number * 5)
conditions = st.sampled_from(
    ["heat <= 50", "trust >= 50", "told", "not seen", "mild", "sharp or heat > 60", "told and trust < 60",
     "composure - heat >= 20", "min(trust, solved) > 30", "cost < 40", "budget - cost >= 20"],
)  # fmt: skip


@st.composite
def effects(draw: st.DrawFn) -> dict[str, Any]:
    """What a move does, sometimes otherwise to one persona."""
    effect: dict[str, Any] = draw(st.dictionaries(st.sampled_from(GAUGES), amounts, max_size=3))
    if draw(st.integers(0, 3)) == 0:
        effect[draw(st.sampled_from(PERSONAS))] = draw(
            st.dictionaries(st.sampled_from(GAUGES), amounts, max_size=2)
        )
    return effect


def varied(draw: st.DrawFn, values: Any, chance: int) -> Any:
    """A value, or in one of `chance` cases one that depends on a condition."""
    if draw(st.integers(1, chance)) > 1:
        return draw(values)
    return {draw(conditions): draw(values), "otherwise": draw(values)}


@st.composite
def moves(draw: st.DrawFn) -> dict[str, Any]:
    """A move with some of everything."""
    move: dict[str, Any] = {"say": "s", "why": "w", "effect": draw(effects())}
    move["kind"] = draw(st.sampled_from(["ask", "offer", "feel"]))
    move["to"] = varied(draw, st.sampled_from(SCENES + ENDINGS[:2]), 4)
    for key, values, chance in (
        ("when", conditions, 4),
        ("learn", st.sampled_from(FACTS), 4),
        ("once", st.just(True), 4),
        ("cost", st.sampled_from([10, 20, 30]), 5),
        ("authority", st.sampled_from([1, 2]), 6),
        ("critical", st.just("rude"), 9),
    ):
        if draw(st.integers(1, chance)) == 1:
            move[key] = draw(values)
    return move


@st.composite
def small_texts(draw: st.DrawFn) -> str:
    """The file of a case of three scenes; patience lets a call last four replies, or six for the slow one."""
    critical: dict[str, Any] = {"rude": {"text": "r", "cap": 40}}
    if draw(st.booleans()):
        critical["beyond-authority"] = "b"
    personas: dict[str, dict[str, Any]] = {
        name: {
            "name": name, "who": "w", "expects": f"e {name}", "gives-away": "g",
            "starts": draw(st.dictionaries(st.sampled_from(GAUGES), st.integers(0, 20).map(lambda n: n * 5), max_size=2)),
            "reacts": {"feel": draw(st.dictionaries(st.sampled_from(GAUGES), amounts, max_size=1))},
            "weight": draw(st.integers(1, 3)),
        }
        for name in PERSONAS
    }  # fmt: skip
    personas["slow"]["starts"]["patience"] = 60
    document = {
        "id": "small",
        "language": "en",
        "title": "t",
        "agent": {"authority": draw(st.integers(0, 1)), "budget": 50},
        "gauges": {"patience": {"starts": 40, "each-reply": -10}},
        "facts": dict.fromkeys(FACTS, "f"),
        "critical": critical,
        "outcome": {"bar": draw(st.sampled_from([20, 50, 70]))},
        "personas": personas,
        "rehearsal": {
            scene: {
                "customer": varied(draw, st.sampled_from(["c", "d"]), 2),
                "effect": draw(effects()) if draw(st.booleans()) else {},
                "moves": {f"m{number}": draw(moves()) for number in range(draw(st.integers(1, 3)))},
            }
            for scene in SCENES
        },
        "endings": {
            "settled": {"title": "t", "why": "w", "effect": {"solved": 30}},
            "left": {"title": "t", "why": "w", "effect": draw(effects())},
            "gone": {"title": "t", "why": "w", "when": "patience <= 0", "effect": {"risk": 10}},
        },
    }
    return yaml.safe_dump(document, sort_keys=False)


def small_cases() -> st.SearchStrategy[Case]:
    """The cases in these files."""
    return small_texts().map(parse_case)
