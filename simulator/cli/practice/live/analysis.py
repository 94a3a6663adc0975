"""The analysis at the terminal: guiding questions, hints one at a time, and the hypothesis."""

from simulator.call.case.case import GuidingQuestion
from simulator.call.play.analysis import (
    HYPOTHESIS,
    AnalysisAnswer,
    analysis_of,
    answered,
    current,
    hints_taken,
    shown_order,
)
from simulator.call.report.course import judged, verdict_on
from simulator.cli.terminal import words
from simulator.text.message import Message
from simulator.text.typed_text import parted

from .replay import NEXT, put_line
from .session import Keys, TerminalPlay

SUPPOSE = ("s", "suppose", "猜", "推测")
HINT = ("h", "hint", "提示")
TRANSCRIPT = ("t", "l", "回看")
ENGINE_WORDS = ("answer", "suppose")

_HOW = {
    "single": Message("Type the number of your answer."),
    "multiple": Message("Type the numbers of all that are right, as in “1 3”."),
    "order": Message("Type the numbers in the right order, first things first, as in “2 3 1”."),
    "point": Message("Type the numbers of the lines that show it, as in “4 9”; “t” shows the call."),
    HYPOTHESIS: Message("Type a number and how sure you are in percent, as in “2 60”."),
}
_HOW_KEYS = {
    "single": ("2", Message("answers with the second option")),
    "multiple": ("1 3", Message("answers with the first and the third option")),
    "order": ("2 3 1", Message("puts them in this order")),
    "point": ("4 9", Message("points at lines 4 and 9")),
    HYPOTHESIS: ("2 60", Message("says that the second expectation is right, 60 percent sure")),
}


def analyse(session: TerminalPlay) -> None:
    """Play the analysis to its end."""
    screen, t = session.screen, session.t
    screen.heading(t("Analysis: what did the customer really want?"))
    if session.resumed_here():
        shown = 0
    else:
        shown = 0 if session.play.stage_played else -1
        screen.put(
            t(
                "The questions look back at the call, a little further each time. Wrong answers "
                "can be corrected."
            )
        )
    while session.play.state.startswith("analysis."):
        step = _step(session)
        if shown < 0 and step.upto == len(session.case.lines):
            shown = step.upto  # it has just been heard, and “t” shows it
        _put_transcript(session, max(shown, 0), step.upto)
        shown = max(shown, step.upto)
        _put_question(session, step)
        while session.play.state == f"analysis.{step.id}":
            _answer(session, step, session.ask(_keys(step)))


def _step(session: TerminalPlay) -> GuidingQuestion:
    return current(session.case, session.play.progress.analysis)


def _keys(step: GuidingQuestion) -> Keys:
    key, meaning = _HOW_KEYS[step.kind]
    keys = {key: meaning}
    if step.kind != HYPOTHESIS:
        keys["s"] = Message("shows what the customer could want; “s 2 60” gives your hypothesis by now")
    return keys | {
        "h": Message("gives the next hint; it costs a little of this question's credit"),
        "t": Message("shows the call as far as this question looks back"),
        "Enter": Message("goes on, once you have answered"),
        "q": Message("leaves; you can go on later"),
    }


def _put_transcript(session: TerminalPlay, after: int, upto: int) -> None:
    if after < upto:
        session.screen.put()
    for line in session.case.lines[after:upto]:
        put_line(session.screen, session.case, line)


def _put_question(session: TerminalPlay, step: GuidingQuestion) -> None:
    screen, t = session.screen, session.t
    steps = list(analysis_of(session.case).steps)
    number = t("Question {number} of {count}", number=steps.index(step.id) + 1, count=len(steps))
    screen.put()
    screen.put(words((number, "note")))
    screen.put(step.question, "heading")
    screen.put()
    if step.kind == HYPOTHESIS:
        _put_expectations(session)
    for place, option in enumerate(shown_order(step), 1):
        screen.put(step.options[option].text, label=words((f"{place:>3}", "number"), "  "), indent=5)
    screen.put(t(_HOW[step.kind]), "note")
    progress = session.play.progress.analysis
    for taken in range(hints_taken(progress, progress.step)):  # before the trainee left and came back
        _put_hint(session, step, taken + 1)


def _put_expectations(session: TerminalPlay) -> None:
    for place, text in enumerate(analysis_of(session.case).expectations.values(), 1):
        session.screen.put(text, label=words((f"{place:>3}", "number"), "  "), indent=5)
    beliefs = session.play.progress.analysis.beliefs
    if beliefs:
        expectation = list(analysis_of(session.case).expectations).index(beliefs[-1].expectation) + 1
        session.note(
            Message(
                "Your hypothesis so far is number {number}, {percent} percent sure.",
                number=expectation,
                percent=beliefs[-1].confidence,
            )
        )


