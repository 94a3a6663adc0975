"""The replay at the terminal: the recorded call, line by line, and the details marked in it."""

import re

from simulator.call.case.case import Case, Detail, RecordedLine
from simulator.call.report.recording import clock
from simulator.call.report.voice import Voice, mood_name
from simulator.call.report.wording import DETAIL_MEANINGS, DETAILS, SPEAKERS
from simulator.cli.terminal import Screen, words
from simulator.cli.wrapping import padded, width_of
from simulator.text.message import Message

from .session import Keys, TerminalPlay

NEXT = ("n", "next", "下一步", "继续")
ALL = ("all", "hear all", "全部")
LIST = ("l", "list", "t", "重看")
ENGINE_WORDS = ("hear", "mark", "unmark")

_MARK = re.compile(r"(\d{1,5})\s*(.+)").fullmatch

KEYS: Keys = {
    "Enter": Message("plays the next line"),
    "all": Message("plays the rest of the call"),
    "3 r": Message("marks line 3 as repeated; the same again takes the mark away"),
    "l": Message("shows the call so far, with your marks"),
    "n": Message("goes on, when the call is over"),
    "q": Message("leaves; you can go on later"),
}


def listen(session: TerminalPlay) -> None:
    """Play the replay to its end."""
    screen, t = session.screen, session.t
    screen.heading(t("Replay: the call that went wrong"))
    if session.resumed_here():
        _put_heard(session)
    else:
        screen.put(t("Enter plays the next line. Mark what you notice by the line's number and a letter:"))
        _put_kinds(session)
        screen.put(t("“3 r” marks line 3 as repeated. “?” shows all keys."), "note")
        screen.put()
    while session.play.state.startswith("replay."):
        _answer(session, session.ask(KEYS))


def put_line(
    screen: Screen, case: Case, line: RecordedLine, marks: frozenset[tuple[int, Detail]] = frozenset()
) -> None:
    """Write a line of the recorded call: number, time, speaker, manner and words."""
    t = screen.t
    column = max(width_of(t(speaker)) for speaker in SPEAKERS.values())
    time = "" if line.at is None else clock(line.at)
    times = 6 if any(other.at is not None for other in case.lines) else 0
    label = words(
        (f"{line.number:>3}", "number"),
        "  ",
        (f"{time:<{times}}", "note"),
        (padded(t(SPEAKERS[line.speaker]), column), _style(line.speaker)),
        "  ",
    )
    voice = Voice(mood=line.mood, mood_name=mood_name(line.mood, t), cue=line.cue)
    text = words(*put_manner(voice, screen), (line.words, _style(line.speaker)))
    screen.put(text, label=label, indent=7 + times + column)
    marked = [t(DETAILS[detail]) for detail in Detail if (line.number, detail) in marks]
    if marked:
        screen.put(t("marked: {details}", details=", ".join(marked)), "right", indent=7 + times + column)


def put_manner(voice: Voice, screen: Screen) -> list[tuple[str, str]]:
    """The manner in which something is said, as parts of a text before the words."""
    manner = voice.manner(screen.t)
    return [(screen.t("({cue}) ", cue=manner), "cue")] if manner else []


def _style(speaker: str) -> str:
    return {"customer": "customer", "agent": "agent", "system": "screen"}[speaker]


def _answer(session: TerminalPlay, line: str) -> None:
    if line == "":
        _hear(session)
    elif line in ALL:
        _hear(session, "hear all")
    elif line in NEXT:
        session.push("next")
    elif line in LIST:
        _put_heard(session)
    elif line in ("h", "hint", "提示"):
        session.note(Message("There are no hints here; they come with the questions."))
        _put_kinds(session)
    elif line.split()[0] in ENGINE_WORDS:
        _hear(session, line) if line.startswith("hear") else _pushed_mark(session, line)
    elif found := _MARK(line):
        _mark(session, int(found[1]), found[2].strip())
    else:
        session.note(
            Message("Enter plays the next line, “3 r” marks line 3 as repeated, “?” shows all keys.")
        )


def _hear(session: TerminalPlay, move: str = "hear") -> None:
    case, before = session.case, session.play.progress.replay.heard
    if before == len(case.lines):
        session.note(Message("The call is over. Mark what you noticed; “n” goes on."))
        return
    if not session.push(move):
        return
    heard = session.play.progress.replay.heard
    for line in case.lines[before:heard]:
        put_line(session.screen, case, line)
    if heard == len(case.lines):
        session.screen.put()
        session.note(
            Message("That was the call. “l” shows it again; mark what you noticed, then “n” goes on."),
            style="",
        )


def _mark(session: TerminalPlay, number: int, word: str) -> None:
    detail = _detail(session, word)
    if detail is None:
        session.note(Message("“{word}” is none of these:", word=word), style="refusal")
        _put_kinds(session)
        return
    verb = "unmark" if (number, detail) in session.play.progress.replay.marks else "mark"
    _pushed_mark(session, f"{verb} {number} {detail.value}")


def _pushed_mark(session: TerminalPlay, move: str) -> None:
    if session.push(move):
        number = int(move.split()[1])
        marks = session.play.progress.replay.marks
        names = [session.t(DETAILS[detail]) for detail in Detail if (number, detail) in marks]
        told = (
            Message("Line {number}: {details}", number=number, details=", ".join(names))
            if names
            else Message("Line {number}: no mark", number=number)
        )
        session.note(told, style="right")


def _detail(session: TerminalPlay, word: str) -> Detail | None:
    """The kind of detail that a word or a letter means, in either language; a key goes before a name."""
    names = [(detail, detail.value) for detail in Detail]  # their first letters are the keys
    names += [(detail, session.t(DETAILS[detail]).lower()) for detail in Detail]
    return next((detail for detail, name in names if name.startswith(word)), None)


def _put_kinds(session: TerminalPlay) -> None:
    t = session.t
    column = 4 + max(width_of(t(name)) for name in DETAILS.values()) + 2
    for detail, name in DETAILS.items():
        label = words("  ", (detail.value[0], "key"), " ", (t(name), "heading"))
        session.screen.put(t(DETAIL_MEANINGS[detail]), label=label, indent=column)


def _put_heard(session: TerminalPlay) -> None:
    heard = session.play.progress.replay
    for line in session.case.lines[: heard.heard]:
        put_line(session.screen, session.case, line, heard.marks)
