"""How every gauge stands after a reply, and what the reply changed: for authors, trainees never see it."""

from rich.text import Text

from simulator.call.case.case import Case, Position
from simulator.call.play.play import Play
from simulator.call.play.rehearsal import critical_errors
from simulator.call.report.conversation import levels
from simulator.cli.terminal import Screen, words
from simulator.cli.wrapping import width_of

Entry = tuple[str, Position, Position]
"""A move, or the word for the opening, with the positions before and after it."""


def put_all_levels(screen: Screen, play: Play) -> None:
    """Write the levels of a whole call: at its opening, and after each reply."""
    spoken = tuple(play.spoken())
    position = play.progress.rehearsal
    if position is None:
        return
    screen.heading(screen.t("Levels after each reply"))
    first = spoken[0].before if spoken else position
    entries: list[Entry] = [(screen.t("opening"), first, first)]
    entries += [(entry.move.id, entry.before, entry.after) for entry in spoken]
    column = max(width_of(name) for name, _, _ in entries) + 6
    for number, (name, before, after) in enumerate(entries):
        label = words((f"{number:>3}" if number else "   ", "number"), " ", (name, "key"))
        put_levels(screen, play.case, before, after, label, column)


def put_levels(
    screen: Screen, case: Case, before: Position, after: Position, label: str | Text = "", indent: int = 0
) -> None:
    """Write the levels after a reply, each that moved with what was added, and what else is new."""
    t = screen.t
    line = words()
    for shift in levels(case, before, after, t):
        if line:
            line.append(" · ", "note")
        if shift.amount:
            line.append_text(words((f"{shift.name} {shift.after}", "heading"), (f" ({shift.signed})", "cue")))
        else:
            line.append_text(words((f"{shift.name} {shift.after}", "note")))
    screen.put(line, label=label, indent=indent)
    learnt = [fact for fact in case.facts if after.flags & ~before.flags & case.flags[fact]]
    if learnt:
        screen.put(t("new facts: {facts}", facts=t(", ").join(learnt)), "right", indent=indent)
    made = [error for error in critical_errors(case, after) if error not in critical_errors(case, before)]
    if made:
        screen.put(t("critical errors: {errors}", errors=t(", ").join(made)), "error", indent=indent)
