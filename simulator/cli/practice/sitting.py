"""A whole sitting: one stage after the other, then the debrief - or leaving, and how to come back."""

import shlex
from pathlib import Path

from simulator.call.case.case import Stage
from simulator.call.report.course import course
from simulator.call.report.debrief import Debrief, debrief_html
from simulator.call.report.recording import recording
from simulator.cli.failures import INTERRUPTED
from simulator.cli.practice.live.analysis import analyse
from simulator.cli.practice.live.rehearsal import rehearse
from simulator.cli.practice.live.replay import listen
from simulator.cli.practice.live.session import Leave, TerminalPlay
from simulator.cli.terminal import Screen
from simulator.disk import write_atomically
from simulator.practice.standing import mastery
from simulator.practice.store import results
from simulator.text.message import Message

from .debriefing import put_debrief, put_recording, put_truth

TRIAL = Message("This call was for trying the case out; it is not saved and counts nowhere.")
_STAGES = {Stage.REPLAY: listen, Stage.ANALYSIS: analyse, Stage.REHEARSAL: rehearse}


def play_on(session: TerminalPlay, html: Path | None = None) -> int:
    """Play to the end, or until the trainee leaves; return the exit code. `html` is where the page goes."""
    try:
        while session.play.stage is not None:
            stage = session.play.stage
            _STAGES[stage](session)
            if session.play.stage is not None:
                _put_stage_results(session, stage)
    except Leave:
        _put_leave(session)
        return 0
    except KeyboardInterrupt:
        # every move is saved already, so there is nothing to do but to say so
        session.screen.put()
        _put_leave(session)
        return INTERRUPTED
    from .judging import reviewed_debrief  # which loads the solver

    # the call has only just been taken, so no trainee has tried it again
    started = session.record.attempt.started
    d = reviewed_debrief(session.play, session.screen.language, started, better=session.trial)
    _put_end(session, d)
    if html is not None:
        write_page(session.screen, d, html)
    return 0


def _put_stage_results(session: TerminalPlay, stage: Stage) -> None:
    """What came of a stage that was left for the next one."""
    case, progress, t = session.case, session.play.progress, session.t
    if stage is Stage.REPLAY:
        put_recording(session.screen, recording(case, progress.replay, t))
    elif stage is Stage.ANALYSIS:
        put_truth(session.screen, course(case, progress.analysis, complete=True, t=t))


def resume_command(name: str) -> str:
    """The command that goes on with the attempt left last at a case."""
    return f"winwin play {shlex.quote(name)} --resume"


def write_page(screen: Screen, d: Debrief, file: Path) -> None:
    """Write a debrief as a page, and say where."""
    write_atomically(file, debrief_html(d))
    screen.put(screen.t("The report is in {file}.", file=file))


def _put_leave(session: TerminalPlay) -> None:
    session.screen.put()
    if not session.play.moves:
        session.note(Message("You have not begun yet, so there is nothing to keep."), style="")
    elif session.trial:
        session.note(TRIAL, style="")
    elif session.saves:
        command = resume_command(session.name)
        session.note(Message("Saved. Go on whenever you like: {command}", command=command), style="")
    else:
        session.note(Message("This attempt could not be saved."), style="warning")


def _put_end(session: TerminalPlay, d: Debrief) -> None:
    screen, t = session.screen, session.t
    play = session.play
    put_debrief(screen, d, figures=session.trial)
    if session.trial:
        screen.put()
        session.note(TRIAL)
    elif play.outcome() is not None:
        state = mastery(session.case, results(session.store.records(session.case.id)))
        screen.put()
        if state.mastered:
            screen.put(
                t(
                    "You have mastered this case: won with {needed} different customers in a row.",
                    needed=state.needed,
                ),
                "right",
            )
        else:
            screen.put(
                t(
                    "Mastery: {won} of {needed} wins in a row, each with another customer"
                    " and without a critical error.",
                    won=len(state.run),
                    needed=state.needed,
                )
            )
    if session.saves:
        screen.put(t("“winwin review last --html report.html” writes the whole report as a page."), "note")