def _answer(session: TerminalPlay, step: GuidingQuestion, line: str) -> None:
    first, *rest = parted(line) or [""]
    if line == "" or line in NEXT:
        _go_on(session, step)
    elif line in HINT:
        _hint(session, step)
    elif line in TRANSCRIPT:
        _put_transcript(session, 0, step.upto)
    elif first in SUPPOSE and not rest:
        _put_expectations(session)
        session.note(
            Message("“s 2 60” means the second, 60 percent sure. You can revise it at any question.")
        )
    elif first in SUPPOSE or (step.kind == HYPOTHESIS and first not in ENGINE_WORDS):
        _suppose(session, rest if first in SUPPOSE else [first, *rest])
    else:
        _choose(session, step, rest if first == "answer" else [first, *rest])


def _go_on(session: TerminalPlay, step: GuidingQuestion) -> None:
    if not answered(session.case, session.play.progress.analysis):
        session.note(_HOW[step.kind], style="")
        if step.hints:
            session.note(Message("“h” gives a hint."))
        return
    if session.push("next") and step.why:
        session.screen.put()
        session.screen.put(step.why, "heading")


def _hint(session: TerminalPlay, step: GuidingQuestion) -> None:
    if session.push("hint"):
        progress = session.play.progress.analysis
        _put_hint(session, step, hints_taken(progress, progress.step))


def _put_hint(session: TerminalPlay, step: GuidingQuestion, number: int) -> None:
    count, hint = len(step.hints), step.hints[number - 1]
    session.note(Message("Hint {number} of {count}: {text}", number=number, count=count, text=hint), "cue")


def _suppose(session: TerminalPlay, said: list[str]) -> None:
    expectations = list(analysis_of(session.case).expectations)
    said = [word.rstrip("%％") for word in said]
    said = [word for word in said if word]
    if len(said) == 2 and said[0].isdecimal() and 1 <= int(said[0]) <= len(expectations):
        said[0] = expectations[int(said[0]) - 1]
    elif said and said[0] not in expectations:
        session.note(
            Message(
                "Choose from 1 to {count}, then say how sure you are, as in “2 60”.", count=len(expectations)
            ),
            style="refusal",
        )
        return
    if session.push(" ".join(["suppose", *said])):
        belief = session.play.progress.analysis.beliefs[-1]
        number = expectations.index(belief.expectation) + 1
        session.note(
            Message(
                "Noted: number {number}, {percent} percent sure. Enter goes on.",
                number=number,
                percent=belief.confidence,
            )
            if answered(session.case, session.play.progress.analysis)
            else Message(
                "Noted: number {number}, {percent} percent sure.", number=number, percent=belief.confidence
            ),
            style="",
        )


def _choose(session: TerminalPlay, step: GuidingQuestion, said: list[str]) -> None:
    if step.kind != "point":
        shown = shown_order(step)
        for place, word in enumerate(said):
            if word.isdecimal() and len(word) < 4:
                if not 1 <= int(word) <= len(shown):
                    session.note(Message("Choose from 1 to {count}.", count=len(shown)), style="refusal")
                    return
                said[place] = shown[int(word) - 1]
            elif word not in step.options:
                session.note(_HOW[step.kind], style="refusal")
                return
    if session.push(" ".join(["answer", *said])):
        _put_feedback(session, step, session.play.progress.analysis.answers[-1])


def _put_feedback(session: TerminalPlay, step: GuidingQuestion, answer: AnalysisAnswer) -> None:
    t = session.t
    places = {option: place for place, option in enumerate(shown_order(step), 1)}
    for entry in judged(step, answer.choice):
        label = t("line {number}", number=entry.choice) if step.kind == "point" else str(places[entry.choice])
        _put_judged(session, label, entry.right, entry.why)
    verdict = verdict_on(step, answer)
    if answer.share < 1:
        told = Message("{verdict} Try again, or Enter goes on.", verdict=verdict)
    else:
        told = Message("{verdict} Enter goes on.", verdict=verdict)
    session.note(told, style="right" if answer.share == 1 else "wrong")


def _put_judged(session: TerminalPlay, label: str, right: bool, why: str | None) -> None:
    style = "right" if right else "wrong"
    if why is None:
        text = session.t("right") if right else session.t("wrong")
    else:
        text = session.t("right: {why}", why=why) if right else session.t("wrong: {why}", why=why)
    session.screen.put(text, style, label=words(("  + " if right else "  - ", style), f"{label} "), indent=6)
