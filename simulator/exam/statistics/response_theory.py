"""Item response theory: how hard each question is and how able each examinee, on one scale for both.

The chance to be right is logistic: 1 / (1 + exp(-a (θ - b))), with θ the ability, b the difficulty and a the
discrimination of the question. The Rasch model has one a for all questions (Rasch 1960; its usual logits are
a·θ), the two-parameter model (Birnbaum 1968) one for each. Ability is counted in standard deviations of those
who sat, from their mean. Part marks count as that share of right.

The parameters are found by marginal maximum likelihood (Bock & Aitkin 1981), with weak priors that keep
questions finite which everybody has right or wrong (Mislevy 1986).
"""

from dataclasses import dataclass
from enum import Enum

import numpy
from numpy.typing import ArrayLike, NDArray

from simulator.text.message import Message

from .marks import ENOUGH, Marks, MarksRefused, Numbers

ENOUGH_FOR_TWO = 500
"""From so many examinees on each question has a discrimination of its own (de Ayala 2009)."""
FEWEST_NODES = 41
SPAN = 5.0
"""Abilities are integrated over this many standard deviations to both sides."""
LEAST_SLOPE, MOST_SLOPE = 0.05, 6.0
SLOPE_PRIOR = 0.5  # standard deviation of ln a, about 0
INTERCEPT_PRIOR = 3.0  # standard deviation of -a·b, about 0
TOLERANCE = 1e-4
"""The parameters stand when none of them moves by more."""
MOST_ROUNDS = 500


class Model(Enum):
    """How many parameters a question has."""

    RASCH = "rasch"
    TWO_PARAMETER = "2pl"


@dataclass(frozen=True, slots=True)
class ItemParameters:
    """A question on the scale of abilities."""

    difficulty: float
    """The ability at which one in two is right."""
    discrimination: float
    """How steeply the chance rises there; above 0."""
    difficulty_error: float
    discrimination_error: float
    """Standard errors."""
    count: int
    """How many answers it rests on."""
    held: bool
    """Whether the discrimination ran into its bound: hardly any, or against the rest. See the key."""

    @property
    def few(self) -> bool:
        """Whether it rests on too few answers to judge by."""
        return self.count < ENOUGH


@dataclass(frozen=True, slots=True)
class Abilities:
    """The ability of each examinee, as the mean of what is likely after the answers (EAP), and its error."""

    means: Numbers
    errors: Numbers
    """Standard errors: the deviation of what is likely; 1 for somebody without any answer."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The questions and the examinees of a sitting on one scale."""

    model: Model
    items: tuple[ItemParameters, ...]
    abilities: Abilities
    rounds: int
    converged: bool
    """Whether the parameters stood in the end."""


def model_for(examinees: int) -> Model:
    """Which model so many examinees bear."""
    return Model.TWO_PARAMETER if examinees >= ENOUGH_FOR_TWO else Model.RASCH


def fitted(marks: Marks, model: Model | None = None) -> Fitted:
    """The marks on one scale; by the model that their number bears, unless said otherwise.

    Raises MarksRefused without any examinee or question.
    """
    if not marks.scores.size:
        raise MarksRefused(Message("Without answers nothing can be estimated."))
    answers = _Answers(marks)
    chosen = model or model_for(marks.examinees)
    slopes, intercepts, rounds, converged = _estimated(answers, chosen)
    posterior = answers.posterior(slopes, intercepts)
    errors = _errors(answers, posterior, slopes, intercepts, chosen)
    items = tuple(
        ItemParameters(
            difficulty=float(-d / a),
            discrimination=float(a),
            difficulty_error=float(b_error),
            discrimination_error=float(a_error),
            count=int(count),
            held=bool(a <= LEAST_SLOPE or a >= MOST_SLOPE),
        )
        for a, d, a_error, b_error, count in zip(slopes, intercepts, *errors, answers.counts, strict=True)
    )
    return Fitted(chosen, items, answers.abilities(posterior), rounds, converged)


