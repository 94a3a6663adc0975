"""The review in the terminal: where the call was lost, and the faults; figures for whoever asks for them."""

from simulator.call.report.review import LIMITED, NO_FAULT, BetterReply, FaultReport, ReviewPart
from simulator.call.report.voice import Voice
from simulator.cli.practice.live.replay import put_manner
from simulator.cli.terminal import Screen, words
from simulator.cli.wrapping import padded, width_of

BAR = 20  # columns of a chance's bar
INDENT = 4

SIGNS = {
    "best": ("+", "right"),
    "good": ("+", "right"),
    "inaccuracy": ("?", "warning"),
    "mistake": ("x", "wrong"),
    "blunder": ("X", "error"),
    LIMITED: ("-", "note"),
}
"""A sign and a style for each grade."""


def put_review(screen: Screen, review: ReviewPart | None) -> None:
    """Write the review of a call, or why there is none."""
    t = screen.t
    screen.put()
    screen.put(t("The review: which replies mattered"), "heading")
    if review is None:
        screen.put(
            t("This case has more positions than could be worked out, so its calls are not graded."), "note"
        )
        return
    for sentence in review.lost:
        screen.put(sentence)
    if not review.faults and review.replies:
        screen.put(t(NO_FAULT))
    for fault in review.faults:
        _put_fault(screen, fault)
    if review.answers_kept:
        screen.put()
        screen.put(
            t(
                "What would have been better is shown once you have taken the call again;"
                " “{retry}” lets you find it, “{show}” shows it now.",
                retry="winwin retry",
                show="winwin review --better",
            ),
            "note",
        )


def put_figures(screen: Screen, review: ReviewPart) -> None:
    """Write the figures of a review: accuracy, turns, each reply with its grade and the chance after it."""
    t = screen.t
    screen.put()
    screen.put(t("The figures: grades, points lost, the chance of a win-win"), "heading")
    if review.accuracy is not None:
        screen.put(t("Accuracy of your replies: {accuracy} of 100", accuracy=review.accuracy))
    for sentence in review.turns:
        screen.put(sentence)
    screen.put()
    _put_chances(screen, review)


def chance_bar(chance: int) -> str:
    """A chance, in percent, as a bar, which is empty and full only at 0 and 100."""
    filled = chance * BAR // 100 if chance in (0, 100) else min(BAR - 1, max(1, round(chance * BAR / 100)))
    return "█" * filled + "·" * (BAR - filled)


def _put_chances(screen: Screen, review: ReviewPart) -> None:
    t = screen.t
    column = 8 + max(width_of(name) for _, name, _ in review.counts)
    screen.put(t("The chance of a win-win after each reply, and the points it lost:"), "note")
    label = padded(f"     {t('opening')}", max(column, 7 + width_of(t("opening"))))
    screen.console.print(words(label, chance_bar(review.opening), f" {review.opening:>3} %"), soft_wrap=True)
    for reply in review.replies:
        sign, style = SIGNS[reply.grade]
        line = words(
            (f"{reply.number:>3}", "number"),
            " ",
            (padded(f"{sign} {reply.name}", len(label) and width_of(label) - 4), style),
            chance_bar(reply.chance),
            f" {reply.chance:>3} %",
            (f"  {reply.lost:>4}" if reply.lost != "0" else "", style),
        )
        screen.console.print(line, soft_wrap=True)


def _put_fault(screen: Screen, fault: FaultReport) -> None:
    t = screen.t
    sign, style = SIGNS[fault.grade]
    screen.put()
    head = t("Reply {number}", number=fault.number)
    detail = t(" ({text})", text=t("the call was lost with it")) if fault.lost_the_call else ""
    screen.put(words((f"{sign} ", style), (head, "heading"), t(": "), (fault.name, style), detail))
    _put_said(screen, fault.voice.who(t), fault.customer, "customer", fault.voice)
    _put_said(screen, t("You said"), fault.said, "agent")
    screen.put(words(("> ", "key"), fault.why), indent=INDENT)
    if fault.mismatch:
        screen.put(fault.mismatch, "note", indent=INDENT)
    if fault.better is not None:
        _put_better(screen, fault.better)
    elif fault.unmendable:
        screen.put(fault.unmendable, "note", indent=INDENT)


def _put_better(screen: Screen, better: BetterReply) -> None:
    t = screen.t
    _put_said(screen, t("Better"), better.say, "right")
    screen.put(words(("> ", "key"), better.why), indent=INDENT)
    first = better.line[0]
    speaker = first.voice.speaker or t("Customer, then")
    _put_said(screen, speaker, first.answer, "customer", first.voice)
    if better.verdict is not None:
        screen.put(
            t(
                "From there it could have come to this: {ending} ({verdict})",
                ending=better.ending,
                verdict=better.verdict,
            ),
            "note",
            indent=INDENT,
        )


def _put_said(screen: Screen, speaker: str, text: str, style: str, voice: Voice | None = None) -> None:
    names = [screen.t(name) for name in ("Customer", "You said", "Better", "Customer, then")]
    column = INDENT + 2 + max(width_of(name) for name in (*names, speaker))
    label = words(" " * INDENT, (speaker, style))
    parts = words(*(put_manner(voice, screen) if voice else ()), (text, style))
    screen.put(parts, label=label, indent=column)
