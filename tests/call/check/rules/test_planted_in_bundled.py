"""Faults about play, each planted in a copy of a bundled case: a case as large as authors write them."""

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from simulator.call.check.giveaway import best_replies
from simulator.call.check.rules import all_rules
from simulator.call.check.study import Study
from simulator.resources import scenarios
from simulator.source.reading import read_file

from .rehearsed import remarks, study_of

Data = dict[str, Any]
SOURCE = read_file(scenarios() / "ac-remote" / "case.yaml")
CLEAN: Data = SOURCE.data
PERFECT = {"solved": 100, "understood": 100, "trust": 100, "heat": -100, "composure": 100}
HOPELESS = {"risk": 1000, "trust": -100}


def opening(case: Data) -> Data:
    """The moves of the first scene."""
    moves: Data = case["rehearsal"][next(iter(case["rehearsal"]))]["moves"]
    return moves


def move(**keys: Any) -> Data:
    """A move that leads to the case's last ending unless stated otherwise."""
    return {"say": "S.", "why": "W.", "to": list(CLEAN["endings"])[-1]} | keys


def scene(case: Data, **moves: Data) -> None:
    """Add a scene, and a move in the opening that leads there."""
    case["rehearsal"]["planted"] = {"customer": "C.", "moves": moves}
    opening(case)["planted"] = move(to="planted")


def ending(case: Data, name: str, effect: Data) -> None:
    """Add an ending."""
    case["endings"][name] = {"title": "T.", "why": "W.", "effect": effect}


def _spoil(case: Data) -> None:
    """Let all endings be lost."""
    for part in case["endings"].values():
        part["effect"] = dict(HOPELESS)


def _unreachable_scene(case: Data) -> None:
    case["rehearsal"]["planted"] = {"customer": "C.", "moves": {"on": move()}}


def _unreachable_move(case: Data) -> None:
    case["critical"]["overstepped"] = case["critical"].pop("beyond-authority")  # or it could be said
    for part in case["rehearsal"].values():
        for entry in part["moves"].values():
            if entry.get("critical") == "beyond-authority":
                entry["critical"] = "overstepped"
    opening(case)["planted"] = move(authority=9)


def _guard_never_true(case: Data) -> None:
    opening(case)["planted"] = move(when="heat > 100")


def _guard_always_true(case: Data) -> None:
    next(iter(opening(case).values()))["when"] = "heat >= 0"


def _unreachable_ending(case: Data) -> None:
    ending(case, "planted", {})


def _no_move_left(case: Data) -> None:
    scene(case, on=move(to="planted", once=True))


def _endless_call(case: Data) -> None:
    scene(case, on=move(to="planted", effect={"patience": 20}), off=move())


def _no_win_win(case: Data) -> None:
    _spoil(case)


def _one_way_to_win(case: Data) -> None:
    _spoil(case)
    ending(case, "perfect", PERFECT)
    opening(case)["planted"] = move(to="perfect")


def _told_apart_too_late(case: Data) -> None:
    one = next(iter(case["personas"]))
    _one_way_to_win(case)
    case["endings"]["hopeless"] = case["endings"]["perfect"] | {"effect": HOPELESS}
    opening(case)["planted"] = move(to={one: "perfect", "otherwise": "hopeless"})
    opening(case)["other"] = move(to={one: "hopeless", "otherwise": "perfect"})


def _dominated_move(case: Data) -> None:
    ending(case, "hopeless", HOPELESS)
    opening(case)["planted"] = move(to="hopeless")


def _trap_pays(case: Data) -> None:
    _one_way_to_win(case)
    opening(case)["planted"]["trap"] = True


def _ending_contradicts(case: Data) -> None:
    _one_way_to_win(case)
    case["endings"]["perfect"]["title"] = "（忙音）"


def _repeated_line(case: Data) -> None:
    scene(case, on=move(to="planted"), off=move())
    case["rehearsal"]["planted"]["customer"] = "这句话我可以说上一整天。"


def _told_apart_at_once(case: Data) -> None:
    one = next(iter(case["personas"].values()))
    case["personas"]["planted"] = {**copy.deepcopy(one), "name": "N.", "expects": "E."}
    scene(case, on=move(to=list(case["rehearsal"])[1]))
    opening(case)["planted"]["to"] = {"planted": "planted", "otherwise": list(case["rehearsal"])[1]}


def _praise_of_trap(case: Data) -> None:
    opening(case)["planted"] = move(trap=True, why="说得好。")


def _record_mismatch(case: Data) -> None:
    one, *_ = case["personas"]
    case.setdefault("record", {})["planted"] = {one: "7731元", "otherwise": "7732元"}
    opening(case)["planted"] = move(say="那7731元退给您。")