def abilities(marks: Marks, items: tuple[ItemParameters, ...]) -> Abilities:
    """The abilities of examinees at questions whose parameters are known, one for each column."""
    if len(items) != marks.questions:
        raise MarksRefused(Message("The marks are not a table of examinees and questions."))
    if not marks.examinees:
        return Abilities(numpy.zeros(0), numpy.zeros(0))
    answers = _Answers(marks)
    slopes = numpy.array([item.discrimination for item in items])
    intercepts = -slopes * numpy.array([item.difficulty for item in items])
    return answers.abilities(answers.posterior(slopes, intercepts))


def chances(difficulties: ArrayLike, discriminations: ArrayLike, ability: ArrayLike) -> Numbers:
    """The chance to be right, for each question (down) at each ability (across)."""
    a = numpy.atleast_1d(numpy.asarray(discriminations, dtype=float))[:, None]
    b = numpy.atleast_1d(numpy.asarray(difficulties, dtype=float))[:, None]
    return _logistic(a * (numpy.atleast_1d(numpy.asarray(ability, dtype=float)) - b))


def information(difficulties: ArrayLike, discriminations: ArrayLike, ability: ArrayLike) -> Numbers:
    """The information of each question (down) at each ability (across): a²P(1-P).

    The information of a paper is the sum of that of its questions; 1 over its root is the standard error.
    """
    right = chances(difficulties, discriminations, ability)
    a = numpy.atleast_1d(numpy.asarray(discriminations, dtype=float))[:, None]
    shown: Numbers = a**2 * right * (1 - right)
    return shown


def nodes_for(questions: int) -> int:
    """How many abilities to integrate over: the longer the paper, the sharper what it says of somebody.

    Nodes further apart than that sharpness would see nothing between them: with 21 nodes, 200 questions came
    out with difficulties off by 0.2.
    """
    sharpness = 1 / numpy.sqrt(1 + 0.3 * questions)  # about: a = 1.1, at the chance of one in two
    return max(FEWEST_NODES, 2 * int(numpy.ceil(SPAN / (1.1 * sharpness))) + 1)


