"""One review card at a time: asked, answered, explained as the rules are today, and due again later."""

from dataclasses import dataclass
from datetime import date, datetime

from simulator.database.settings import Options
from simulator.exam.bank.keys import Key, key_as_of
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Question
from simulator.exam.cards.card import Card
from simulator.exam.cards.cards import Diary, Superseded, answer_card, superseded
from simulator.exam.pages.bulletins.reading import current_bank
from simulator.exam.pages.sitting.explaining import Explained, explained, is_right
from simulator.exam.paper.exam import Examinee
from simulator.exam.sitting.answering import answer_of
from simulator.exam.sitting.presenting import PresentedQuestion, presented
from simulator.exam.storage.cards import Cards
from simulator.text.language import Language
from simulator.web.desk import Desk

MOST_TURN = 10_000_000


@dataclass(frozen=True, slots=True)
class AskedCard:
    """A card with the question that it asks, as it is shown to its person."""

    card: Card
    question: Question
    shown: PresentedQuestion
    key: Key


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an answer."""

    right: bool
    due: date
    explained: Explained


def due_cards(desk: Desk, person: int, today: date) -> tuple[list[Card], list[Superseded]]:
    """Somebody's cards to be answered today, and those that rest on what does not count any more."""
    bank = current_bank(desk)
    due = desk[Cards].due(person, today)
    if bank is None:
        return [], []
    gone = list(superseded(due, bank, today))
    outdated = {one.card.id for one in gone}
    return [card for card in due if card.id not in outdated], gone


def retire(desk: Desk, gone: list[Superseded], moment: datetime) -> None:
    """Ask outdated cards no more."""
    for one in gone:
        if one.card.id is not None:
            desk[Cards].retire([one.card.id], one.reason, moment)


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
    desk: Desk, bank: Bank, asked: AskedCard, given: object, key: str, moment: datetime, language: Language
) -> Answered:
    """Take an answer to a card, as a form gives it. Raises UnusableAnswer, NoSuchCard.

    The same key counts once, however often it is sent.
    """
    card = asked.card
    assert card.id is not None, "the card is kept"
    stored = answer_of(asked.question, asked.shown, given)
    right = is_right(asked.question, asked.key, stored)
    local = moment.astimezone(desk[Options].current(moment).zone)
    others = [other for other in desk[Cards].of(card.person) if other.id != card.id]
    state, due = answer_card(card.state, right, local, Diary.of(others))
    kept = desk[Cards].answered(card.id, card.person, state, due, right, key, moment)
    told = explained(asked.question, asked.shown, asked.key, stored, bank.policies, local.date(), language)
    return Answered(right, kept.due, told)
