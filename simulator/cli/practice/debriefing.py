"""The debrief in the terminal: the same one that the reports show."""

from simulator.call.report.conversation import ReplyReport, TurnReport
from simulator.call.report.course import Course, QuestionReport
from simulator.call.report.debrief import Debrief
from simulator.call.report.recording import Recording
from simulator.call.report.verdict import Scorecard, TwoByTwoCell, VerdictReport
from simulator.call.report.voice import Voice
from simulator.cli.practice.live.replay import put_manner
from simulator.cli.terminal import Screen, words
from simulator.cli.wrapping import padded, width_of, wrapped

INDENT = 4
BAR = 20  # columns of a value's bar

_SIGNS = {"right": ("+", "right"), "missed": ("-", "warning"), "wrong": ("x", "wrong")}


def put_debrief(screen: Screen, d: Debrief, figures: bool = False) -> None:
    """Write a debrief: verdict and score, and what was said of it; all other `figures` only if asked for."""
    screen.heading(screen.t("Debrief: {title}", title=d.title))
    if d.verdict is not None:
        _put_verdict(screen, d.verdict)
    elif not d.over:
        screen.put(screen.t("This attempt was not played to its end."), "warning")
    if d.caller is not None:
        _put_caller(screen, d)
    if d.review is not None or d.too_large:
        from .reviewing import put_review  # which loads the solver

        put_review(screen, d.review)
    if d.conversation is not None:
        _title(screen, screen.t("The call"), gap=False)
        for turn in d.conversation.turns:
            _put_turn(screen, turn, figures)
        if d.conversation.last_words:
            screen.put()
            _put_said(screen, screen.t("Customer"), d.conversation.last_words, "customer")
    if d.recording is not None:
        put_recording(screen, d.recording)
    if d.course is not None:
        put_truth(screen, d.course)
        _put_questions(screen, d.course, figures)
    if d.advice:
        _title(screen, screen.t("What to train next"))
        for number, entry in enumerate(d.advice, 1):
            screen.put(entry.what, "heading", label=words((f"{number:>2}.", "number")), indent=INDENT)
            screen.put(entry.why, indent=INDENT)
            if entry.quote:
                screen.put(screen.t("“{quote}”", quote=entry.quote), "cue", indent=INDENT)
    if figures:
        _put_figures(screen, d)
    else:
        screen.put()
        screen.put(screen.t("All figures: “{command}”.", command="winwin review --figures"), "note")


def _put_figures(screen: Screen, d: Debrief) -> None:
    if d.verdict is not None:
        _title(screen, screen.t("The four values of both sides"))
        _put_two_by_two(screen, d.verdict)
    if d.review is not None:
        from .reviewing import put_figures  # which loads the solver

        put_figures(screen, d.review)
    _put_scores(screen, d.scores)


def _title(screen: Screen, text: str, gap: bool = True) -> None:
    screen.put()
    screen.put(text, "heading")
    if gap:
        screen.put()


def _put_verdict(screen: Screen, verdict: VerdictReport) -> None:
    t = screen.t
    style = "right" if verdict.won else "wrong"
    screen.put(
        words(
            (verdict.words, style), "  ", (t("win-win score {score} of 100", score=verdict.score), "heading")
        )
    )
    screen.put(verdict.means)
    screen.put()
    screen.put(words((verdict.ending, "heading")))
    screen.put(verdict.why)
    for mistake in verdict.mistakes:
        text = t(
            "Critical error: {text} All four values count only {cap} %.", text=mistake.text, cap=mistake.cap
        )
        screen.put(text, "error")


def _put_two_by_two(screen: Screen, verdict: VerdictReport) -> None:
    """The two sides beside the two spaces: value, a bar with the mark to be reached, won or not in words."""
    t = screen.t
    side = max(width_of(cell.side) for cell in verdict.cells) + 2
    column = (screen.width - side) // 2
    head = " " * side + "".join(padded(space.name, column) for space in verdict.spaces)
    screen.put(words((head.rstrip(), "heading")))
    for first, second in (verdict.cells[:2], verdict.cells[2:]):
        says = [wrapped(cell.says, column - 2) for cell in (first, second)]
        _put_row(screen, first.side, side, [_value(screen, cell) for cell in (first, second)], column)
        bars = [(_bar(cell.value, verdict.bar), "right" if cell.won else "wrong") for cell in (first, second)]
        _put_row(screen, "", side, bars, column)
        for line in range(max(map(len, says))):
            _put_row(
                screen, "", side, [(text[line] if line < len(text) else "", "note") for text in says], column
            )
        screen.put()
    business, personal = verdict.spaces
    screen.put(
        t(
            "{business}: {who}. {personal}: {whom}. A cell is won from {bar} on.",
            business=business.name,
            who=business.words,
            personal=personal.name,
            whom=personal.words,
            bar=verdict.bar,
        )
    )


def _value(screen: Screen, cell: TwoByTwoCell) -> tuple[str, str]:
    word = screen.t("won") if cell.won else screen.t("not won")
    return f"{cell.value:>3}  {word}", "right" if cell.won else "wrong"


def _bar(value: int, bar: int) -> str:
    """A value as a bar, with a mark where it is won."""
    filled, mark = value * BAR // 100, min(bar * BAR // 100, BAR - 1)
    return "".join("|" if place == mark else "█" if place < filled else "·" for place in range(BAR))