class _Answers:
    """What the estimation needs of the marks.

    The logarithm of an answer's chance is linear in the answer. So of all answers of somebody only their
    sum, weighted by the slopes, bears on the ability; and of all answers to a question only their sum and
    their sum weighted by the abilities bear on its parameters. No table of examinees × questions × nodes is
    ever made.
    """

    def __init__(self, marks: Marks) -> None:
        whole = marks.complete
        asked = numpy.ones((1, marks.questions), bool) if whole else marks.asked
        if whole:
            patterns, belongs = asked, numpy.zeros(marks.examinees, dtype=numpy.int64)
        else:
            patterns, belongs = _patterns(asked)
        # those who were asked the same stand together
        self.order = numpy.argsort(belongs, kind="stable")
        self.patterns = patterns.astype(float)
        self.belongs = belongs[self.order]
        self.starts = numpy.searchsorted(self.belongs, numpy.arange(len(patterns)))
        shares = marks.shares if whole else numpy.nan_to_num(marks.shares)
        self.answers = shares if whole else shares[self.order]
        sizes = numpy.bincount(self.belongs, minlength=len(patterns))
        self.counts: Numbers = sizes @ self.patterns
        self.right = self.answers.sum(axis=0)
        self.nodes = numpy.linspace(-SPAN, SPAN, nodes_for(int(self.patterns.sum(axis=1).max())))
        weights = numpy.exp(-(self.nodes**2) / 2)
        self.log_weights = numpy.log(weights / weights.sum())

    def posterior(self, slopes: Numbers, intercepts: Numbers) -> Numbers:
        """How likely each ability is for each examinee, after the answers."""
        never = self.patterns @ numpy.logaddexp(0, self._logits(slopes, intercepts))
        likely = numpy.multiply.outer(_times(self.answers, slopes), self.nodes)
        likely += (self.log_weights - never)[self.belongs]
        likely -= likely.max(axis=1, keepdims=True)
        numpy.exp(likely, out=likely)
        likely /= likely.sum(axis=1, keepdims=True)
        return likely

    def expected(self, posterior: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """What a round needs of the examinees.

        For each question, how many of each ability were asked, and the sum of abilities of those who were
        right; and the share of examinees at each ability.
        """
        of_each = numpy.add.reduceat(posterior, self.starts, axis=0)
        able: Numbers = numpy.einsum("i,ij->j", _times(posterior, self.nodes), self.answers)
        return self.patterns.T @ of_each, able, of_each.sum(axis=0) / len(posterior)

    def abilities(self, posterior: Numbers) -> Abilities:
        """The mean and deviation of each examinee's ability, in the order of the marks."""
        means = _times(posterior, self.nodes)
        errors = numpy.sqrt(numpy.maximum(_times(posterior, self.nodes**2) - means**2, 0))
        back = numpy.argsort(self.order, kind="stable")
        return Abilities(means[back], errors[back])

    def chances(self, slopes: Numbers, intercepts: Numbers) -> Numbers:
        """The chance to be right, for each question at each node."""
        return _logistic(self._logits(slopes, intercepts))

    def _logits(self, slopes: Numbers, intercepts: Numbers) -> Numbers:
        return numpy.multiply.outer(slopes, self.nodes) + intercepts[:, None]


def _estimated(answers: _Answers, model: Model) -> tuple[Numbers, Numbers, int, bool]:
    """The slopes and intercepts, how many rounds it took, and whether they stand.

    At first each round also lets the mean and spread of the abilities go free, and brings them back to 0
    and 1 by changing the scale (PX-EM: Liu, Rubin & Wu 1998). Without that a long paper, which hardly
    listens to the prior of abilities, takes hundreds of rounds to find its scale. The last rounds are
    plain.
    """
    slopes = numpy.ones(len(answers.counts))
    intercepts = numpy.log((answers.right + 0.5) / (answers.counts - answers.right + 0.5))
    free = True
    for number in range(1, MOST_ROUNDS + 1):
        posterior = answers.posterior(slopes, intercepts)
        asked, able, spread = answers.expected(posterior)
        step = _next_common if model is Model.RASCH else _next_each
        a, d = step(answers, asked, able, slopes, intercepts)
        if free:
            mean = float(spread @ answers.nodes)
            deviation = float(numpy.sqrt(spread @ answers.nodes**2 - mean**2))
            a, d = _bounded(a * deviation), d + a * mean
        moved = max(float(numpy.abs(a - slopes).max()), float(numpy.abs(d - intercepts).max()))
        slopes, intercepts = a, d
        if moved < (10 * TOLERANCE if free else TOLERANCE):
            if not free:
                return slopes, intercepts, number, True
            free = False
    return slopes, intercepts, MOST_ROUNDS, False


def _next_each(
    answers: _Answers, asked: Numbers, able: Numbers, a: Numbers, d: Numbers
) -> tuple[Numbers, Numbers]:
    """One step of Newton's for each question: slope and intercept."""
    at_d, at_a, dd, ad, aa = _slopes_of_likelihood(answers, asked, able, a, d)
    at_a -= numpy.log(a) / (a * SLOPE_PRIOR**2)
    aa += 1 / (a * SLOPE_PRIOR) ** 2
    determinant = dd * aa - ad * ad
    step_a = (dd * at_a - ad * at_d) / determinant
    step_d = (aa * at_d - ad * at_a) / determinant
    return _bounded(a + step_a.clip(-0.5, 0.5)), d + step_d.clip(-1, 1)


def _next_common(
    answers: _Answers, asked: Numbers, able: Numbers, a: Numbers, d: Numbers
) -> tuple[Numbers, Numbers]:
    """One step of Newton's for the one slope of all questions and the intercept of each."""
    at_d, at_a, dd, ad, aa = _slopes_of_likelihood(answers, asked, able, a, d)
    slope = float(a[0])
    gradient = at_a.sum() - numpy.log(slope) / (slope * SLOPE_PRIOR**2)
    curvature = aa.sum() + 1 / (slope * SLOPE_PRIOR) ** 2
    step_a = (gradient - (ad * at_d / dd).sum()) / (curvature - (ad**2 / dd).sum())
    step_a = min(0.5, max(-0.5, float(step_a)))
    step_d = (at_d - ad * step_a) / dd
    return _bounded(a + step_a), d + step_d.clip(-1, 1)


def _slopes_of_likelihood(
    answers: _Answers, asked: Numbers, able: Numbers, a: Numbers, d: Numbers
) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers]:
    """First derivatives by intercept and slope, and second ones, negated; with the prior of intercepts."""
    right = answers.chances(a, d)
    expected = asked * right
    spread = expected * (1 - right)
    at_d = answers.right - expected.sum(axis=1) - d / INTERCEPT_PRIOR**2
    at_a = able - expected @ answers.nodes
    dd = spread.sum(axis=1) + 1 / INTERCEPT_PRIOR**2
    return at_d, at_a, dd, spread @ answers.nodes, spread @ answers.nodes**2


