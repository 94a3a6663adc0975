"""The state machine: what of `transitions` it rests on, and that it holds every step and no other."""

from pathlib import Path

import pytest
import transitions

from simulator import Case, Play, load_case
from simulator.call.play.machine import CaseMachine, machine_of
from tests.conftest import SMALL_CASE


class Session:
    """Something with a state and nothing else."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


def test_one_machine_for_all_plays(small_case: Case) -> None:
    """Every trainee would cost a machine of their own."""
    plays = [Play.start(small_case) for _ in range(3)]
    assert ({id(machine_of(play.case)) for play in plays}, machine_of(small_case).models) == (
        {id(machine_of(small_case))},
        [],
    )


def test_what_we_rely_on_in_transitions(small_case: Case) -> None:
    """A new version of `transitions` would change what `step` uses: `events`, and `trigger` on any object."""
    machine = CaseMachine(small_case)
    session = Session("replay.0")
    event = machine.events["hear"]
    assert (isinstance(event, transitions.Event), event.trigger(session, "replay.1"), session.state) == (
        True,
        True,
        "replay.1",
    )
    with pytest.raises(transitions.MachineError):
        machine.events["say"].trigger(session, "rehearsal.opening")


@pytest.mark.parametrize(
    ("state", "verb", "destination", "expected"),
    [
        ("replay.0", "hear", "replay.1", True),
        ("replay.0", "hear", "replay.7", True),
        ("replay.0", "hear", "replay.2", False),
        ("replay.7", "next", "analysis.first-guess", True),
        ("replay.7", "next", "debrief", True),
        ("replay.7", "next", "rehearsal.opening", False),
        ("analysis.last-guess", "next", "rehearsal.opening", True),
        ("analysis.show-me", "answer", "analysis.show-me", True),
        ("rehearsal.opening", "say", "rehearsal.told-which", True),
        ("rehearsal.opening", "say", "rehearsal.opening", True),
        ("rehearsal.opening", "say", "debrief", True),
        ("rehearsal.told-which", "say", "rehearsal.opening", False),
        ("rehearsal.opening", "shout", "debrief", False),
    ],
)
def test_steps(small_case: Case, state: str, verb: str, destination: str, expected: bool) -> None:
    """The machine would let a play jump, or hold it up."""
    session = Session(state)
    assert (machine_of(small_case).step(verb, session, destination), session.state) == (
        expected,
        destination if expected else state,
    )


def test_few_triggers(small_case: Case) -> None:
    """A trigger for each move would make a large case slow to build."""
    assert sorted(machine_of(small_case).events) == [
        "answer", "hear", "hint", "mark", "next", "say", "suppose", "unmark",
    ]  # fmt: skip


def test_a_case_without_the_first_two_stages(tmp_path: Path) -> None:
    """A case that is only a rehearsal could not be played."""
    text = (SMALL_CASE / "case.yaml").read_text()
    head, rest = text.split("replay:\n", 1)
    file = tmp_path / "case.yaml"
    file.write_text(head + "rehearsal:\n" + rest.split("rehearsal:\n", 1)[1])
    play = Play.start(load_case(file))
    assert (play.state, sorted(machine_of(play.case).events)) == ("rehearsal.opening", ["say"])


def test_machines_go_with_their_cases() -> None:
    """A server that reloads cases would never give their memory back."""
    import gc
    import weakref

    case = load_case(SMALL_CASE)
    reference = weakref.ref(machine_of(case))
    del case
    gc.collect()
    assert reference() is None
