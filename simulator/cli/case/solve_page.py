"""A solved case as a page for its trainer: what can come of the call, and the replies that show it."""

from collections.abc import Sequence

from rich.text import Text

from simulator.call.case.case import Case
from simulator.call.check.account import (
    ASKING,
    Account,
    Hindsight,
    InShoes,
    OpenMoment,
    Reachable,
    ScoreBounds,
    Spread,
)
from simulator.call.check.claims import ClaimStanding, JudgedClaim
from simulator.call.play.outcome import Verdict
from simulator.call.report.wording import SPACES, VERDICTS
from simulator.cli.terminal import Screen, tenths, words
from simulator.cli.wrapping import padded, width_of
from simulator.text.language import N_
from simulator.text.message import plural

LABEL = 21  # columns of what stands before a fact
MOST_TELLING = 8

STANDINGS = {
    ClaimStanding.PROVED: (N_("proved"), "right"),
    ClaimStanding.REFUTED: (N_("refuted"), "wrong"),
    ClaimStanding.OPEN: (N_("open: not all positions were looked at"), "warning"),
}
VERDICT_STYLES = {
    Verdict.WIN_WIN: "right",
    Verdict.CUSTOMER: "warning",
    Verdict.COMPANY: "warning",
    Verdict.LOSE_LOSE: "wrong",
}


def put_account(screen: Screen, account: Account, called: str) -> None:
    """Write the whole page; `called` is how the user calls the case."""
    t = screen.t
    screen.heading(account.case.title)
    positions = sum(persona.positions for persona in account.personas)
    moves = sum(persona.moves for persona in account.personas)
    if all(persona.complete for persona in account.personas):
        text = t(
            "Worked out over every call that can be made: {positions} positions, {moves} replies between"
            " them.",
            positions=f"{positions:,}",
            moves=f"{moves:,}",
        )
        screen.put(text)
    else:
        text = t(
            "The budget of {budget} positions for each customer was spent before all was looked at. Scores"
            " lie between the bounds given; what is said to be reachable is.",
            budget=f"{account.budget:,}",
        )
        screen.put(text, "warning")
    screen.heading(t("Persona known: with hindsight, when it is known who is on the line"))
    for place, persona in enumerate(account.personas):
        if place:
            screen.put()
        _put_persona(screen, account.case, persona)
    if account.shoes is not None:
        screen.heading(t("Persona unknown: nobody has said who is on the line"))
        _put_shoes(screen, account.case, account.shoes)
    put_claims(screen, account.claims or ())
    screen.put()
    screen.put(
        t(
            "“--json” gives the replies behind every figure, as plans that “winwin play {case} --stage"
            " rehearsal --persona NAME --plan FILE” plays.",
            case=called,
        ),
        "note",
    )


def percent(chance: float) -> str:
    """A chance, 0-1, in percent; what is rare but possible is never shown as nothing."""
    if 0 < chance < 0.0005:
        return "<0.1%"
    shown = tenths(100 * chance)
    if shown == "100.0" and chance < 1 - 1e-9:
        return ">99.9%"
    return f"{shown.removesuffix('.0')}%"


def put_claims(screen: Screen, claims: Sequence[JudgedClaim]) -> None:
    """Write what the author claims of every call, and where each claim stands."""
    t = screen.t
    if not claims:
        return
    screen.heading(t("What the author claims of every call"))
    width = max(width_of(t(STANDINGS[claim.standing][0])) for claim in claims)
    for claim in claims:
        standing, style = STANDINGS[claim.standing]
        label = words("  ", (padded(t(standing), width), style), "  ")
        screen.put(claim.claim, label=label, indent=width + 4)
        if claim.call is not None:
            call = claim.call
            told = t(
                "with {persona}, “{ending}”, {score} points: {moves}",
                persona=call.persona,
                ending=call.ending,
                score=call.score,
                moves=moves_in_words(call.moves),
            )
            screen.put(told, "note", indent=width + 4)


