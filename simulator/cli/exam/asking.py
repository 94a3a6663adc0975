"""Asking a question in the terminal: how it is shown, and what may be typed."""

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from simulator.cli.terminal import Screen
from simulator.exam.bank.marking import UnusableAnswer
from simulator.exam.bank.question import Question
from simulator.policy.policy import Policy

if TYPE_CHECKING:
    from simulator.exam.sitting.presenting import PresentedQuestion

_BETWEEN = re.compile(r"[\s,;，；、/]+")
_PLACED = re.compile(r"(\d{1,2})\s*[-=:：.]?\s*([a-z]{1,2})")
_TRUTHS = {
    "true": ("t", "true", "y", "yes", "对", "是", "正确", "√"),
    "false": ("f", "false", "n", "no", "错", "否", "错误", "×"),
}


class StopPractising(Exception):
    """Somebody ends the paper here."""


class QuestionAsked:
    """A question on the screen."""

    def __init__(
        self, screen: Screen, question: Question, shown: "PresentedQuestion", policy: Policy, day: date
    ) -> None:
        self.screen = screen
        self.question = question
        self.shown = shown
        self.policy = policy
        self.day = day

    def answer(self) -> Any:
        """The answer in the question's own ids; None where it is left out. Raises Leave."""
        from simulator.exam.sitting.answering import answer_of

        self.put()
        while True:
            line = self.screen.ask(f"{self.prompt()} ")
            if line is None or line.casefold() == "q":
                raise StopPractising
            if self.shown.lookup and line.casefold() == "h":
                self.put_handbook()
                continue
            try:
                return answer_of(self.question, self.shown, self.given(line))
            except UnusableAnswer as refusal:
                self.screen.put(self.screen.t(refusal.message), "refusal")

    def put(self) -> None:
        """Show the question."""
        screen, shown = self.screen, self.shown
        screen.put(shown.stem)
        screen.put()
        for number, (_, text) in enumerate(shown.items, 1):
            screen.put(text, label=f"  {number}  ", indent=5)
        if shown.items:
            screen.put()
        for token, text in shown.options:
            screen.put(text, label=f"  {token}  ", indent=5)
        if shown.options:
            screen.put()

    def prompt(self) -> str:
        """What to type."""
        t = self.screen.t
        match self.shown.kind:
            case "single" | "true-false":
                return t("One letter:")
            case "multiple":
                return t("All letters that are right, as in a c:")
            case "ordering":
                return t("All letters in the right order, as in c a b:")
            case "matching" | "triage":
                return t("For each number a letter, as in 1b 2a:")
            case "number" if self.shown.unit_words:
                return t("A number ({unit}):", unit=self.shown.unit_words)
            case "number":
                return t("A number:")
        return t("In a few words:")

    def given(self, line: str) -> Any:
        """What was typed as an answer by tokens; what cannot be one is left to `answer_of`."""
        plain = line.casefold()
        letters = _letters(plain, [token for token, _ in self.shown.options])
        match self.shown.kind:
            case "single":
                return plain
            case "true-false":
                truth = next((name for name, words in _TRUTHS.items() if plain in words), None)
                tokens = [token for token, _ in self.shown.options]
                return tokens[self.shown.own_options.index(truth)] if truth is not None else plain
            case "multiple" | "ordering":
                return letters
            case "matching" | "triage":
                return self.placed(plain, letters)
        return line

    def placed(self, plain: str, letters: list[str]) -> Any:
        """A letter for each number; letters alone are for the numbers in turn."""
        if not plain:
            return None
        tokens = [token for token, _ in self.shown.items]
        found = _PLACED.findall(plain)
        if not found:
            return dict(zip(tokens, letters, strict=False)) if len(letters) == len(tokens) else plain
        if _BETWEEN.sub("", _PLACED.sub("", plain)):
            return plain
        return {
            tokens[int(number) - 1] if 1 <= int(number) <= len(tokens) else number: letter
            for number, letter in found
        }

    def put_handbook(self) -> None:
        """Show what the policy says on the day."""
        screen = self.screen
        version = self.policy.as_of(self.day)
        screen.put()
        screen.put(self.policy.title.said_in(screen.language), "heading")
        for clause in version.clauses.values() if version is not None else ():
            screen.put(clause.said_in(screen.language), label="  - ", indent=4)
        screen.put()


def _letters(plain: str, tokens: list[str]) -> list[str]:
    """The tokens that were typed, apart or run together."""
    pieces = [piece for piece in _BETWEEN.split(plain) if piece]
    if len(pieces) == 1 and pieces[0] not in tokens and all(len(token) == 1 for token in tokens):
        return list(pieces[0])
    return pieces
