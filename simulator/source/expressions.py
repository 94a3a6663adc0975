"""Conditions and formulas as authors write them: `heat <= 40 and (checked or not hurried)`.

The whole grammar, from the loosest binding to the tightest; a name is small letters, digits and hyphens:

    truth      =  conjunct { "or" conjunct }
    conjunct   =  negation { "and" negation }
    negation   =  "not" negation  |  comparison
    comparison =  sum [ ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) sum ]
    sum        =  product { ( "+" | "-" ) product }
    product    =  signed { ( "*" | "/" ) signed }
    signed     =  "-" signed  |  atom
    atom       =  literal  |  name  |  "(" truth ")"  |  ( "min" | "max" ) "(" truth "," truth ")"
    literal    =  number  |  day  |  time of day

A day is written 2026-11-20 and stands for its number (1 is the first day of the year 1), a time of day 14:05
and stands for its minutes. A word is a name that only `==` and `!=` take, with another on the other side.
Numbers are integers; `/` takes a number on its right, not zero, and rounds down. Truth and number are
different kinds and never stand for each other. A name with a full stop in it, as late-delivery.day-amount,
is a fact of a policy. An expression is parsed into a tree and bound to closures
made of plain operators, so that the same closure takes integers or NumPy arrays of them. Nothing is
evaluated as code.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from simulator.text.message import Message

from .problems import did_you_mean

NAME = r"[a-z\u4e00-\u9fff][a-z0-9\u4e00-\u9fff]*(?:-[a-z0-9\u4e00-\u9fff]+)*"
QUOTED = rf"{NAME}\.{NAME}"
"""A fact of a policy, by the names of both."""
PLAIN_SIGNS = {
    "≥": ">=", "≤": "<=", "≠": "!=", "＞": ">", "＜": "<", "＝": "==", "（": "(", "）": ")", "，": ",",
    "＋": "+", "－": "-", "×": "*", "÷": "/", "：": ":",
}  # fmt: skip
"""What is meant by signs that Chinese typing gives."""
RESERVED = frozenset({"and", "or", "not", "min", "max", "otherwise", "none", "authority", "budget"})

P = TypeVar("P")

MAX_LENGTH = 300  # characters of an expression
MAX_DEPTH = 30  # brackets and signs within each other
MAX_NUMBER = 1_000_000
MAX_RESULT = 2**53  # exact in any integer or float that a solver may use

_DAY, _TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-])", r"[0-9]{1,2}:[0-9]{2}(?![0-9:])"
_TOKEN = re.compile(rf"\s*(?:({_DAY}|{_TIME})|(\d+)|({QUOTED}|{NAME})|(<=|>=|==|!=|[-+*/()<>,]))")
Range = tuple[int, int] | frozenset[str] | None
"""What a name can be: a number from a least to a most, one of some words, or true or false."""


class ValueKind(Enum):
    """What an expression yields."""

    NUMBER = "a number"
    TRUTH = "true or false"


class ExpressionError(ValueError):
    """An expression that says nothing; `at` is the offset of the fault in its text, from 0."""

    def __init__(self, message: Message, at: int) -> None:
        super().__init__(str(message))
        self.message = message
        self.at = at


class _Operator(NamedTuple):
    apply: Callable[..., Any]
    takes: ValueKind
    gives: ValueKind


_N, _T = ValueKind.NUMBER, ValueKind.TRUTH
_OPERATORS = {
    "or": _Operator(operator.or_, _T, _T),
    "and": _Operator(operator.and_, _T, _T),
    "not": _Operator(lambda a: a ^ True, _T, _T),
    "<": _Operator(operator.lt, _N, _T),
    "<=": _Operator(operator.le, _N, _T),
    ">": _Operator(operator.gt, _N, _T),
    ">=": _Operator(operator.ge, _N, _T),
    "==": _Operator(operator.eq, _N, _T),
    "!=": _Operator(operator.ne, _N, _T),
    "+": _Operator(operator.add, _N, _N),
    "-": _Operator(operator.sub, _N, _N),
    "*": _Operator(operator.mul, _N, _N),
    "/": _Operator(operator.floordiv, _N, _N),
    "negative": _Operator(operator.neg, _N, _N),
    # a + b - |a - b| is twice the smaller one; always even, so the halving is exact
    "min": _Operator(lambda a, b: (a + b - abs(a - b)) // 2, _N, _N),
    "max": _Operator(lambda a, b: (a + b + abs(a - b)) // 2, _N, _N),
}
_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


@dataclass(frozen=True, slots=True)
class Term:
    """A node of the tree: a number, a name, or an operator's symbol with its operands."""

    value: int | str
    operands: tuple["Term", ...] = ()
    at: int = 0


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression: its text as written, and its tree."""

    text: str
    term: Term

    def names(self) -> frozenset[str]:
        """All names that the expression mentions."""
        found: set[str] = set()
        pending = [self.term]
        while pending:
            term = pending.pop()
            pending.extend(term.operands)
            if isinstance(term.value, str) and not term.operands:
                found.add(term.value)
        return frozenset(found)

    def settled(self, values: Mapping[str, int]) -> "Expression":
        """The same with these values in place of their names, so that nothing need be looked up for them."""
        return Expression(self.text, _settled(self.term, values))

    def check(self, kind: ValueKind, names: Mapping[str, Range]) -> None:
        """See that it yields `kind` and that every name is known and used for what it is.

        `names` gives each number's least and most value, all words that a word can be, and None for what is
        true or false. Raises ExpressionError.
        """
        found = _range(self.term, names)
        if isinstance(found, frozenset):
            raise ExpressionError(_words_only(), self.term.at)
        if (found is None) is not (kind is ValueKind.TRUTH):
            raise ExpressionError(_mismatch(self.term, kind), self.term.at)

    def bind(self, lookup: Mapping[str, Callable[[P], Any]]) -> Callable[[P], Any]:
        """A function of a position, given for each name the function that finds its value there."""
        return _bind(self.term, lookup)


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Parse an expression. Raises ExpressionError at the first place that does not fit the grammar."""
    return Expression(text, _Parser(text).parse())