def put_spread(screen: Screen, spread: Spread, label: str) -> None:
    """Write how calls come out that are made by a habit: the mean and each verdict's chance."""
    t = screen.t
    _put(
        screen,
        label,
        t(
            "{mean} points on average, after {replies} replies",
            mean=tenths(spread.mean),
            replies=tenths(spread.replies),
        ),
    )
    verdicts = [
        f"{t(VERDICTS[verdict])} {percent(chance)}" for verdict, chance in spread.verdicts.items() if chance
    ]
    if spread.unended > 1e-9:
        verdicts.append(t("never ends {chance}", chance=percent(spread.unended)))
    _put(screen, "", " · ".join(verdicts))


def moves_in_words(moves: Sequence[str]) -> str:
    """A list of moves on one line."""
    return "\u00a0› ".join(moves)  # a line may end with the sign, but not begin with it


def _put_persona(screen: Screen, case: Case, persona: Hindsight) -> None:
    t = screen.t
    known = case.personas[case.persona_place(persona.persona)]
    amounts = t(
        "{positions} positions, {moves} replies",
        positions=f"{persona.positions:,}",
        moves=f"{persona.moves:,}",
    )
    screen.put(words((known.name, "heading"), (f"  {known.id}", "key"), (f"  {amounts}", "note")))
    _put_call(screen, t("Best"), persona.best)
    _put_call(screen, t("Worst"), persona.worst)
    call = persona.win_win.call
    if call is not None:
        if call == persona.best.call:
            _put(screen, t("Win-win"), t("can be reached: the best call is one"), "right")
        else:
            replies = t("can be reached, at the soonest after {count} replies", count=len(call.moves))
            _put(screen, t("Win-win"), replies, "right")
            _put(screen, "", moves_in_words(call.moves), "note")
    elif persona.win_win.reachable is None:
        _put(screen, t("Win-win"), t("none found within the budget"), "warning")
    else:
        _put(screen, t("Win-win"), t("out of reach, whatever is said"), "wrong")
    for space, name in zip((persona.frontier.business, persona.frontier.personal), SPACES, strict=True):
        points = t(", ").join(f"{p.customer}/{p.company}" for p in space)
        _put(screen, t(name), t("customer/company at most {points}", points=points) if points else "–")
    if persona.random is not None:
        put_spread(screen, persona.random, t("By chance"))
    _put_endings(screen, case, persona)


def _put_call(screen: Screen, label: str, bounds: ScoreBounds) -> None:
    t, call = screen.t, bounds.call
    score = str(bounds.least) if bounds.least == bounds.most else f"{bounds.least}–{bounds.most}"
    if call is None:
        _put(screen, label, t("no ending was found"), "wrong")
        return
    verdict = (t(VERDICTS[call.verdict]), VERDICT_STYLES[call.verdict])
    line = words((f"{score:>3}", "heading"), "  ", verdict, f" · {call.ending}")
    screen.put(line, label=words((f"  {label}", "key")), indent=LABEL)
    _put(screen, "", moves_in_words(call.moves), "note")


def _put_endings(screen: Screen, case: Case, persona: Hindsight) -> None:
    t = screen.t
    width = max(width_of(ending) for ending in case.endings)
    label = t("Endings")
    for ending in persona.endings:
        name = padded(ending.ending, width)
        if ending.call is None:
            none = t("never reached") if persona.complete else t("not found")
            text = words(name, "  ", (none, "warning"))
        else:
            chance = persona.random.endings[ending.ending] if persona.random else None
            by_chance = "" if chance is None else f"{percent(chance):>6}  "
            count = len(ending.call.moves)
            soonest = t(
                plural("at the soonest after 1 reply", "at the soonest after {count} replies", count=count)
            )
            text = words(name, "  ", by_chance, (soonest, "note"))
        screen.put(text, label=words((f"  {label}", "key")), indent=LABEL)
        label = ""
    label = t("Best per ending")
    for ending in persona.endings:
        if ending.call is not None:
            name = padded(ending.ending, width)
            screen.put(
                words(name, "  ", _best_there(screen, ending)),
                label=words((f"  {label}", "key")),
                indent=LABEL,
            )
            label = ""