def _put_row(screen: Screen, side: str, width: int, cells: list[tuple[str, str]], column: int) -> None:
    line = words((padded(side, width), "heading"), *((padded(text, column), style) for text, style in cells))
    line.rstrip()
    screen.console.print(line, soft_wrap=True)


def _put_caller(screen: Screen, d: Debrief) -> None:
    t, caller = screen.t, d.caller
    assert caller is not None
    _title(screen, t("On the line: {name}", name=caller.name))
    screen.put(caller.who)
    screen.put(t("Really wanted: {text}", text=caller.expects), "heading")
    screen.put(t("Cues: {text}", text=caller.gives_away))


def _put_turn(screen: Screen, turn: TurnReport, figures: bool) -> None:
    t = screen.t
    screen.put()
    if turn.screen:
        _put_said(screen, t("Screen"), turn.screen, "screen")
    _put_said(screen, turn.voice.who(t), turn.customer, "customer", turn.voice)
    if turn.reply is not None:
        _put_said(screen, t("You"), turn.reply.say, "agent")
        _put_feedback(screen, turn.reply, figures)


def _put_said(screen: Screen, speaker: str, text: str, style: str, voice: Voice | None = None) -> None:
    label = words((speaker, style))
    parts = words(*(put_manner(voice, screen) if voice else ()), (text, style))
    screen.put(parts, label=label, indent=max(_said_indent(screen), width_of(speaker) + 2))


def _said_indent(screen: Screen) -> int:
    return max(width_of(screen.t(speaker)) for speaker in ("Customer", "You", "Screen")) + 2


def _put_feedback(screen: Screen, reply: ReplyReport, figures: bool) -> None:
    indent = _said_indent(screen)
    for text in reply.critical:
        screen.put(screen.t("Critical error: {text}", text=text), "error", indent=indent)
    screen.put(words(("> ", "key"), reply.why), indent=indent)
    if reply.mismatch:
        screen.put(reply.mismatch, "note", indent=indent)
    if figures and reply.shifts:
        moved = [f"{shift.name} {shift.amount:+d}".replace("-", "−") for shift in reply.shifts]
        screen.put(screen.t(", ").join(moved), "note", indent=indent)


def put_recording(screen: Screen, recording: Recording) -> None:
    """Write what was found in the recording and what was missed, in its lines."""
    t = screen.t
    _title(screen, t("What there was to notice"))
    if not recording.tallies:
        screen.put(t("Nothing was marked."))
    signs = {"found": ("+", "right"), "missed": ("-", "warning"), "mistaken": ("x", "wrong")}
    states = {"found": t("found"), "missed": t("missed"), "mistaken": t("mistaken")}
    for line in recording.lines:
        if not line.noticed:
            continue
        label = words((f"{line.number:>3}", "number"), " ", (line.speaker, "note"), " ")
        screen.put(line.words, label=label, indent=INDENT)
        for noticed in line.noticed:
            sign, style = signs[noticed.state]
            text = t("{detail}, {state}", detail=noticed.detail, state=states[noticed.state])
            if noticed.why:
                text = t("{what}: {text}", what=text, text=noticed.why)
            screen.put(text, label=words((f"    {sign} ", style)), indent=INDENT + 2)


def put_truth(screen: Screen, course: Course) -> None:
    """Write what the customer of the recording wanted, and how right each hypothesis was."""
    t = screen.t
    _title(screen, t("What the customer of the recording wanted"))
    screen.put(course.truth)
    stated = [guess for guess in course.guesses if guess.revised]
    if stated:
        _title(screen, t("How your hypothesis changed"))
    for guess in stated:
        text = t(
            "{expectation} ({percent} percent sure, {verdict})",
            expectation=guess.expectation,
            percent=guess.confidence,
            verdict=t("right") if guess.right else t("wrong"),
        )
        style = "right" if guess.right else "wrong"
        screen.put(text, style, label=words((f"{guess.step:>2}.", "number")), indent=INDENT)


def _put_questions(screen: Screen, course: Course, figures: bool) -> None:
    if course.questions:
        _title(screen, screen.t("The questions"))
    for question in course.questions:
        _put_question(screen, question, figures)


def _put_question(screen: Screen, question: QuestionReport, figures: bool) -> None:
    t = screen.t
    head = words((question.question, "heading"))
    if figures:
        credit = t("{credit} of 100", credit=question.credit)
        head.append(f" [{credit}]", "right" if question.credit == 100 else "warning")
    screen.put(head, label=words((f"{question.step:>2}.", "number")), indent=INDENT)
    for item in question.items:
        if item.mark != "none":
            sign, style = _SIGNS[item.mark]
            text = screen.t("{what}: {text}", what=item.state, text=item.text)
            screen.put(text, style, label=words((f"    {sign} ", style)), indent=INDENT + 2)
            if item.why:
                screen.put(item.why, indent=INDENT + 2)
    if question.why:
        screen.put(question.why, "note", indent=INDENT)


def _put_scores(screen: Screen, card: Scorecard) -> None:
    t = screen.t
    _title(screen, t("Scores"))
    column = max(width_of(stage.name) for stage in card.stages) + 2
    for stage in card.stages:
        score = t("not finished") if stage.score is None else f"{stage.score:>3}"
        screen.put(words(score), label=words(f"  {stage.name}"), indent=column + 2)
    if card.total is not None and len(card.stages) > 1:
        screen.put(
            words((f"{card.total:>3}", "heading")),
            label=words("  ", (t("Together"), "heading")),
            indent=column + 2,
        )
