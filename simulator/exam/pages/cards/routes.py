"""The page of review cards."""

from datetime import date

from starlette.responses import Response

from simulator.database.settings import Options
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.marking import UnusableAnswer
from simulator.exam.cards.card import Card
from simulator.exam.pages.bulletins.reading import current_bank
from simulator.exam.pages.sitting.listing import check_not_sitting
from simulator.exam.storage.cards import Cards, NoSuchCard
from simulator.people.person import Permission
from simulator.practice.pages.plays.drawing import new_key
from simulator.practice.pages.plays.live import LONGEST_KEY, NoKey
from simulator.text.message import Message
from simulator.web.access import page
from simulator.web.desk import now
from simulator.web.visit import Visit

from .reviewing import MOST_TURN, answer, asked_card, due_cards, retire, turn_of

_OURS = {"csrf", "key", "turn"}
_MOST_DIGITS = len(str(MOST_TURN)) - 1


def show_card(visit: Visit) -> Response:
    """Ask the card that has waited longest, or tell when the next one comes."""
    check_not_sitting(visit)
    desk, moment = visit.desk, now()
    today = desk[Options].current(moment).day(moment)
    due, gone = due_cards(desk, visit.person.id, today)
    retire(desk, gone, moment)
    bank = current_bank(desk)
    if due and bank is not None:
        return _asked(visit, bank, due[0], turn_of(due[0]), today, len(due))
    kept = desk[Cards].of(visit.person.id)
    coming = [card.due for card in kept if card.retired is None]
    retired = sorted((card for card in kept if card.retired is not None), key=_retired, reverse=True)
    return visit.page(
        "cards/none.html.j2", next=min(coming, default=None), waiting=len(coming), retired=retired[:5]
    )


def answer_one(visit: Visit) -> Response:
    """Take the answer to a card, and explain it. Raises NoSuchCard."""
    check_not_sitting(visit)
    desk, moment, key = visit.desk, now(), visit.field("key")
    today = desk[Options].current(moment).day(moment)
    if not 0 < len(key) <= LONGEST_KEY:
        raise NoKey
    card = desk[Cards].find(visit.path("card"), visit.person.id)
    bank = current_bank(desk)
    if bank is None or card.retired is not None or card.asked not in bank.questions:
        raise NoSuchCard
    turn = visit.field("turn")
    number = int(turn) if turn.isascii() and turn.isdecimal() and len(turn) <= _MOST_DIGITS else turn_of(card)
    asked = asked_card(bank, card, number, today, visit.language)
    names = visit.form.keys() - _OURS
    form = {name: [str(value) for value in visit.form.getlist(name)] for name in names}
    try:
        answered = answer(desk, bank, asked, form, key, moment, visit.language)
    except UnusableAnswer as refusal:
        left = len(due_cards(desk, visit.person.id, today)[0])
        return _asked(visit, bank, card, number, today, left, refusal.message)
    left = len(due_cards(desk, visit.person.id, today)[0])
    return visit.page("cards/answered.html.j2", answered=answered, left=left, card=card)


def _asked(
    visit: Visit, bank: Bank, card: Card, turn: int, today: date, left: int, problem: Message | None = None
) -> Response:
    return visit.page(
        "cards/card.html.j2",
        422 if problem else 200,
        card=card,
        shown=asked_card(bank, card, turn, today, visit.language).shown,
        turn=turn,
        left=left,
        key=new_key(),
        problem=problem,
    )


def _retired(card: Card) -> float:
    return card.retired.timestamp() if card.retired else 0.0


ROUTES = [
    page("/cards", show_card, Permission.PRACTISE, name="cards"),
    page("/cards/{card:int}", answer_one, Permission.PRACTISE, name="answer-card", methods=("POST",)),
]