class _Parser:
    def __init__(self, text: str) -> None:
        if len(text) > MAX_LENGTH:
            raise ExpressionError(
                Message(
                    "This is longer than {limit} characters; use a fact for a part of it.", limit=MAX_LENGTH
                ),
                0,
            )
        self.tokens = _tokens(text)
        self.index = 0
        self.depth = 0

    def parse(self) -> Term:
        term = self.joined(0)
        if self.symbol:
            raise self.unexpected()
        return term

    @property
    def symbol(self) -> str:
        return self.tokens[self.index][0]

    @property
    def at(self) -> int:
        return self.tokens[self.index][1]

    def take(self) -> str:
        symbol = self.symbol
        self.index += 1
        return symbol

    def expect(self, symbol: str) -> None:
        if self.symbol != symbol:
            raise ExpressionError(Message("Here a “{symbol}” is missing.", symbol=symbol), self.at)
        self.index += 1

    def unexpected(self) -> ExpressionError:
        if not self.symbol:
            return ExpressionError(
                Message("The expression stops too early: something is missing at its end."), self.at
            )
        return ExpressionError(Message("“{symbol}” does not fit here.", symbol=self.symbol), self.at)

    _LEVELS = (("or",), ("and",), ("not",), _COMPARISONS, ("+", "-"), ("*", "/"))

    def joined(self, level: int) -> Term:
        if level == len(self._LEVELS):
            return self.signed()
        symbols = self._LEVELS[level]
        if symbols == ("not",):
            return self.negation(level)
        left = self.joined(level + 1)
        while self.symbol in symbols:
            at, symbol = self.at, self.take()
            right = self.joined(level + 1)
            if symbol == "/" and not (isinstance(right.value, int) and right.value):
                raise ExpressionError(Message("Only a number other than 0 can stand after “/”."), right.at)
            left = Term(symbol, (left, right), at)
            if symbols is _COMPARISONS:
                break
        return left

    def negation(self, level: int) -> Term:
        if self.symbol != "not":
            return self.joined(level + 1)
        at, symbol = self.at, self.take()
        self.deeper()
        term = Term(symbol, (self.negation(level),), at)
        self.depth -= 1
        return term

    def signed(self) -> Term:
        if self.symbol != "-":
            return self.atom()
        at = self.at
        self.take()
        self.deeper()
        term = Term("negative", (self.signed(),), at)
        self.depth -= 1
        return term

    def atom(self) -> Term:
        at, symbol = self.at, self.symbol
        if symbol.isdecimal():
            self.take()
            if len(symbol) > 7 or int(symbol) > MAX_NUMBER:
                raise ExpressionError(Message("Numbers go up to {limit}.", limit=MAX_NUMBER), at)
            return Term(int(symbol), (), at)
        if re.fullmatch(f"{_DAY}|{_TIME}", symbol):
            self.take()
            return Term(_counted(symbol, at), (), at)
        if symbol in ("min", "max"):
            self.take()
            self.expect("(")
            first = self.bracketed()
            self.expect(",")
            second = self.bracketed()
            self.expect(")")
            return Term(symbol, (first, second), at)
        if symbol == "(":
            self.take()
            term = self.bracketed()
            self.expect(")")
            return term
        if not symbol or symbol in _OPERATORS or not re.fullmatch(f"{QUOTED}|{NAME}", symbol):
            raise self.unexpected()
        self.take()
        return Term(symbol, (), at)

    def bracketed(self) -> Term:
        self.deeper()
        term = self.joined(0)
        self.depth -= 1
        return term

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError(Message("There are too many brackets within each other."), self.at)