def _best_there(screen: Screen, ending: Reachable) -> Text:
    """The best that a call ending there can come to without a trap."""
    t, best = screen.t, ending.best
    if best is None:
        return words((t("only by a trap"), "warning"))
    return words((f"{best.score:>3}  ", "heading"), (t(VERDICTS[best.verdict]), VERDICT_STYLES[best.verdict]))


def _put_shoes(screen: Screen, case: Case, shoes: InShoes) -> None:
    t = screen.t
    facts = {
        t("Persona known"): t(
            "{value} points expected of somebody who knows who is calling", value=tenths(shoes.told)
        ),
        t("Persona unknown"): t(
            "{value} points, when all is made of what is heard", value=tenths(shoes.value)
        ),
        t("The cost"): t("{cost} points for not knowing", cost=tenths(shoes.cost)),
    }
    for label, fact in facts.items():
        _put(screen, label, fact)
    screen.put()
    for opening in shoes.openings:
        if len(opening.personas) == 1:
            known = case.personas[case.persona_place(opening.personas[0])]
            screen.put(
                t("The opening alone shows that it is {name} ({id}).", name=known.name, id=known.id),
                "warning",
            )
        else:
            screen.put(
                t("At the opening it may be: {personas}", personas=t(", ").join(opening.personas)), "key"
            )
            _put_options(screen, opening)
    shown = {(opening.scene, opening.moves) for opening in shoes.openings}
    for course in shoes.courses:
        later = [moment for moment in course.moments if (moment.scene, moment.moves) not in shown]
        shown |= {(moment.scene, moment.moves) for moment in later}
        for moment in later:
            screen.put()
            told = t("{scene}, in a best call with {persona}", scene=moment.scene, persona=course.persona)
            screen.put(words((told, "key"), (f"  {moves_in_words(moment.moves)}", "note")))
            screen.put(t("It may still be: {personas}", personas=t(", ").join(moment.personas)), indent=2)
            _put_options(screen, moment)
    _put_telling(screen, shoes)


def _put_options(screen: Screen, moment: OpenMoment) -> None:
    t = screen.t
    width = max((width_of(option.move) for option in moment.options), default=0)
    best = max((option.value for option in moment.options), default=0.0)
    for option in sorted(moment.options, key=lambda option: -option.value):
        lost = best - option.value
        value = f"{option.value:5.1f}"
        mark = words(("=" if lost < 0.05 else " ", "right"))
        said = words(padded(option.move, width), "  ", (value, "heading" if lost < 0.05 else ""))
        if lost >= 0.05:
            said.append_text(words((f"  −{lost:.1f}", "wrong")))
        if option.information >= 0.05:
            tells = t("its answer tells {points} points' worth", points=tenths(option.information))
            said.append_text(words((f"  {tells}", "agent")))
        elif ASKING & set(option.kinds) and moment.cost >= 0.05:
            nothing = t("asks, but the answer tells nothing of who it is")
            said.append_text(words((f"  {nothing}", "note")))
        screen.put(said, label=words("  ", mark), indent=4)


def _put_telling(screen: Screen, shoes: InShoes) -> None:
    t = screen.t
    screen.put()
    if not shoes.informative:
        screen.put(t("No answer tells anything of who is on the line that would still matter."))
        return
    screen.put(t("The answers that tell most, wherever that is"), "heading")
    for move in shoes.informative[:MOST_TELLING]:
        points = f"{move.information:5.1f}"
        who = t(" or ").join(move.personas)
        screen.put(
            words((points, "heading"), f"  {move.scene}/{move.move}", (f"  {who}", "note")),
            indent=2,
            label="  ",
        )
        if move.moves:
            screen.put(t("after: {moves}", moves=moves_in_words(move.moves)), "note", indent=9)


def _put(screen: Screen, label: str, text: str, style: str = "") -> None:
    screen.put(text, style, label=words((f"  {label}", "key")), indent=LABEL)
