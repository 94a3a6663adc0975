"""What authors claim of every call: against all calls that can be made, and as it is told."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import Case, Play, parse_case
from simulator.call.case.claims import BestUses, Claim, NeverOver, NoWinWithout
from simulator.call.case.loading import case_problems
from simulator.call.case.sharing import origin
from simulator.call.check.checking import check_case
from simulator.call.check.claims import ClaimStanding, JudgedClaim, judged_claims
from simulator.call.check.survey import Survey
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import Outcome, Verdict
from simulator.call.solver.solving import solve_all
from tests.call.solver.small_cases import ENDINGS, FACTS, PERSONAS, SCENES, small_texts
from tests.call.solver.test_solving import sound_replies, whole_calls
from tests.conftest import SMALL_CASE

Calls = list[tuple[list[str], Outcome]]
"""Whole calls, each with what it achieves."""
CLAIMS = st.one_of(
    st.sampled_from(FACTS).map("no win-win without {}".format),
    st.builds(
        "{} never scores over {}".format, st.sampled_from((*ENDINGS, "hung-up")), st.sampled_from([0, 30, 60])
    ),
    st.builds("best for {} uses {}".format, st.sampled_from(PERSONAS), st.just("m0")),
    st.builds("best for {} uses {}/m0".format, st.sampled_from(PERSONAS), st.sampled_from(SCENES)),
    st.builds("对 {} 最好的通话要用 m0".format, st.sampled_from(PERSONAS)),
)


@st.composite
def claiming_cases(draw: st.DrawFn) -> Case:
    """Small cases with a few claims."""
    text = draw(small_texts(sharing=True))
    claims = draw(st.lists(CLAIMS, min_size=1, max_size=5))
    return parse_case(text + "claims:\n" + "".join(f"- {claim}\n" for claim in claims))


def judged(case: Case, budget: int = 1_000_000) -> tuple[JudgedClaim, ...]:
    """The claims of a case, with what came of them."""
    return judged_claims(case, [Survey(solution) for solution in solve_all(case, budget)])


def refuted_by(claim: Claim, case: Case, persona: int, calls: Calls, sound: Calls) -> set[tuple[str, ...]]:
    """Every call with a caller of which a claim does not hold, among all calls and those without traps."""
    if not isinstance(claim, BestUses):
        return {tuple(moves) for moves, done in calls if not holds(claim, case, persona, moves, done)}
    best = max((done.score for _, done in sound), default=0)
    return {
        tuple(moves)
        for moves, done in sound
        if persona in claim.callers and done.score == best and not said(case, persona, moves, claim)
    }


def holds(claim: Claim, case: Case, persona: int, moves: list[str], done: Outcome) -> bool:
    """Whether a claim about every call holds of one."""
    if isinstance(claim, NeverOver):
        return done.ending.id not in claim.endings or done.score <= claim.most
    assert isinstance(claim, NoWinWithout)
    position = call.opening(case, persona)
    for move in moves:
        position = call.reply(case, position, case.scenes[position.scene].moves[move])
    known = position.flags & case.flags[claim.fact] != 0
    return done.verdict is not Verdict.WIN_WIN or known


def said(case: Case, persona: int, moves: list[str], claim: BestUses) -> bool:
    """Whether the reply of a claim is said in a call."""
    position = call.opening(case, persona)
    for move in moves:
        if move == claim.reply and claim.scene in (None, origin(position.scene)):
            return True
        position = call.reply(case, position, case.scenes[position.scene].moves[move])
    return False


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=claiming_cases())
def test_claims_equal_brute_force(case: Case) -> None:
    """A claim would be called proved that some call refutes, or refuted by a call that does not."""
    made = [
        [
            [(moves, done) for moves, done, _ in whole_calls(case, call.opening(case, persona), replies)]
            for replies in (call.legal_replies, sound_replies)
        ]
        for persona in range(len(case.personas))
    ]
    for claim, one in zip(case.claims, judged(case), strict=True):
        refuting = {
            (case.personas[persona].id, moves)
            for persona, calls in enumerate(made)
            for moves in refuted_by(claim, case, persona, *calls)
        }
        if one.call is None:
            assert (one.standing, refuting) == (ClaimStanding.PROVED, set())
            continue
        assert one.standing is ClaimStanding.REFUTED
        assert (one.call.persona, one.call.moves) in refuting
        play = Play.start(case, one.call.persona, "rehearsal")
        for move in one.call.moves:
            play.push(move)
        achieved = play.outcome()
        assert achieved is not None
        assert (achieved.ending.id, achieved.score) == (one.call.ending, one.call.score)


def claiming(folder: Path, *claims: str) -> Path:
    """The small case with claims, in a folder."""
    home = folder / "late-parcel"
    home.mkdir()
    text = (SMALL_CASE / "case.yaml").read_text(encoding="utf-8")
    (home / "call.ogg").touch()
    (home / "case.yaml").write_text(
        text + "\nclaims:\n" + "".join(f"  - {claim}\n" for claim in claims), encoding="utf-8"
    )
    return home


@pytest.mark.parametrize(
    ("claim", "rule", "told"),
    [
        ("nobody wins", "claim", "A claim is one of"),
        ("no win-win without door-nmed", "unknown-name", "no fact “door-nmed”. Did you mean “door-named”?"),
        ("hangs-upp never scores over 3", "unknown-name", "no ending “hangs-upp”. Did you mean “hangs-up”?"),
        ("best for worred uses feel-it", "unknown-name", "no persona “worred”. Did you mean “worried”?"),
        ("best for worried uses feel-i", "unknown-name", "no reply “feel-i”. Did you mean “feel-it”?"),
        (
            "best for worried uses openin/feel-it",
            "unknown-name",
            "no scene “openin”. Did you mean “opening”?",
        ),
        ("best for worried uses told-which/feel-it", "unknown-name", "There is no reply “feel-it”."),
        ("__import__('os') never scores over 3", "claim", "A claim is one of"),
    ],
)
def test_what_is_no_claim_is_told_where_it_stands(claim: str, rule: str, told: str, tmp_path: Path) -> None:
    """An author would believe in a claim that nobody looked at."""
    home = claiming(tmp_path, "hangs-up never scores over 100", claim)
    (problem,) = case_problems(home)
    lines = (home / "case.yaml").read_text(encoding="utf-8").splitlines()
    assert (problem.rule, lines[problem.place.line - 1]) == (rule, f"  - {claim}")
    assert told in str(problem.message)


def test_beyond_the_budget_a_claim_is_open_unless_refuted(tmp_path: Path) -> None:
    """A claim would pass for proved though most positions were never looked at."""
    home = claiming(tmp_path, "hangs-up never scores over 90", "best for worried uses feel-it")
    text = (home / "case.yaml").read_text(encoding="utf-8")
    at = text[: text.index("  - hangs-up never")].count("\n") + 1
    found = [(p.rule, p.place.line) for p in check_case(home, budget=2) if p.place.line in (at, at + 1)]
    assert found == [("too-many-positions", at), ("too-many-positions", at + 1)]
    whole = {(p.rule, p.place.line) for p in check_case(home)}
    assert not {("too-many-positions", at), ("too-many-positions", at + 1)} & whole


def test_a_refutation_within_the_budget_counts(tmp_path: Path) -> None:
    """A call that refutes a claim would be kept from the author because others were not looked at."""
    home = claiming(tmp_path, "resigned never scores over 0")
    found = {p.rule: str(p.message) for p in check_case(home, budget=60)}
    assert "too-many-positions" in found
    assert found["claim-refuted"].startswith("Not so: with worried a call that comes to “resigned” scores ")