def _plain_sign(character: str) -> Message | None:
    """What to write instead of a sign of Chinese typing, if that is known."""
    instead = PLAIN_SIGNS.get(character)
    if instead is None:
        return None
    return Message(
        "In a condition, “{character}” is written “{instead}”.", character=character, instead=instead
    )


def _tokens(text: str) -> list[tuple[str, int]]:
    tokens = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if not match:
            at += len(text[at:]) - len(text[at:].lstrip())
            if text[at] == "=":
                raise ExpressionError(Message("To compare, write “==”."), at)
            raise ExpressionError(
                _plain_sign(text[at])
                or Message(
                    "“{character}” has no meaning in a condition; names are small letters.",
                    character=text[at],
                ),
                at,
            )
        tokens.append((match[match.lastindex or 0], match.start(match.lastindex or 0)))
        at = match.end()
    tokens.append(("", len(text)))
    return tokens


def _counted(symbol: str, at: int) -> int:
    """A day as its number, a time of day as its minutes."""
    if ":" in symbol:
        hours, minutes = map(int, symbol.split(":"))
        if hours < 24 and minutes < 60:
            return hours * 60 + minutes
        raise ExpressionError(Message("There is no such time of day."), at)
    try:
        return date.fromisoformat(symbol).toordinal()
    except ValueError:
        raise ExpressionError(Message("There is no such day."), at) from None


def _words_only() -> Message:
    return Message("A word is only compared with words, as in “tier == gold”.")


def _range(term: Term, names: Mapping[str, Range]) -> Range:
    """Least and most value of a number, None for a truth, by interval arithmetic (Moore, 1966); or words."""
    if isinstance(term.value, int):
        return term.value, term.value
    if not term.operands:
        if term.value not in names:
            hint = did_you_mean(term.value, names)
            if term.value.partition("-")[0] in names:
                hint = Message(" A minus sign has a space on either side.")
            raise ExpressionError(
                Message("Nothing here is named “{name}”.{hint}", name=term.value, hint=hint), term.at
            )
        return names[term.value]
    symbol = _OPERATORS[term.value]
    ranges = [_range(operand, names) for operand in term.operands]
    words = [found for found in ranges if isinstance(found, frozenset)]
    if words:
        if term.value not in ("==", "!=") or len(words) < len(ranges):
            raise ExpressionError(_words_only(), term.at)
        if not words[0] & words[1]:
            raise ExpressionError(Message("These words are never the same."), term.at)
        return None
    numbers = [found for found in ranges if isinstance(found, tuple)]
    for operand, found in zip(term.operands, ranges, strict=True):
        if (found is None) is not (symbol.takes is ValueKind.TRUTH):
            raise ExpressionError(_mismatch(operand, symbol.takes), operand.at)
    if symbol.gives is ValueKind.TRUTH:
        return None
    if len(numbers) == 1:
        corners = [symbol.apply(end) for end in numbers[0]]
    else:  # every operator here is monotone in each operand, so its extremes lie in the corners
        corners = [symbol.apply(a, b) for a in numbers[0] for b in numbers[1]]
    least, most = min(corners), max(corners)
    if max(-least, most) > MAX_RESULT:
        raise ExpressionError(Message("The result can grow too large to be exact."), term.at)
    return least, most


def _settled(term: Term, values: Mapping[str, int]) -> Term:
    if not term.operands:
        return Term(values[term.value], (), term.at) if term.value in values else term  # type: ignore[index]
    return Term(term.value, tuple(_settled(operand, values) for operand in term.operands), term.at)


def _mismatch(term: Term, wanted: ValueKind) -> Message:
    if wanted is ValueKind.TRUTH:
        return Message("This is a number where a condition is needed: compare it, as in “heat <= 40”.")
    return Message("This is true or false where a number is needed.")


def _bind(term: Term, lookup: Mapping[str, Callable[[Any], Any]]) -> Callable[[Any], Any]:
    if isinstance(term.value, int):
        number = term.value
        return lambda position: number
    if not term.operands:
        return lookup[term.value]
    apply = _OPERATORS[term.value].apply
    left = _bind(term.operands[0], lookup)
    if len(term.operands) == 1:
        return lambda position: apply(left(position))
    last = term.operands[1]
    if isinstance(last.value, int):  # the commonest form, `heat <= 40`, is worth one call less
        constant = last.value
        return lambda position: apply(left(position), constant)
    right = _bind(last, lookup)
    return lambda position: apply(left(position), right(position))