def _ambiguous_wording(case: Data) -> None:
    one, *_ = case["personas"]
    opening(case)["planted"] = move(when=one, also={"zh": ["就这么办。"]})
    opening(case)["other"] = move(when=f"{one} or heat < 0", also={"zh": ["就这么办"]})


def _language_tells_apart(case: Data) -> None:
    part = case["rehearsal"][next(iter(case["rehearsal"]))]
    part["customer"] = {next(iter(case["personas"])): part["customer"], "otherwise": part["customer"]}


def _same_result(case: Data) -> None:
    scene(case, one=move(), two=move())


def _give_away(case: Data) -> None:
    study = study_of(yaml.safe_dump(case, sort_keys=False, allow_unicode=True))
    for one in study.case.scenes.values():
        best = best_replies(study, one).tolist()
        moves = case["rehearsal"][one.id]["moves"]
        order = sorted(moves, key=lambda name: not best[list(one.moves).index(name)])
        case["rehearsal"][one.id]["moves"] = {name: moves[name] for name in order}


def _saturated_gauge(case: Data) -> None:
    case.setdefault("gauges", {})["planted"] = {"starts": 0}
    next(iter(opening(case).values())).setdefault("effect", {})["planted"] = -10


def _idle_gauge(case: Data) -> None:
    case.setdefault("gauges", {})["planted"] = {"starts": 0}


def _claim_refuted(case: Data) -> None:
    case["claims"] = [f"{next(iter(case['endings']))} never scores over 0"]


PLANTED: dict[str, Callable[[Data], None]] = {
    "unreachable-scene": _unreachable_scene,
    "unreachable-move": _unreachable_move,
    "guard-never-true": _guard_never_true,
    "guard-always-true": _guard_always_true,
    "unreachable-ending": _unreachable_ending,
    "no-move-left": _no_move_left,
    "endless-call": _endless_call,
    "no-win-win": _no_win_win,
    "one-way-to-win": _one_way_to_win,
    "same-best-plan": _one_way_to_win,
    "told-apart-too-late": _told_apart_too_late,
    "dominated-move": _dominated_move,
    "trap-pays": _trap_pays,
    "ending-contradicts": _ending_contradicts,
    "repeated-line": _repeated_line,
    "told-apart-at-once": _told_apart_at_once,
    "praise-of-trap": _praise_of_trap,
    "record-mismatch": _record_mismatch,
    "ambiguous-wording": _ambiguous_wording,
    "language-tells-apart": _language_tells_apart,
    "same-result": _same_result,
    "exploit-agent": _one_way_to_win,  # what ends the call at once is then what wins it
    "give-away": _give_away,
    "saturated-gauge": _saturated_gauge,
    "idle-gauge": _idle_gauge,
    "claim-refuted": _claim_refuted,
}


def test_every_rule_about_play_is_planted() -> None:
    """A rule could find nothing in a case of this size, and nobody would know."""
    assert {rule.id for rule in all_rules().values() if rule.about_play} | {"idle-gauge"} == set(PLANTED)


def translation(case: Data) -> Data:
    """What the opening says in English: two things, if it has two texts."""
    first = next(iter(case["rehearsal"]))
    words = case["rehearsal"][first]["customer"]
    entries = {f".{key}": text for key, text in words.items()} if isinstance(words, dict) else {"": words}
    texts = {
        f"rehearsal.{first}.customer{key}": {"zh": text, "en": f"E{key}."} for key, text in entries.items()
    }
    return {"translates": case["id"], "language": "en", "texts": texts}


def whole_study(case: Data) -> Study:
    """What the rules look at: a case, which comes with a bit of a translation."""
    return study_of(
        *(yaml.safe_dump(data, sort_keys=False, allow_unicode=True) for data in (case, translation(case)))
    )


@pytest.fixture(scope="module")
def clean_study() -> Study:
    """The bundled case as it is, solved once for all rules."""
    return whole_study(CLEAN)


def told(rule: str, study: Study) -> set[str]:
    """The sentences of a rule about a case."""
    return {str(remark.message) for remark in remarks(rule, study)}


@pytest.mark.parametrize("rule", list(PLANTED))
def test_planted(rule: str, clean_study: Study) -> None:
    """A fault that an author might make in a whole case would not be found there."""
    case = copy.deepcopy(CLEAN)
    PLANTED[rule](case)
    assert told(rule, whole_study(case)) - told(rule, clean_study) != set()


def test_none_in_the_clean_case(clean_study: Study) -> None:
    """The bundled case itself would be faulty, or a rule would find what is not there."""
    clean = [rule for rule in PLANTED if not re.search(rf"winwin: ignore [\w, -]*\b{rule}\b", SOURCE.text)]
    assert {rule: told(rule, clean_study) for rule in clean} == {rule: set() for rule in clean}
