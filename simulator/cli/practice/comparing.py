"""Two calls side by side in the terminal."""

from collections.abc import Sequence

from simulator.call.report.comparison import ComparedReply, ComparisonPart, Side
from simulator.cli.terminal import Screen, clean, words
from simulator.cli.wrapping import padded, wrapped

from .reviewing import SIGNS, chance_bar

GAP = 3  # columns between the two calls

Line = tuple[str, str]
"""A line of a column, and its style."""


def put_comparison(screen: Screen, part: ComparisonPart) -> None:
    """Write two compared calls."""
    t = screen.t
    screen.heading(t("Two calls compared: {title}", title=part.title))
    for sentence in (*part.sentences, *part.figures):
        screen.put(sentence)
    screen.put()
    _put_rows(screen, [_glance(screen, side) for side in part.sides])
    if part.shared:
        screen.put()
        screen.put(t("What both said"), "heading")
        for reply in part.shared:
            sign, style = SIGNS[reply.grade]
            screen.put(
                words(reply.say, (f"  {reply.chance} %", "note")),
                label=words((f"{reply.number:>3}", "number"), (f" {sign} ", style)),
                indent=6,
            )
    if part.apart:
        screen.put()
        screen.put(t("Where the calls diverge"), "heading")
    for pair in part.apart:
        screen.put()
        _put_rows(screen, [_reply(screen, reply) for reply in pair])
    if part.apart and any(side.last_words for side in part.sides):
        screen.put()
        _put_rows(screen, [_last(screen, side) for side in part.sides])


def _column(screen: Screen) -> int:
    return (screen.width - GAP) // 2


def _glance(screen: Screen, side: Side) -> list[Line]:
    t = screen.t
    lines = [(side.name, "heading"), (side.caller, "note")]
    lines.append((side.verdict, "right" if side.won else "wrong"))
    if side.score is not None:
        lines.append((t("win-win score {score} of 100", score=side.score), ""))
    if side.ending:
        lines.append((side.ending, ""))
    if side.accuracy is not None:
        lines.append((t("accuracy {accuracy} of 100", accuracy=side.accuracy), "note"))
    return lines


def _reply(screen: Screen, reply: ComparedReply | None) -> list[Line]:
    t = screen.t
    if reply is None:
        return [(t("This call is over."), "note")]
    sign, style = SIGNS[reply.grade]
    lost = "" if reply.lost == "0" else f" {reply.lost}"
    manner = reply.voice.manner(t)
    customer = t("({text})", text=manner) + " " + reply.customer if manner else reply.customer
    if reply.voice.speaker:
        customer = t("{what}: {text}", what=reply.voice.speaker, text=customer)
    return [
        (customer, "customer"),
        (f"{reply.number}. {reply.say}", "agent"),
        (f"{sign} {reply.name}{lost}", style),
        (f"{chance_bar(reply.chance)} {reply.chance} %", "note"),
    ]


def _last(screen: Screen, side: Side) -> list[Line]:
    return [(side.last_words or "", "customer")]


def _put_rows(screen: Screen, cells: Sequence[list[Line]]) -> None:
    """Write two columns, line by line, each wrapped in its own width."""
    column = _column(screen)
    left, right = (
        [(line, style) for text, style in cell for line in wrapped(clean(text), column)] for cell in cells
    )
    for place in range(max(len(left), len(right))):
        first = left[place] if place < len(left) else ("", "")
        second = right[place] if place < len(right) else ("", "")
        line = words((padded(first[0], column), first[1]), " " * GAP, second)
        line.rstrip()
        screen.console.print(line, soft_wrap=True)
