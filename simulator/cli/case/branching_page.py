"""What can be said after some replies, and the table of scenes, as pages for authors."""

from collections.abc import Sequence

from rich.text import Text

from simulator.call.check.branching import Branching, CallerWorth, MomentAfter, ReplyOnOffer
from simulator.call.check.choices import CallerChoice, SceneChoices
from simulator.call.report.voice import voice_of
from simulator.call.report.wording import VERDICTS
from simulator.cli.practice.live.replay import put_manner
from simulator.cli.terminal import Screen, tenths, words
from simulator.cli.wrapping import padded, width_of
from simulator.text.message import Message

from .solve_page import VERDICT_STYLES, moves_in_words, percent

EVEN = 0.05  # points: what differs less is shown as equal


def put_branching(screen: Screen, found: Branching) -> None:
    """Write what is open after the replies, moment by moment."""
    t = screen.t
    if found.moves:
        screen.heading(t("After {moves}", moves=moves_in_words(found.moves)))
    else:
        screen.heading(t("At the opening"))
    for number, moment in enumerate(found.moments):
        if number:
            screen.put()
        _put_moment(screen, moment)
    for ended in found.ended:
        verdict = words(
            (f"{ended.score} ", "heading"), (t(VERDICTS[ended.verdict]), VERDICT_STYLES[ended.verdict])
        )
        over = t("The call is over with {persona}: {ending}", persona=ended.persona, ending=ended.ending)
        screen.put(words(over, "  ", verdict))
    for refused in found.refused:
        text = t(
            "With {persona} reply {number}, “{move}”, cannot be said.",
            persona=refused.persona,
            number=refused.number,
            move=refused.move,
        )
        screen.put(text, "note")


def _put_moment(screen: Screen, moment: MomentAfter) -> None:
    t = screen.t
    if moment.screen:
        screen.put(words((t("Screen"), "screen"), f"  {moment.screen}"))
    voice = voice_of(moment, t)
    screen.put(words((voice.who(t), "customer"), "  ", *put_manner(voice, screen), moment.customer))
    who = t("In “{scene}” it may be: {personas}", scene=moment.scene, personas=t(", ").join(moment.personas))
    screen.put(who, "key")
    expected = (
        Message(
            "Without knowing the caller, {points} points can be expected; a win-win is still possible.",
            points=tenths(moment.value),
        )
        if moment.win_win
        else Message(
            "Without knowing the caller, {points} points can be expected; no win-win is possible any more.",
            points=tenths(moment.value),
        )
    )
    screen.put(t(expected))
    for reply in moment.replies:
        screen.put()
        _put_reply(screen, reply)


def _put_reply(screen: Screen, reply: ReplyOnOffer) -> None:
    t = screen.t
    head = words((reply.move, "heading"))
    if not reply.sayable:
        head.append_text(words("  ", (t("more than this agent may do"), "note")))
    elif reply.value is not None and reply.lost is not None:
        head.append_text(words(f"  {tenths(reply.value)}"))
        if reply.lost >= EVEN:
            head.append_text(words((f"  −{tenths(reply.lost)}", "wrong")))
    if reply.trap:
        head.append_text(words("  ", (t("trap"), "warning")))
    if reply.best:
        head.append_text(words("  ", (t("say this"), "right")))
    screen.put(head, label=words((" =" if reply.best else "  ", "right")), indent=3)
    screen.put(reply.say, "note", indent=5)
    width = max((width_of(worth.persona) for worth in reply.callers), default=0)
    for worth in reply.callers:
        screen.put(_worth(screen, worth), label=f"     {padded(worth.persona, width)}", indent=7 + width)


def _worth(screen: Screen, worth: CallerWorth) -> Text:
    t = screen.t
    if worth.value is None:
        return words((t("no ending can be reached"), "wrong"))
    win = (t("win-win possible"), "right") if worth.win_win else (t("no win-win"), "wrong")
    line = words((f"{worth.value:>3}", "heading"), "  ", win)
    if worth.win_win:
        line.append_text(words("  ", t("chance {chance}", chance=percent(worth.chance))))
    if worth.line:
        line.append_text(words((f"  › {moves_in_words(worth.line)}", "note")))
    return line


def put_scenes(screen: Screen, scenes: Sequence[SceneChoices]) -> None:
    """Write for each scene which reply is best for whom, and by how much."""
    t = screen.t
    screen.heading(t("Which reply is best for whom"))
    screen.put(
        t(
            "Points lost to the best reply, on average over calls at random, with the caller known; only"
            " where something can still be lost."
        ),
        "note",
    )
    for scene in scenes:
        screen.put()
        screen.put(words((scene.scene, "heading"), (f"  {scene.customer}", "note")))
        if not scene.callers:
            screen.put(t("no call comes here"), "warning", indent=2)
        width = max((width_of(choice.persona) for choice in scene.callers), default=0)
        for choice in scene.callers:
            screen.put(_choice(screen, choice), label=f"  {padded(choice.persona, width)}", indent=4 + width)


def _choice(screen: Screen, choice: CallerChoice) -> Text:
    t = screen.t
    if not choice.best:
        return words((t("nothing can be lost here"), "note"))
    line = words((t(" or ").join(choice.best), "right"))
    if choice.lead is not None:
        line.append_text(words("  ", (t("by {points}", points=tenths(choice.lead)), "heading")))
    for reply in choice.replies:
        if reply.move not in choice.best:
            trap = f" ({t('trap')})" if reply.trap else ""
            line.append_text(words((f" · {reply.move}{trap} −{tenths(reply.mean)}", "note")))
    return line
