"""The review cards of a desk's people, and how they were answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from simulator.database import tables
from simulator.database.database import Database, insert_new, is_id
from simulator.exam.cards import Card
from simulator.text.message import Message, message_data, message_of
from simulator.text.refusal import Hindrance, Refusal

_cards, _answers = tables.cards.c, tables.card_answers.c


class NoSuchCard(Refusal):
    """There is no such card, or it is somebody else's."""

    kind = Hindrance.ABSENT

    def __init__(self) -> None:
        super().__init__(Message("There is no such card."))


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """How a card was answered once."""

    card: int
    right: bool
    at: datetime


class Cards:
    """The cards in a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def due(self, person: int, day: date) -> list[Card]:
        """Somebody's cards that are due on a day or were before, the one that waits longest first."""
        return self._found(_cards.person == person, _cards.retired.is_(None), _cards.due <= day)

    def of(self, person: int) -> list[Card]:
        """All cards of somebody, also those that were retired, by the day on which they are due."""
        return self._found(_cards.person == person)

    def all(self) -> list[Card]:
        """The cards of everybody that are not retired."""
        return self._found(_cards.retired.is_(None))

    def find(self, card: int, person: int) -> Card:
        """A card of somebody. Raises NoSuchCard."""
        found = self._found(_cards.id == card, _cards.person == person) if is_id(card) else []
        if not found:
            raise NoSuchCard
        return found[0]

    def put_all(self, cards: Iterable[Card], now: datetime) -> list[Card]:
        """Keep cards: those without an id are new, the others are changed; as they are kept now."""
        rows = [(card, _values(card)) for card in cards]

        def work(connection: Connection) -> list[int]:
            numbers = []
            for card, row in rows:
                if card.id is None:
                    new = insert(tables.cards).values(**row | {"made": card.made or now})
                    numbers.append(connection.execute(new.returning(_cards.id)).scalar_one())
                else:
                    connection.execute(update(tables.cards).where(_cards.id == card.id).values(**row))
                    numbers.append(card.id)
            return numbers

        numbers = self.database.write(work)
        kept = {card.id: card for card in self._found(_cards.id.in_(numbers))}
        return [kept[number] for number in numbers if number in kept]

    def answered(
        self,
        card: int,
        person: int,
        state: Mapping[str, Any],
        due: date,
        right: bool,
        key: str,
        now: datetime,
    ) -> Card:
        """Note an answer and when the card is due again; the same key counts once. Raises NoSuchCard."""

        def work(connection: Connection) -> None:
            own = select(_cards.id).where(_cards.id == card, _cards.person == person).with_for_update()
            if not is_id(card) or connection.scalar(own) is None:
                raise NoSuchCard
            row = {"card": card, "key": key, "right": right, "at": now}
            if insert_new(connection, tables.card_answers, row):
                values = {"state": dict(state), "due": due}
                connection.execute(update(tables.cards).where(_cards.id == card).values(**values))

        self.database.write(work)
        return self.find(card, person)

    def retire(self, ids: Sequence[int], reason: Message, now: datetime) -> None:
        """Ask these cards no more; those that are retired already keep their reason."""

        def work(connection: Connection) -> None:
            live = update(tables.cards).where(_cards.id.in_(list(ids)), _cards.retired.is_(None))
            connection.execute(live.values(retired=now, reason=message_data(reason)))

        self.database.write(work)

    def answers(self, person: int) -> list[CardAnswer]:
        """How somebody has answered cards so far, the first answer first."""
        query = (
            select(_answers.card, _answers.right, _answers.at)
            .join_from(tables.card_answers, tables.cards)
            .where(_cards.person == person)
            .order_by(_answers.at, _answers.card)
        )
        with self.database.read() as connection:
            return [CardAnswer(*row) for row in connection.execute(query)]

    def _found(self, *wanted: ColumnElement[bool]) -> list[Card]:
        query = select(tables.cards).where(*wanted).order_by(_cards.due, _cards.id)
        with self.database.read() as connection:
            return [_card(row) for row in connection.execute(query)]


def _values(card: Card) -> dict[str, Any]:
    return {
        "person": card.person,
        "question": card.question,
        "asked": card.asked,
        "policy": card.policy,
        "version": card.version,
        "state": dict(card.state),
        "due": card.due,
        "retired": card.retired,
        "reason": None if card.reason is None else message_data(card.reason),
        "exam": card.exam,
    }


def _card(row: Row[Any]) -> Card:
    return Card(
        row.id,
        row.person,
        row.question,
        row.asked,
        row.policy,
        row.version,
        row.state,
        row.due,
        row.retired,
        None if row.reason is None else message_of(row.reason),
        row.made,
        row.exam,
    )
