"""A class at a case, by real plays with real reviews."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from simulator import Case, Stage
from simulator.call.case.case import Detail
from simulator.people.person import Person
from simulator.practice.classes import ClassView, class_view
from simulator.practice.standing import Played, Status
from simulator.text.proportion import Proportion

from .classroom import (
    BEGINNING,
    BOUGHT_OFF,
    CASE,
    HEARD,
    HUNG_UP,
    LI,
    QUESTIONS,
    RIGHT,
    WANG,
    WON,
    WRONG,
    ZHAO,
    attempt,
    elsewhere,
)

PEOPLE = (LI, WANG, ZHAO)


def view(*attempts: Played, people: Sequence[Person] = PEOPLE, case: Case = CASE) -> ClassView:
    """What a trainer sees of these attempts."""
    return class_view(case, people, attempts)


def test_class_without_attempts() -> None:
    """The page of a new class would break."""
    found = view()
    assert [(member.person, member.standing.status) for member in found.members] == [
        (person, Status.NOT_BEGUN) for person in PEOPLE
    ]
    assert (found.scenes, found.wrong, found.missed, found.kinds, found.endings) == ((),) * 5
    assert (found.calls, found.won, found.first.right) == (0, Proportion(0, 0), Proportion(0, 0))
    assert [(mean.stage, mean.score, mean.count) for mean in found.stages] == [
        (stage, None, 0) for stage in Stage
    ]
    assert view(people=()).members == ()


def test_who_is_where() -> None:
    """A trainer could not see who has won and who is in the middle."""
    found = view(attempt(WON, LI), attempt(HEARD, WANG, stage=None), elsewhere("another", 1, person=ZHAO))
    assert [member.standing.status for member in found.members] == [
        Status.WON,
        Status.BEGUN,
        Status.NOT_BEGUN,
    ]
    assert found.members[1].standing.open is not None
    assert found.members[1].standing.open.at is Stage.ANALYSIS
    assert dict(found.where) == {
        Status.NOT_BEGUN: 1,
        Status.BEGUN: 1,
        Status.FINISHED: 0,
        Status.WON: 1,
        Status.MASTERED: 0,
    }
    assert [status for status, _ in found.where] == list(Status)


def test_scene_that_costs_most_wins_comes_first() -> None:
    """A trainer would work on the wrong scene, or on one that everybody passes."""
    found = view(
        attempt(WON, LI, 0),
        attempt(HUNG_UP, WANG, 1),
        attempt(HUNG_UP, ZHAO, 2),
        attempt(BOUGHT_OFF, LI, 3),
    )
    assert [(loss.scene, loss.lost, loss.calls, loss.unseen) for loss in found.scenes] == [
        ("told-which", Proportion(2, 3), 4, 0),
        ("bought-off", Proportion(1, 1), 4, 0),
    ]
    assert found.scenes[0].customer == "The side door. My mother cannot do stairs."
    assert (found.calls, found.reviewed, found.won) == (4, 4, Proportion(1, 4))


def test_scene_that_was_reached_too_late_costs_nothing() -> None:
    """A scene would be blamed for win-wins that had been lost before it."""
    lost_before = attempt(BOUGHT_OFF, WANG, 1)
    assert lost_before.findings is not None
    *_, last = lost_before.findings.replies
    late = replace(last, scene="told-which", winnable=False, lost=False)
    found = replace(lost_before.findings, replies=(*lost_before.findings.replies, late))
    losses = view(attempt(HUNG_UP, LI), replace(lost_before, findings=found)).scenes
    assert [(loss.scene, loss.lost) for loss in losses] == [
        ("told-which", Proportion(1, 1)),
        ("bought-off", Proportion(1, 1)),
    ]


def test_wrong_move_that_is_chosen_most_comes_first() -> None:
    """A trainer would warn of a reply that hardly anybody says."""
    twice = ["feel-it", "when-expected", "read-status", "read-status", "hang-up"]
    found = view(
        attempt(HUNG_UP, LI, 0),
        attempt(twice, LI, 1),
        attempt(WON, WANG, 2),
        attempt(HUNG_UP, WANG, 3, graded=False),
    )
    # five graded replies in each of the two scenes
    assert [(m.scene, m.move, m.say, m.chosen, m.people) for m in found.wrong] == [
        ("told-which", "hang-up", "Goodbye then.", Proportion(2, 5), 1),
        ("opening", "when-expected", "Which door was it meant to come to?", Proportion(1, 5), 1),
    ]
    assert found.wrong[0].loss == pytest.approx(88, abs=4)
    assert (found.calls, found.reviewed) == (4, 3)


def test_people_who_chose_a_wrong_move_are_counted_once() -> None:
    """One person who says it often would look like a whole class."""
    found = view(
        attempt(BOUGHT_OFF, LI, 0),
        attempt(BOUGHT_OFF, LI, 1),
        attempt(BOUGHT_OFF, None, 2),
        attempt(BOUGHT_OFF, None, 3),
    )
    assert [(move.move, move.chosen.hits, move.people) for move in found.wrong] == [
        ("close-it", 4, 2),
        ("offer-voucher", 4, 2),
    ]


def test_missed_details_of_the_first_time_only() -> None:
    """What the debrief has told would count as noticed, or as missed again."""
    again = ["hear all", "mark 2 key", "next"]
    found = view(
        attempt(HEARD, LI, 0, stage="replay"),
        attempt(again, LI, 1, stage="replay"),
        attempt(["hear all", "next"], WANG, 2, stage="replay"),
        attempt(again, None, 3, stage="replay"),
    )
    missed = {(one.line, one.detail): one.missed for one in found.missed}
    assert missed == {
        (2, Detail.REPEATED): Proportion(1, 2),
        (2, Detail.KEY): Proportion(1, 2),
        (4, Detail.HEATED): Proportion(2, 2),
        (5, Detail.REPEATED): Proportion(2, 2),
        (5, Detail.AVOIDED): Proportion(2, 2),
        (6, Detail.SOFTENED): Proportion(2, 2),
        (7, Detail.EXAGGERATED): Proportion(2, 2),
    }
    assert [one.missed.hits for one in found.missed] == [2, 2, 2, 2, 2, 1, 1]
    assert (found.missed[0].words, found.missed[0].why) == (
        "The page says delivered.",
        "A page against a door.",
    )
    assert {kind.detail: (kind.found, kind.mistaken) for kind in found.kinds} == {
        Detail.REPEATED: (Proportion(1, 4), 0),
        Detail.HEATED: (Proportion(0, 2), 1),
        Detail.SOFTENED: (Proportion(0, 2), 0),
        Detail.AVOIDED: (Proportion(0, 2), 0),
        Detail.EXAGGERATED: (Proportion(0, 2), 0),
        Detail.KEY: (Proportion(1, 2), 0),
    }


def test_hypotheses_of_the_first_time_only() -> None:
    """Everybody would look well calibrated once they know the answer."""
    rest = [*QUESTIONS, *RIGHT]
    found = view(
        attempt([*WRONG, *rest], LI, 0, stage="analysis"),
        attempt([*RIGHT, *rest], LI, 1, stage="analysis"),
        attempt([*RIGHT, *rest], WANG, 2, stage="analysis"),
    )
    assert (found.first.right, found.first.stated) == (Proportion(1, 2), 85.0)
    assert (found.last.right, found.last.stated) == (Proportion(2, 2), 80.0)


def test_endings_and_critical_errors() -> None:
    """A trainer would not see how calls end, or that somebody hangs up on customers."""
    found = view(attempt(HUNG_UP, LI, 0), attempt(HUNG_UP, LI, 1), attempt(WON, WANG, 2))
    assert [(e.ending, e.title, e.calls) for e in found.endings] == [
        ("hung-up-on", "Hung up on", Proportion(2, 3)),
        ("parcel-traced", "The parcel is found and the mother called", Proportion(1, 3)),
    ]
    assert [(e.error, e.text, e.calls) for e in found.critical] == [
        ("unwarned-hangup", "Hanging up without the warning.", Proportion(2, 3))
    ]


def test_others_are_left_out() -> None:
    """Another team's calls, or another case's, would be shown."""
    found = view(attempt(HUNG_UP, WANG), elsewhere("another", 1), people=(LI,))
    assert (found.calls, found.scenes, found.members[0].standing.attempts) == (0, (), 0)


def test_deleted_people_stay_in_the_figures_of_calls() -> None:
    """The statistics of a case would shrink whenever somebody leaves."""
    found = view(attempt(HUNG_UP, None))
    assert (found.calls, found.scenes[0].scene, found.wrong[0].people) == (1, "told-which", 1)
    assert [member.standing.attempts for member in found.members] == [0, 0, 0]


def test_attempts_at_earlier_versions_count_where_they_fit() -> None:
    """After a change to a case its page would break, or be empty although most of it is as it was."""
    lines = tuple(replace(line, details={}) if line.number == 4 else line for line in CASE.lines)
    changed = replace(
        CASE,
        digest="later",
        lines=lines,
        scenes={name: scene for name, scene in CASE.scenes.items() if name != "told-which"},
        endings={name: ending for name, ending in CASE.endings.items() if name != "hung-up-on"},
        critical={},
    )
    found = view(
        attempt(HUNG_UP, LI),
        attempt(BOUGHT_OFF, WANG, 1),
        attempt(HEARD, LI, 2, stage="replay"),
        case=changed,
    )
    assert found.earlier == 3
    assert [loss.scene for loss in found.scenes] == ["bought-off"]
    assert [(ended.ending, ended.calls) for ended in found.endings] == [("resigned", Proportion(1, 2))]
    assert "told-which" not in {move.scene for move in found.wrong}
    assert (4, Detail.HEATED) not in {(one.line, one.detail) for one in found.missed}
    assert (found.critical, found.calls) == ((), 2)
    assert view(attempt(HUNG_UP, LI)).earlier == 0


def test_mean_scores_of_the_stages() -> None:
    """A stage that was not played would count as 0."""
    found = view(attempt(WON, LI, 0), attempt(HUNG_UP, LI, 1), attempt(HEARD, WANG, 2, stage="replay"))
    assert [(mean.stage, mean.score, mean.count, mean.few) for mean in found.stages] == [
        (Stage.REPLAY, 39.0, 1, True),
        (Stage.ANALYSIS, None, 0, True),
        (Stage.REHEARSAL, pytest.approx(91 / 2), 2, True),
    ]


def test_attempt_without_findings_counts_as_a_call() -> None:
    """A call whose review is still being worked out would be missing from the wins."""
    bare = replace(attempt(WON, LI), findings=None)
    found = view(bare)
    assert (found.calls, found.won, found.reviewed) == (1, Proportion(1, 1), 0)


def test_attempts_before_a_moment_count_for_standings_only() -> None:
    """A trainer who looks at last week would see last month's mistakes, or nobody's wins."""
    attempts = (attempt(WON, LI, 0), attempt(HUNG_UP, WANG, 1), attempt(HUNG_UP, LI, 9))
    since = BEGINNING + timedelta(days=5)
    found = class_view(CASE, PEOPLE, attempts, since=since)
    assert [member.standing.status for member in found.members] == [
        Status.WON,
        Status.FINISHED,
        Status.NOT_BEGUN,
    ]
    assert (found.calls, found.reviewed, found.won) == (1, 1, Proportion(0, 1))
    assert [loss.lost for loss in found.scenes] == [Proportion(1, 1)]
    # somebody who has heard the debrief before does not hear for the first time
    heard = [*HEARD, *RIGHT, *QUESTIONS, *RIGHT, *WON]
    twice = (attempt(heard, LI, 0, stage=None), attempt(heard, LI, 9, stage=None))
    assert class_view(CASE, PEOPLE, twice, since=since).kinds == ()
    assert class_view(CASE, PEOPLE, twice[1:], since=since).kinds != ()
