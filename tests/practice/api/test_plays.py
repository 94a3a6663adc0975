"""Playing through the API: once, in order, in the same play as the pages, and nothing hidden is told."""

import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from simulator import Play
from simulator.call.case.case import Case
from simulator.library.library import Library
from simulator.practice.storage.attempts import Attempts
from simulator.web.services import Services, now
from tests.app.api.conftest import CASE, Program
from tests.app.conftest import Browser
from tests.practice.pages.plays.calling import Calling
from tests.practice.pages.plays.trainee import Trainee
from tests.practice.pages.plays.withheld import check_nothing_told

Programs = Callable[[str], Program]


def say(play: dict[str, Any], number: int = 0) -> dict[str, Any]:
    """A reply of a play as a move."""
    return {"do": "say", "reply": play["rehearsal"]["replies"][number]["reply"]}


def code(answer: Any) -> str:
    """The code of a refusal."""
    return str(answer.json()["error"]["code"])


def test_a_reply_is_kept_and_answered(program: Programs, services: Services) -> None:
    """A program could not play at all."""
    lin = program("lin")
    play = lin.begin()
    assert (play["version"], play["stage"], play["over"]) == (0, "rehearsal", False)
    receipt = lin.move(play, **say(play)).json()
    assert (receipt["number"], receipt["repeated"], receipt["play"]["version"]) == (1, False, 1)
    turns = receipt["play"]["rehearsal"]["turns"]
    assert [turn["number"] for turn in turns] == [0, 1]
    assert turns[1]["say"] == play["rehearsal"]["replies"][0]["say"]
    assert services[Attempts].find(play["name"]).version == 1
    assert lin.get(f"/api/v1/attempts/{play['name']}/play").json()["rehearsal"]["turns"] == turns


def test_beginning_again_under_the_same_key_begins_once(program: Programs) -> None:
    """A request that was sent again because its answer got lost would leave a second attempt."""
    lin, headers = program("lin"), {"Idempotency-Key": "once"}
    path = f"/api/v1/cases/{CASE}/attempts"
    first = lin.post(path, json={"stage": "rehearsal"}, headers=headers).json()
    again = lin.post(path, json={"stage": "rehearsal"}, headers=headers).json()
    assert again["name"] == first["name"]
    assert [one["name"] for one in lin.get("/api/v1/attempts").json()["attempts"]] == [first["name"]]
    other = lin.post(path, json={"stage": "replay"}, headers=headers)
    assert (other.status_code, code(other)) == (409, "key-reused")
    wei = program("wei").post(path, json={"stage": "rehearsal"}, headers=headers).json()
    assert wei["name"] != first["name"]


def test_the_same_move_under_the_same_key_is_made_once(program: Programs, services: Services) -> None:
    """A program that sends again what it got no answer to would say everything twice."""
    lin = program("lin")
    play = lin.begin()
    path, headers = f"/api/v1/attempts/{play['name']}/moves", {"Idempotency-Key": "a"}
    body = {"version": 0, "move": say(play)}
    first = lin.post(path, json=body, headers=headers).json()
    desk_again = lin.post(path, json=body, headers=headers).json()
    lin.app.state.plays.forget()
    from_disk = lin.post(path, json=body, headers=headers).json()
    assert [one["number"] for one in (first, desk_again, from_disk)] == [1, 1, 1]
    assert [one["repeated"] for one in (first, desk_again, from_disk)] == [False, True, True]
    other = lin.post(path, json=body | {"move": say(play, 1)}, headers=headers)
    assert (other.status_code, code(other)) == (409, "key-reused")
    assert services[Attempts].find(play["name"]).version == 1


def test_a_move_chosen_from_an_older_state_is_refused(program: Programs, services: Services) -> None:
    """Two programs at one play would answer a question that the customer has not asked."""
    lin = program("lin")
    play = lin.begin()
    lin.moved(play, **say(play))
    late = lin.move(play, **say(play))
    assert (late.status_code, code(late)) == (409, "outdated")
    assert services[Attempts].find(play["name"]).version == 1


def test_pages_and_programs_go_on_in_the_same_play(
    program: Programs, client: Callable[[str], Browser]
) -> None:
    """The page and the API would show two different calls."""
    call, lin = Calling(client("lin")), program("lin")
    call.say(1)
    play = lin.get(f"/api/v1/attempts/{call.name}/play").json()
    assert play["version"] == 1
    after = lin.moved(play, **say(play))
    assert after["rehearsal"]["turns"][2]["say"] in call.page().replace("&#39;", "'")


