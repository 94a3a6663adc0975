"""Banks, blueprints and sittings of exams, made at random but the same in every run."""

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from simulator.exam.paper.bank_question import BASE, NEW, PERSISTENT, BankQuestion
from simulator.exam.paper.blueprint import Blueprint, InformationQuota, Quota

Numbers = NDArray[numpy.float64]
KINDS = ("single", "multiple", "ordering", "number")
TOPICS = tuple(f"topic-{number:02d}" for number in range(30))


@dataclass(frozen=True, eq=False)
class Sitting:
    """Who was right where, by the two-parameter model, and the truth that it came from."""

    right: Numbers
    """Examinees down, questions across: 1 or 0."""
    abilities: Numbers
    difficulties: Numbers
    discriminations: Numbers


def sitting(examinees: int, questions: int, seed: int = 1) -> Sitting:
    """A sitting: abilities and difficulties standard normal, logarithms of discriminations N(0.1, 0.25²)."""
    draw = numpy.random.default_rng(seed)
    abilities, difficulties = draw.standard_normal(examinees), draw.standard_normal(questions)
    discriminations = numpy.exp(draw.normal(0.1, 0.25, questions))
    chances = 1 / (1 + numpy.exp(-discriminations * (abilities[:, None] - difficulties)))
    right = (draw.random((examinees, questions)) < chances).astype(float)
    return Sitting(right, abilities, difficulties, discriminations)


def bank(size: int, seed: int = 1) -> list[BankQuestion]:
    """A bank: about three in ten questions name up to two enemies, all have been on up to three papers."""
    draw = numpy.random.default_rng(seed)
    questions = []
    for number in range(size):
        enemies = draw.integers(0, size, draw.integers(1, 3)) if draw.random() < 0.3 else ()
        questions.append(
            BankQuestion(
                id=f"q{number:05d}",
                topic=TOPICS[draw.integers(len(TOPICS))],
                kind=KINDS[draw.integers(len(KINDS))],
                difficulty=float(draw.standard_normal()),
                discrimination=float(numpy.exp(draw.normal(0.1, 0.25))),
                enemies=frozenset(f"q{enemy:05d}" for enemy in enemies if enemy != number),
                exposure=int(draw.integers(0, 4)),
                tags=frozenset({(NEW, PERSISTENT, BASE, BASE)[draw.integers(4)]}),
                minutes=float(draw.uniform(0.5, 2)),
            )
        )
    return questions


def blueprint(forms: int = 1, seed: int = 1) -> Blueprint:
    """Forms of 40 questions: topics, kinds, quotas, time, difficulty, information at three abilities."""
    return Blueprint(
        length=40,
        minutes=55,
        topics={topic: Quota(1, 3) for topic in TOPICS},
        kinds={"single": Quota(8, 16), "multiple": Quota(6, 14), "ordering": Quota(6)},
        tags={NEW: Quota(10, 14), PERSISTENT: Quota(8), BASE: Quota(10)},
        difficulty=Quota(-0.2, 0.2),
        information=tuple(
            InformationQuota(ability, Quota(target - 0.5, target + 0.5))
            for ability, target in ((-1.0, 8.0), (0.0, 10.0), (1.0, 8.0))
        ),
        exposure=3,
        forms=forms,
        seed=seed,
    )
