"""The state machine of a case: one for all plays of it, its states the steps of the three stages.

States are `replay.0` … `replay.N` (lines heard), `analysis.STEP`, `rehearsal.SCENE` and `debrief`. The
triggers are the few verbs of a trainee. A transition is taken when the rules of play have led to its
destination; so the machine holds every step that any play can make, and refuses all others.
"""

from itertools import pairwise
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from transitions import Event, EventData, Machine, Transition

from simulator.call.case.case import Case, Stage
from simulator.source.reading import collection_paused

DEBRIEF = "debrief"
SAY = "say"
HEAR = "hear"
NEXT = "next"
STAYING = {Stage.REPLAY: ("mark", "unmark"), Stage.ANALYSIS: ("answer", "suppose", "hint")}
"""The verbs that keep a trainee at the same step."""


class Playing(Protocol):
    """What the machine moves: anything with a state."""

    state: str


class _Step(Transition):
    """A transition that is taken when it leads where the rules have led.

    The rules have been asked once, by `Play.push`; this is the transition's condition on their answer. It
    does what `Transition.execute` does where there are no callbacks, as here, in half the time.
    """

    def __init__(self, source: str, dest: str, *_: object, **__: object) -> None:
        # Without the library's six lists of callbacks: a large case has tens of thousands of transitions.
        self.source = source
        self.dest = dest

    def execute(self, event_data: EventData) -> bool:
        (destination,) = event_data.args
        if destination != self.dest:
            return False
        play: Any = event_data.model
        play.state = destination
        return True


class CaseMachine(Machine):
    """The machine of one case. Models are never added to it: `step` moves whatever it is given."""

    transition_cls = _Step

    def __init__(self, case: Case) -> None:
        super().__init__(
            model=None,
            states=_states(case),
            initial=None,
            auto_transitions=False,
            queued=False,
            send_event=False,
        )
        self.places = {scene: state_of(Stage.REHEARSAL, scene) for scene in case.scenes}
        self.places |= dict.fromkeys(case.endings, DEBRIEF)
        self._add_replay(case)
        self._add_analysis(case)
        self._add_rehearsal(case)

    def step(self, verb: str, play: Playing, destination: str) -> bool:
        """Move a play by a verb to a destination; False when there is no such transition."""
        event: Event | None = self.events.get(verb)
        return event is not None and bool(event.trigger(play, destination))

    def verbs(self, state: str) -> list[str]:
        """The verbs that have a transition from a state."""
        return [verb for verb, event in self.events.items() if event.transitions.get(state)]

    def _add_replay(self, case: Case) -> None:
        states = [state_of(Stage.REPLAY, heard) for heard in range(len(case.lines) + 1)]
        if not case.lines:
            return
        for here, following in pairwise(states):
            self.add_transition(HEAR, here, following)
            if following != states[-1]:
                self.add_transition(HEAR, here, states[-1])
        self._add_staying(Stage.REPLAY, states)
        self._add_leaving(states[-1], case, Stage.REPLAY)

    def _add_analysis(self, case: Case) -> None:
        if case.analysis is None:
            return
        states = [state_of(Stage.ANALYSIS, step) for step in case.analysis.steps]
        for here, following in pairwise(states):
            self.add_transition(NEXT, here, following)
        self._add_staying(Stage.ANALYSIS, states)
        self._add_leaving(states[-1], case, Stage.ANALYSIS)

    def _add_rehearsal(self, case: Case) -> None:
        places = self.places
        for scene in case.scenes.values():
            here = places[scene.id]
            reachable: dict[str, None] = {}
            for move in scene.moves.values():
                reachable.update((places[target], None) for target in move.to.values())
            if case.interruptions:
                reachable[DEBRIEF] = None
            for destination in reachable:
                if SAY in self.events:  # `add_transition` comes to this, after looking at much else
                    self.events[SAY].add_transition(_Step(here, destination))
                else:
                    self.add_transition(SAY, here, destination)

    def _add_staying(self, stage: Stage, states: list[str]) -> None:
        for verb in STAYING[stage]:
            for state in states:
                self.add_transition(verb, state, state)

    def _add_leaving(self, state: str, case: Case, stage: Stage) -> None:
        following = first_state(case, case.stages[case.stages.index(stage) + 1])
        self.add_transition(NEXT, state, following)
        self.add_transition(NEXT, state, DEBRIEF)


def state_of(stage: Stage, step: object) -> str:
    """The name of a state: the stage, and the step in it."""
    return f"{stage.value}.{step}"


def first_state(case: Case, stage: Stage) -> str:
    """The state in which a stage begins."""
    if stage is Stage.REPLAY:
        return state_of(stage, 0)
    if stage is Stage.ANALYSIS and case.analysis is not None:
        return state_of(stage, next(iter(case.analysis.steps)))
    return state_of(Stage.REHEARSAL, case.opening.id)


def machine_of(case: Case) -> CaseMachine:
    """The machine of a case, built once and shared by all plays of it."""
    machine = _machines.get(case)
    if machine is None:
        with collection_paused():
            machine = _machines.setdefault(case, CaseMachine(case))
    return machine


def _states(case: Case) -> list[str]:
    replay = [state_of(Stage.REPLAY, heard) for heard in range(len(case.lines) + 1)] if case.lines else []
    steps = case.analysis.steps if case.analysis else ()
    analysis = [state_of(Stage.ANALYSIS, step) for step in steps]
    return [*replay, *analysis, *(state_of(Stage.REHEARSAL, scene) for scene in case.scenes), DEBRIEF]


_machines: "WeakKeyDictionary[Case, CaseMachine]" = WeakKeyDictionary()