def test_a_reply_can_be_taken_back(program: Programs) -> None:
    """A program could not take a wrong reply back, as the page can."""
    lin = program("lin")
    play = lin.begin()
    after = lin.moved(play, **say(play))
    path = f"/api/v1/attempts/{play['name']}/undo"
    back = lin.post(path, json={"version": 1}, headers=lin.key())
    assert back.status_code == 200
    assert (back.json()["number"], back.json()["play"]["version"]) == (2, 2)
    assert back.json()["play"]["rehearsal"]["turns"] == play["rehearsal"]["turns"]
    assert after["rehearsal"]["may_undo"] is True
    nothing = lin.post(path, json={"version": 2}, headers=lin.key())
    assert (nothing.status_code, code(nothing)) == (422, "illegal-move")


def test_a_whole_case_can_be_played(program: Programs, services: Services) -> None:
    """Every stage, with every kind of question, has to be open to programs."""
    lin = program("lin")
    play = lin.begin(stage=None)
    assert play["stages"] == ["replay", "analysis", "rehearsal"]
    play = lin.moved(play, do="hear")
    assert [line["number"] for line in play["replay"]["lines"]] == [1]
    play = lin.moved(play, do="mark", line=1, detail="heated")
    assert play["replay"]["lines"][0]["marks"] == ["heated"]
    play = lin.moved(play, do="unmark", line=1, detail="heated")
    play = lin.moved(lin.moved(play, do="hear", all=True), do="next")
    kinds = set()
    while play["stage"] == "analysis":
        asked = play["analysis"]
        kinds.add(asked["kind"])
        if asked["hints_left"]:
            play = lin.moved(play, do="hint")
            assert len(play["analysis"]["hints"]) == 1
        play = lin.moved(play, **_some_answer(asked))
        assert play["analysis"]["answered"] is True
        play = lin.moved(play, do="next")
    assert {"single", "multiple", "order", "point", "hypothesis"} >= kinds
    assert len(kinds) > 2
    assert (play["stage"], play["rehearsal"]["turns"][0]["number"]) == ("rehearsal", 0)


def _some_answer(asked: dict[str, Any]) -> dict[str, Any]:
    if asked["kind"] == "hypothesis":
        return {"do": "suppose", "expectation": 1, "confidence": 60}
    numbers = [choice["number"] for choice in asked["choices"]]
    choices = numbers if asked["kind"] == "order" else numbers[:1]
    return {"do": "answer", "question": asked["question"], "choices": choices}


@pytest.mark.parametrize("stage", ["replay", "analysis"])
def test_a_stage_alone_comes_to_its_end(program: Programs, stage: str) -> None:
    """A play that is over would be shown as if it went on, or fail."""
    lin = program("lin")
    play = lin.begin(stage)
    if stage == "replay":
        play = lin.moved(play, do="hear", all=True)
        play = lin.moved(play, do="next")
    while not play["over"]:
        play = lin.moved(lin.moved(play, **_some_answer(play["analysis"])), do="next")
    assert (play["stage"], play["replay"], play["analysis"], play["rehearsal"]) == (None, None, None, None)
    assert code(lin.move(play, do="next")) == "play-is-over"
    outcome = lin.get(f"/api/v1/attempts/{play['name']}/outcome").json()
    assert (outcome["call"], outcome["review"]) == (None, "none")
    assert outcome["scores"][stage] is not None


@pytest.mark.parametrize(
    ("stage", "move"),
    [
        ("rehearsal", {"do": "hear"}),
        ("rehearsal", {"do": "answer", "question": 1, "choices": [1]}),
        ("rehearsal", {"do": "suppose", "expectation": 1, "confidence": 50}),
        ("rehearsal", {"do": "hint"}),
        ("rehearsal", {"do": "say", "reply": "no such token"}),
        ("replay", {"do": "answer", "question": 1, "choices": [1]}),
        ("replay", {"do": "hint"}),
        ("replay", {"do": "say", "reply": ""}),
        ("analysis", {"do": "answer", "question": 2, "choices": [1]}),
        ("analysis", {"do": "answer", "question": 9999, "choices": [1]}),
        ("analysis", {"do": "answer", "question": 1, "choices": [999]}),
        ("analysis", {"do": "suppose", "expectation": 999, "confidence": 50}),
        ("analysis", {"do": "mark", "line": 1, "detail": "key"}),
    ],
)
def test_what_a_play_does_not_show_is_refused_without_a_name(
    program: Programs, services: Services, stage: str, move: dict[str, Any]
) -> None:
    """The refusals of the rules quote the author's ids, and those often say what is right."""
    lin = program("lin")
    answer = lin.move(lin.begin(stage), **move)
    assert (answer.status_code, code(answer)) == (422, "not-offered")
    assert [name for name in ids(_case(services)) if name in answer.text] == []


