"""What people call the kinds of question, and the tags for why one is on a paper."""

from collections.abc import Mapping

from simulator.exam.bank.document import QuestionKind
from simulator.text.message import Message

from .bank_question import BASE, NEW, PERSISTENT

KINDS: Mapping[QuestionKind, Message] = {
    "single": Message("single choice"),
    "multiple": Message("multiple choice"),
    "true-false": Message("true or false"),
    "ordering": Message("putting in order"),
    "matching": Message("matching"),
    "number": Message("a number"),
    "short-text": Message("a short text"),
    "triage": Message("triage"),
    "case": Message("a call"),
}
TAGS: Mapping[str, Message] = {
    NEW: Message("new content"),
    PERSISTENT: Message("persistent point"),
    BASE: Message("base knowledge"),
}
