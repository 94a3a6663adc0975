"""`winwin exam practise`: a practice paper in the terminal, with the answers and the reasons at its end."""

import secrets
import sys
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.failures import CommandFailure
from simulator.cli.group import called, day_option, language_option, option
from simulator.cli.terminal import Screen, words
from simulator.cli.wrapping import width_of
from simulator.exam.bank.keys import Key
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.marking import Mark, mark
from simulator.exam.bank.question import Question
from simulator.text.bilingual import Said
from simulator.text.language import N_, Language
from simulator.text.message import Message

from .asking import QuestionAsked, StopPractising
from .bank import bank_option, chosen, found_bank, keys_of

if TYPE_CHECKING:
    from simulator.exam.sitting.presenting import PresentedQuestion

SEEDS = 10**6


@called(
    "practise",
    help=N_(
        "Answer questions of the bank as in an exam, one after the other, and see at the end what was right"
        " and why. Nothing is kept. Questions that are answered with the handbook open come last; “h” opens"
        " it. What can be typed can also come through a pipe."
    ),
    examples=[
        "winwin exam practise",
        "winwin exam practise --desk airline --topic refunds --questions 5",
        "winwin exam practise --bank our-bank --as-of 2026-08-01 --seed 7",
    ],
)
@bank_option
@option("--desk", metavar="ID", help=N_("Only questions of this desk."))
@option("--topic", metavar="ID", help=N_("Only questions about this."))
@option("--policy", metavar="ID", help=N_("Only questions that rest on this policy."))
@option(
    "--questions",
    "count",
    type=click.IntRange(1, 200),
    default=10,
    metavar="NUMBER",
    help=N_("How many questions; 10 if not given."),
)
@day_option("--as-of", help=N_("The day whose rules count; today if not given."))
@option("--seed", type=click.IntRange(0), metavar="NUMBER", help=N_("Draw the questions with this seed."))
@language_option(N_("The language of the paper."))
def command(
    bank: Path | None,
    desk: str | None,
    topic: str | None,
    policy: str | None,
    count: int,
    day: date,
    seed: int | None,
    language: str,
) -> None:
    """Practise."""
    screen = Screen(sys.stdout, language)
    found = found_bank(bank).bank
    wanted = [question for question in chosen(found, desk, topic, policy) if question.kind != "case"]
    keys, _ = keys_of(found, wanted, day)
    seed = secrets.randbelow(SEEDS) if seed is None else seed
    drawn = _drawn([question for question in wanted if question.id in keys], count, seed)
    if not drawn:
        raise CommandFailure(Message("None of these questions can be asked on {day}.", day=day))
    paper = _Paper(screen, found, drawn, keys, seed, day)
    paper.ask()
    paper.put_results()


def _drawn(questions: Sequence[Question], count: int, seed: int) -> list[Question]:
    """So many random questions, none of which gives another away."""
    order = sorted(
        questions, key=lambda question: blake2b(f"{seed}/{question.id}".encode(), digest_size=8).digest()
    )
    drawn: list[Question] = []
    apart: set[str] = set()
    for question in order:
        if len(drawn) < count and question.id not in apart:
            drawn.append(question)
            apart |= question.enemies | question.siblings
    return drawn


class _Paper:
    """A practice paper: what is asked, what was answered, and what that is worth."""

    def __init__(
        self,
        screen: Screen,
        bank: Bank,
        questions: Sequence[Question],
        keys: dict[str, Key],
        seed: int,
        day: date,
    ) -> None:
        from simulator.exam.paper.exam import Examinee
        from simulator.exam.sitting.presenting import presented

        self.screen = screen
        self.bank = bank
        self.questions = questions
        self.keys = keys
        self.day = day
        self.seed = seed
        self.language: Language = "zh" if screen.language == "zh" else "en"
        self.paper = presented(questions, Examinee(0, 0, 0, seed=seed), self.language)
        self.answers: dict[int, object] = {}
        self.seen = 0

    def ask(self) -> None:
        """Ask one question after the other, until the last one or until somebody leaves."""
        t = self.screen.t
        self.screen.put(
            t("{count} questions by the rules of {day}. Enter leaves one out, “q” ends it.",
              count=len(self.questions), day=self.day)
        )  # fmt: skip
        self.screen.put(
            t("“--seed {seed}” draws the same questions again from the same bank.", seed=self.seed), "note"
        )
        try:
            for shown in self.paper.questions:
                title = t("Question {number} of {count}", number=shown.number, count=len(self.questions))
                self.screen.heading(f"{title} · {t('h opens the handbook')}" if shown.lookup else title)
                self.seen += 1
                question = self.questions[shown.place]
                policy = self.bank.policies[question.policy]
                self.answers[shown.place] = QuestionAsked(
                    self.screen, question, shown, policy, self.day
                ).answer()
        except (StopPractising, KeyboardInterrupt):
            self.seen -= 1
            self.screen.put()

    def put_results(self) -> None:
        """Show what was right and why, and how much it is in all."""
        if not self.seen:
            return
        t = self.screen.t
        got = Fraction(0)
        for shown in self.paper.questions[: self.seen]:
            question, key = self.questions[shown.place], self.keys[self.questions[shown.place].id]
            given = self.answers.get(shown.place)
            marked = mark(question, key.answer, given)
            got += marked.credit
            self.put_result(shown, question, key, given, marked)
        self.screen.heading(t("Result"))
        percent = round(100 * got / self.seen)
        marks = f"{float(got):.1f}".removesuffix(".0")
        screen_words = t("Marks: {got} of {most}, {percent} %.", got=marks, most=self.seen, percent=percent)
        self.screen.put(screen_words, "heading")

    def put_result(
        self, shown: "PresentedQuestion", question: Question, key: Key, given: object, marked: Mark
    ) -> None:
        """Show a question with the right answer, the one given, and the reasons."""
        from simulator.exam.results.explaining import explained

        screen, t = self.screen, self.screen.t
        one = explained(question, shown, key, given, self.bank, self.day, self.language)
        screen.heading(t("Question {number}", number=shown.number))
        screen.put(one.stem.text)
        if marked.right:
            verdict, style = t("right"), "right"
        elif marked.blank:
            verdict, style = t("not answered"), "wrong"
        elif marked.credit > 0:
            verdict, style = t("{percent} % right", percent=round(100 * marked.credit)), "warning"
        else:
            verdict, style = t("wrong"), "wrong"
        label = t("You: ")
        told = words((verdict, style), "" if marked.blank else f" · {self.line(one.given)}")
        screen.put(told, label=label, indent=width_of(label))
        if not marked.right:
            label = t("Right: ")
            screen.put(self.line(one.right), label=label, indent=width_of(label))
        for option_ in one.reasons:
            why = t("{option} – {why}", option=option_.text.text, why=option_.why.text)
            label = "  ✓ " if option_.right else "  ✗ "
            screen.put(why, "note", label=label, indent=width_of(label))
        if one.explanation.text:
            screen.put(one.explanation.text, "note")

    def line(self, parts: Sequence[Said]) -> str:
        """The parts of an answer on one line."""
        return self.screen.t("; ").join(part.text for part in parts)
