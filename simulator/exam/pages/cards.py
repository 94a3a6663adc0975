"""Review cards: one at a time asked, answered, explained as the rules are today, and due again later."""

from dataclasses import dataclass
from datetime import date, datetime

from starlette.responses import Response

from simulator.database.settings import Options
from simulator.exam.bank.keys import Key, key_as_of
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.marking import UnusableAnswer
from simulator.exam.bank.question import Question
from simulator.exam.cards import Card, Diary, Superseded, answer_card, superseded
from simulator.exam.pages.bulletins import current_bank
from simulator.exam.paper.exam import Examinee
from simulator.exam.results.explaining import ExplainedAnswer, explained
from simulator.exam.results.rulings import is_right
from simulator.exam.sitting.answering import answer_of, needed
from simulator.exam.sitting.presenting import PresentedQuestion, presented
from simulator.exam.storage.cards import Cards, NoSuchCard
from simulator.people.person import Permission
from simulator.practice.pages.plays.drawing import new_key
from simulator.practice.pages.plays.live import LONGEST_KEY, NoKey
from simulator.text.language import Language
from simulator.text.message import Message
from simulator.web.access import page
from simulator.web.services import Services, now
from simulator.web.visit import Visit

MOST_TURN = 10_000_000


@dataclass(frozen=True, slots=True)
class AskedCard:
    """A card with the question that it asks, as it is shown to its person."""

    card: Card
    question: Question
    shown: PresentedQuestion
    key: Key


@dataclass(frozen=True, slots=True)
class CardAnswered:
    """The result of an answer."""

    right: bool
    due: date
    explained: ExplainedAnswer


def due_cards(services: Services, person: int, today: date) -> tuple[list[Card], list[Superseded]]:
    """Somebody's cards to be answered today, and those that rest on what does not count any more."""
    bank = current_bank(services)
    due = services[Cards].due(person, today)
    if bank is None:
        return [], []
    gone = list(superseded(due, bank, today))
    outdated = {one.card.id for one in gone}
    return [card for card in due if card.id not in outdated], gone


def retire(services: Services, gone: list[Superseded], moment: datetime) -> None:
    """Ask outdated cards no more."""
    for one in gone:
        if one.card.id is not None:
            services[Cards].retire([one.card.id], one.reason, moment)


def asked_card(bank: Bank, card: Card, turn: int, today: date, language: Language) -> AskedCard:
    """The question of a card that is not outdated; `turn` decides the order of its options."""
    question = bank.questions[card.asked]
    seed = MOST_TURN * (card.id or 0) + turn
    shown = presented([question], Examinee(exam=0, person=card.person, form=0, seed=seed), language)
    return AskedCard(card, question, shown.questions[0], key_as_of(question, bank.policies, today))


def turn_of(card: Card) -> int:
    """Another number at each repetition of a card, so that nobody learns the right answer by its place."""
    return card.due.toordinal()


def answer(
    services: Services,
    bank: Bank,
    asked: AskedCard,
    given: object,
    key: str,
    moment: datetime,
    language: Language,
) -> CardAnswered:
    """Take an answer to a card, as a form gives it. Raises UnusableAnswer, NoSuchCard.

    The same key counts once, however often it is sent.
    """
    card = asked.card
    assert card.id is not None, "the card is kept"
    stored = answer_of(asked.question, asked.shown, given)
    lacks = needed(asked.question, stored)
    if lacks is not None:
        raise UnusableAnswer(lacks)
    right = is_right(asked.question, asked.key, stored)
    local = moment.astimezone(services[Options].current(moment).zone)
    others = [other for other in services[Cards].of(card.person) if other.id != card.id]
    state, due = answer_card(card.state, right, local, Diary.of(others))
    kept = services[Cards].answered(card.id, card.person, state, due, right, key, moment)
    told = explained(asked.question, asked.shown, asked.key, stored, bank, local.date(), language)
    return CardAnswered(right, kept.due, told)


_OURS = {"csrf", "key", "turn"}
_MOST_DIGITS = len(str(MOST_TURN)) - 1


def show_card(visit: Visit) -> Response:
    """Ask the card that has waited longest, or tell when the next one comes."""
    services, moment = visit.services, now()
    today = services[Options].current(moment).day(moment)
    due, gone = due_cards(services, visit.person.id, today)
    retire(services, gone, moment)
    bank = current_bank(services)
    if due and bank is not None:
        return _asked(visit, bank, due[0], turn_of(due[0]), today, len(due))
    kept = services[Cards].of(visit.person.id)
    coming = [card.due for card in kept if card.retired is None]
    retired = sorted((card for card in kept if card.retired is not None), key=_retired, reverse=True)
    return visit.page(
        "cards/none.html.j2", next=min(coming, default=None), waiting=len(coming), retired=retired[:5]
    )


def answer_one(visit: Visit) -> Response:
    """Take the answer to a card, and explain it. Raises NoSuchCard."""
    services, moment, key = visit.services, now(), visit.field("key")
    today = services[Options].current(moment).day(moment)
    if not 0 < len(key) <= LONGEST_KEY:
        raise NoKey
    card = services[Cards].find(visit.path("card"), visit.person.id)
    bank = current_bank(services)
    if bank is None or card.retired is not None or card.asked not in bank.questions:
        raise NoSuchCard
    turn = visit.field("turn")
    number = int(turn) if turn.isascii() and turn.isdecimal() and len(turn) <= _MOST_DIGITS else turn_of(card)
    asked = asked_card(bank, card, number, today, visit.language)
    names = visit.form.keys() - _OURS
    form = {name: [str(value) for value in visit.form.getlist(name)] for name in names}
    try:
        answered = answer(services, bank, asked, form, key, moment, visit.language)
    except UnusableAnswer as refusal:
        left = len(due_cards(services, visit.person.id, today)[0])
        return _asked(visit, bank, card, number, today, left, refusal.message)
    left = len(due_cards(services, visit.person.id, today)[0])
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
