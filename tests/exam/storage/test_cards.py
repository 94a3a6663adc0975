"""Review cards and bulletins: what is due, what was answered, what was read."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from simulator.administration.leaving import delete_person
from simulator.database.database import Database
from simulator.exam.cards import Card
from simulator.exam.storage.bulletins import BulletinReads
from simulator.exam.storage.cards import CardAnswer, Cards, NoSuchCard
from simulator.exam.storage.exams import Exams
from simulator.people.storage.people import People
from simulator.text.message import Message
from tests.database.desk import DAY, HOUR, NOW, somebody

from .exam_desk import planned, rows_in

TODAY = date(2026, 11, 22)
GONE = Message("{policy} has changed on {day}", policy=Message("the fee"), day=TODAY)


def card(person: int, question: str = "fee", **other: Any) -> Card:
    """Return a card that is due today."""
    known: dict[str, Any] = {"asked": f"{question}-b", "policy": "refund", "version": "v2", "due": TODAY}
    return Card(None, person, question, state={"stability": 0.1 + 0.2, "step": None}, **known | other)


def test_card_comes_back_as_it_was_kept(database: Database) -> None:
    """A card would be due on another day, or for somebody else."""
    cards, ann = Cards(database), somebody(database).id
    exam = planned(database)
    first, second = cards.put_all([card(ann, exam=exam.id), card(ann, "days", made=NOW - DAY)], NOW)
    assert first == replace(card(ann, exam=exam.id), id=first.id, made=NOW)
    assert (second.question, second.made) == ("days", NOW - DAY)
    assert cards.find(int(first.id or 0), ann) == first
    (changed,) = cards.put_all([replace(first, due=TODAY + timedelta(5), asked="fee")], NOW + HOUR)
    assert changed == replace(first, due=TODAY + timedelta(5), asked="fee")
    assert cards.of(ann) == [second, changed]
    Exams(database).delete(exam.id, None, NOW)
    assert cards.of(ann) == [second, replace(changed, exam=None)]


def test_cards_are_due_by_day_and_person(database: Database) -> None:
    """Somebody would be shown other people's cards, or none."""
    cards, ann, bo = Cards(database), somebody(database, "ann").id, somebody(database, "bo").id
    days = [TODAY + timedelta(n) for n in (1, -3, 0)]
    kept = cards.put_all([*(card(ann, str(day), due=day) for day in days), card(bo)], NOW)
    assert cards.due(ann, TODAY) == [kept[1], kept[2]]
    assert cards.due(bo, TODAY - timedelta(1)) == []
    assert cards.all() == [kept[1], kept[2], kept[3], kept[0]]


def test_answer_counts_once(database: Database) -> None:
    """A double click would put a card off by weeks."""
    cards, ann, bo = Cards(database), somebody(database, "ann").id, somebody(database, "bo").id
    (kept,) = cards.put_all([card(ann)], NOW)
    assert kept.id is not None
    later = TODAY + timedelta(3)
    after = cards.answered(kept.id, ann, {"stability": 3}, later, True, "k1", NOW)
    assert after == replace(kept, state={"stability": 3}, due=later)
    assert cards.answered(kept.id, ann, {"stability": 9}, TODAY, False, "k1", NOW + HOUR) == after
    cards.answered(kept.id, ann, {"stability": 1}, TODAY, False, "k2", NOW + HOUR)
    assert cards.answers(ann) == [CardAnswer(kept.id, True, NOW), CardAnswer(kept.id, False, NOW + HOUR)]
    assert cards.answers(bo) == []
    for number, person in ((kept.id, bo), (999, ann), (2**40, ann), (0, ann)):
        with pytest.raises(NoSuchCard):
            cards.answered(number, person, {}, TODAY, True, "k3", NOW)
        with pytest.raises(NoSuchCard):
            cards.find(number, person)


def test_retired_card_says_why(database: Database) -> None:
    """Somebody would go on learning what is wrong by now, or wonder where a card has gone."""
    cards, ann = Cards(database), somebody(database).id
    one, two, three = cards.put_all([card(ann, name) for name in "abc"], NOW)
    assert one.id is not None
    assert two.id is not None
    cards.retire([one.id], GONE, NOW)
    cards.retire([one.id, two.id], Message("later"), NOW + HOUR)
    cards.retire([], GONE, NOW)
    assert cards.due(ann, TODAY) == [three]
    first, second, _ = cards.of(ann)
    assert (str(first.reason), first.retired) == ("the fee has changed on 2026-11-22", NOW)
    assert first.reason == Message(GONE.text, policy=Message("the fee"), day="2026-11-22")
    assert (str(second.reason), second.retired) == ("later", NOW + HOUR)


def test_bulletin_is_read_once(database: Database) -> None:
    """Somebody who has read a notice would be told to read it again, or asked as if it were new."""
    reads, ann, bo = BulletinReads(database), somebody(database, "ann").id, somebody(database, "bo").id
    reads.read(ann, "fee-2026", NOW)
    reads.read(ann, "fee-2026", NOW + HOUR)
    reads.read(ann, "days-2026", NOW + HOUR)
    reads.read(bo, "fee-2026", NOW)
    assert reads.reads(ann) == {"fee-2026": NOW, "days-2026": NOW + HOUR}
    assert reads.readers(["fee-2026", "days-2026", "other"]) == {
        "fee-2026": {ann, bo},
        "days-2026": {ann},
        "other": set(),
    }
    assert reads.readers([]) == {}


def test_deleted_person_leaves_no_cards(database: Database) -> None:
    """What somebody did not know would be kept for ever."""
    cards, reads, ann = Cards(database), BulletinReads(database), somebody(database).id
    (kept,) = cards.put_all([card(ann)], NOW)
    cards.answered(int(kept.id or 0), ann, {}, TODAY, True, "k", NOW)
    reads.read(ann, "fee-2026", NOW)
    delete_person(People(database), ann, None, NOW)
    tables = ("cards", "card_answers", "bulletin_reads")
    assert [rows_in(database, table) for table in tables] == [0, 0, 0]