def _errors(
    answers: _Answers, posterior: Numbers, slopes: Numbers, intercepts: Numbers, model: Model
) -> tuple[Numbers, Numbers]:
    """Standard errors of slopes and of difficulties.

    From the sums of products of the examinees' contributions to the likelihood's derivatives (which count
    what is not known of the abilities), each question by itself, and the priors; carried over to
    difficulties by the delta method.
    """
    right = answers.chances(slopes, intercepts)
    asked = answers.patterns[answers.belongs] if len(answers.patterns) > 1 else 1.0
    means = _times(posterior, answers.nodes)
    by_d = (answers.answers - posterior @ right.T) * asked
    by_a = (answers.answers * means[:, None] - posterior @ (right * answers.nodes).T) * asked
    dd = (by_d**2).sum(axis=0) + 1 / INTERCEPT_PRIOR**2
    if model is Model.RASCH:
        together = by_a.sum(axis=1)
        aa = numpy.full(len(slopes), together @ together)
        ad = numpy.zeros(len(slopes))  # all questions together fix the slope, so one hardly moves it
    else:
        aa = (by_a**2).sum(axis=0)
        ad = (by_a * by_d).sum(axis=0)
    aa = aa + 1 / (slopes * SLOPE_PRIOR) ** 2
    determinant = dd * aa - ad**2  # above 0, by the priors
    variance_a, variance_d, covariance = dd / determinant, aa / determinant, -ad / determinant
    b = -intercepts / slopes
    variance_b = (variance_d + 2 * b * covariance + b**2 * variance_a) / slopes**2
    return numpy.sqrt(variance_a), numpy.sqrt(numpy.maximum(variance_b, 0))


def _patterns(asked: NDArray[numpy.bool_]) -> tuple[NDArray[numpy.bool_], NDArray[numpy.int64]]:
    """The different rows, and which of them each row is."""
    packed = numpy.ascontiguousarray(numpy.packbits(asked, axis=1))
    keys = packed.view(numpy.dtype((numpy.void, packed.shape[1]))).ravel()
    _, first, belongs = numpy.unique(keys, return_index=True, return_inverse=True)
    return asked[first], belongs.reshape(-1).astype(numpy.int64)


def _bounded(slopes: Numbers) -> Numbers:
    return slopes.clip(LEAST_SLOPE, MOST_SLOPE)


def _times(table: Numbers, weights: Numbers) -> Numbers:
    """Each row's weighted sum. By NumPy's own loop: BLAS starts threads for it, which wait for each other."""
    sums: Numbers = numpy.einsum("ij,j->i", table, weights)
    return sums


def _logistic(logits: Numbers) -> Numbers:
    shares: Numbers = 0.5 * (1 + numpy.tanh(logits / 2))  # never overflows
    return shares