def test_nothing_hidden_is_told_before_the_end(program: Programs, services: Services) -> None:
    """A trainee could read in a browser's network view who calls, and what each reply is worth."""
    lin, case = program("lin"), _case(services)
    while True:
        play = lin.begin()
        seen = [json.dumps(play, ensure_ascii=False)]
        while len(seen) < 4 and not play["over"]:
            play = lin.moved(play, **say(play))
            seen.append(json.dumps(play, ensure_ascii=False))
        if not play["over"]:  # with some callers, such replies end the call
            break
    persona = services[Attempts].find(play["name"]).record.attempt.persona
    for path in (f"/{play['name']}", "", f"/{play['name']}/outcome", f"/{play['name']}/report"):
        seen.append(lin.get(f"/api/v1/attempts{path}").text)
    everything = "\n".join(seen)
    assert [name for name in ids(case) if f'"{name}"' in everything] == []
    assert f'"{persona}"' not in everything
    whys = {
        why for scene in case.scenes.values() for move in scene.moves.values() for why in move.why.values()
    }
    assert [why for why in whys if why in everything] == []
    titles = {ending.title for ending in case.endings.values()}
    assert [title for title in titles if f'"{title}"' in everything] == []


def test_an_answer_is_judged_only_once_it_was_given(program: Programs) -> None:
    """The right choice would stand in the state for everybody who looks."""
    lin = program("lin")
    play = lin.begin("analysis")
    judged = 0
    while play["stage"] == "analysis":
        asked = play["analysis"]
        assert [
            choice for choice in asked["choices"] if (choice["right"], choice["why"]) != (None, None)
        ] == []
        play = lin.moved(play, **_some_answer(asked))
        given = [choice["number"] for choice in play["analysis"]["choices"] if choice["chosen"]]
        told = [choice["number"] for choice in play["analysis"]["choices"] if choice["right"] is not None]
        # an order has no right and wrong choices, only a better or worse verdict
        assert told == ([] if asked["kind"] == "order" else given)
        judged += len(told)
        play = lin.moved(play, do="next")
    assert judged > 3


def strings(data: Any) -> Iterator[str]:
    """Every text in an answer, each between quotes."""
    if isinstance(data, str):
        yield f'"{data}"'
    elif isinstance(data, dict):
        for value in data.values():
            yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)


@pytest.mark.parametrize("stage", ["replay", "analysis"])
def test_every_answer_tells_only_what_the_play_has_come_to(
    program: Programs, services: Services, stage: str
) -> None:
    """Lines not heard yet, right options and their reasons would be in an answer before their time."""
    lin, case = program("lin"), _case(services)
    play = lin.begin(stage)
    scanned = 0
    while not play["over"]:
        as_kept = Play.restore(case, services[Attempts].find(play["name"]).record.attempt)
        check_nothing_told(cast(Trainee, SimpleNamespace(case=case, play=as_kept)), "\n".join(strings(play)))
        scanned += 1
        play = lin.moved(play, **_step(play))
    assert scanned > 8


def _step(play: dict[str, Any]) -> dict[str, Any]:
    """The next move through a stage: every line, every hint, one answer to each question."""
    if play["stage"] == "replay":
        return {"do": "next" if play["replay"]["over"] else "hear"}
    asked = play["analysis"]
    if asked["answered"]:
        return {"do": "next"}
    return {"do": "hint"} if asked["hints_left"] else _some_answer(asked)


def test_others_plays_are_not_there(program: Programs) -> None:
    """Whoever guesses or overhears a name could go on in somebody's call."""
    name = program("lin").begin()["name"]
    for other in ("bo", "wei", "hua", "root"):
        caller = program(other)
        path = f"/api/v1/attempts/{name}"
        body = {"version": 0, "move": {"do": "hear"}}
        assert caller.get(f"{path}/play").status_code == 404
        assert caller.post(f"{path}/moves", json=body, headers=caller.key()).status_code == 404
        assert caller.post(f"{path}/undo", json={"version": 0}, headers=caller.key()).status_code == 404


def test_a_case_that_is_not_published_cannot_be_begun(
    program: Programs, services: Services, person: Callable[[str], Any]
) -> None:
    """A draft, or a case that was withdrawn, would be played all the same."""
    services[Library].withdraw(CASE, person("root").id, now())
    lin = program("lin")
    for case in (CASE, "no-such-case"):
        answer = lin.post(f"/api/v1/cases/{case}/attempts", json={}, headers=lin.key())
        assert (answer.status_code, code(answer)) == (404, "no-such-case")


def ids(case: Case) -> set[str]:
    """The author's ids; those of one word may be words of a sentence."""
    names = {*case.scenes, *case.endings, *case.critical, *case.facts}
    names |= {move for scene in case.scenes.values() for move in scene.moves}
    assert case.analysis is not None
    names |= {option for step in case.analysis.steps.values() for option in step.options}
    names |= {*case.analysis.steps, *case.analysis.expectations}
    return {name for name in names if "-" in name}


def _case(services: Services) -> Case:
    bundle = services[Library].entry(CASE).bundle
    assert bundle is not None
    return services[Library].case(bundle, "en")
