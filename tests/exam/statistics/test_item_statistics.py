"""Classical statistics are those of the plain definitions, whatever the marks."""

from collections.abc import Iterable
from fractions import Fraction
from math import sqrt
from random import Random

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.exam.statistics.item_statistics import EASY, HARD, ItemStatistics, item_statistics
from simulator.exam.statistics.marks import ENOUGH, Marks, MarksRefused, PaperStatistics, paper_statistics

unhurried = settings(deadline=None, max_examples=150)  # other processes may want the machine

Row = list[Fraction | None]


@st.composite
def tables(draw: st.DrawFn, shares: list[Fraction | None]) -> tuple[list[Row], list[Fraction]]:
    """Marks as fractions, with None where somebody was not asked, and what can be had for each question."""
    questions = draw(st.integers(1, 5))
    most = draw(
        st.lists(
            st.sampled_from([Fraction(1), Fraction(2), Fraction(5)]), min_size=questions, max_size=questions
        )
    )
    row = st.lists(st.sampled_from(shares), min_size=questions, max_size=questions)
    rows = draw(st.lists(row, min_size=0, max_size=9))
    return [[None if s is None else s * m for s, m in zip(one, most, strict=True)] for one in rows], most


right_or_wrong = tables([Fraction(0), Fraction(1)])
part_marks = tables([Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(1)])
some_not_asked = tables([Fraction(0), Fraction(1, 2), Fraction(1), None])
any_table = st.one_of(right_or_wrong, part_marks, some_not_asked)


def marks_of(rows: list[Row], most: list[Fraction]) -> Marks:
    """The same as floating-point numbers."""
    table = [[float("nan") if mark is None else float(mark) for mark in row] for row in rows]
    return Marks(numpy.array(table).reshape(len(rows), len(most)), numpy.array([float(m) for m in most]))


def covariance(x: list[Fraction], y: list[Fraction]) -> Fraction:
    """The sample covariance, with n-1."""
    mean_x, mean_y = sum(x, Fraction(0)) / len(x), sum(y, Fraction(0)) / len(y)
    return sum(((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)), Fraction(0)) / (len(x) - 1)


def plain(rows: list[Row], most: list[Fraction]) -> list[dict[str, float | None]]:
    """The definitions, word for word, one question after the other, in exact fractions."""
    whole = sum(most, Fraction(0))
    found: list[dict[str, float | None]] = []
    with_totals: list[Fraction | None] = []
    for place, own in enumerate(most):
        x = [mark for row in rows if (mark := row[place]) is not None]
        pairs: list[tuple[Fraction, Fraction]] = []
        for row in rows:
            got = row[place]
            others = [(mark, m) for at, (mark, m) in enumerate(zip(row, most, strict=True)) if at != place]
            asked = [(mark, m) for mark, m in others if mark is not None]
            if got is None or (len(asked) < len(others) and not asked):
                continue
            reachable = sum((m for _, m in asked), Fraction(0))
            rest = sum((mark for mark, _ in asked), Fraction(0))
            pairs.append((got, rest * (whole - own) / reachable if reachable else Fraction(0)))
        mean = sum(x, Fraction(0)) / len(x) if x else None
        one: dict[str, float | None] = {
            "count": len(x),
            "facility": None if mean is None else float(mean / own),
            "deviation": sqrt(covariance(x, x)) / float(own) if len(x) > 1 else None,
            "discrimination": None,
            "efficiency": None,
            "intended_weight": float(own / whole),
            "effective_weight": None,
        }
        with_totals.append(None)
        if len(pairs) > 1:
            a, b = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
            if covariance(a, a) and covariance(b, b):
                one["discrimination"] = float(covariance(a, b)) / sqrt(covariance(a, a) * covariance(b, b))
                one["efficiency"] = float(covariance(a, b) / covariance(sorted(a), sorted(b)))
            with_totals[-1] = covariance(a, [p + q for p, q in pairs])
        found.append(one)
    roots = [sqrt(c) for c in with_totals if c is not None and c >= 0]
    for one, c in zip(found, with_totals, strict=True):
        if c is not None and c >= 0 and any(roots):
            one["effective_weight"] = sqrt(c) / sum(roots)
    return found


def figures(item: ItemStatistics) -> dict[str, float | None]:
    """The figures that have a plain definition."""
    names = ["count", "facility", "deviation", "discrimination", "efficiency", "intended_weight"]
    return {name: getattr(item, name) for name in [*names, "effective_weight"]}


@unhurried
@given(any_table)
def test_statistics_are_those_of_the_definitions(table: tuple[list[Row], list[Fraction]]) -> None:
    """A question would be kept or thrown out by a figure that is not what it is called."""
    expected = plain(*table)
    found = [figures(item) for item in item_statistics(marks_of(*table))]
    assert found == [pytest.approx(one, abs=1e-9) for one in expected]


@unhurried
@given(any_table, st.randoms(use_true_random=False))
def test_order_of_examinees_does_not_matter(table: tuple[list[Row], list[Fraction]], random: Random) -> None:
    """Whoever hands in first would change the statistics."""
    rows, most = table
    mixed = rows.copy()
    random.shuffle(mixed)
    before, after = item_statistics(marks_of(rows, most)), item_statistics(marks_of(mixed, most))
    assert [figures(item) for item in after] == [pytest.approx(figures(item), abs=1e-9) for item in before]


def plain_paper(rows: list[Row], most: list[Fraction]) -> dict[str, float | None]:
    """The paper's statistics by their definitions, from those who were asked everything."""
    whole = [[mark for mark in row if mark is not None] for row in rows if None not in row]
    totals = [sum(row, Fraction(0)) for row in whole]
    n, p = len(totals), len(most)
    found: dict[str, float | None] = dict.fromkeys(
        [
            "mean",
            "median",
            "deviation",
            "skewness",
            "kurtosis",
            "consistency",
            "error_ratio",
            "standard_error",
        ]
    )
    if not n:
        return found
    mean = sum(totals, Fraction(0)) / n
    m2, m3, m4 = (sum(((t - mean) ** power for t in totals), Fraction(0)) / n for power in (2, 3, 4))
    ordered = sorted(totals)
    found["mean"], found["median"] = float(mean), float((ordered[(n - 1) // 2] + ordered[n // 2]) / 2)
    if n < 2:
        return found
    k2 = n * m2 / (n - 1)
    found["deviation"] = sqrt(k2)
    if n > 2 and k2:
        found["skewness"] = float(n * n * m3 / ((n - 1) * (n - 2))) / float(k2) ** 1.5
        if p > 1:
            own = sum((covariance(x, x) for x in map(list, zip(*whole, strict=True))), Fraction(0))
            alpha = Fraction(p, p - 1) * (1 - own / k2)
            ratio = sqrt(1 - alpha)
            found |= {"consistency": float(alpha), "error_ratio": ratio, "standard_error": ratio * sqrt(k2)}
    if n > 3 and k2:
        k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3))
        found["kurtosis"] = float(k4 / k2**2)
    return found


def paper_figures(paper: PaperStatistics, names: Iterable[str]) -> dict[str, float | None]:
    """These figures of a paper."""
    return {name: getattr(paper, name) for name in names}


@unhurried
@given(any_table)
def test_paper_statistics_are_those_of_the_definitions(table: tuple[list[Row], list[Fraction]]) -> None:
    """A paper would look better or worse than it is."""
    expected = plain_paper(*table)
    paper = paper_statistics(marks_of(*table))
    assert paper_figures(paper, expected) == pytest.approx(expected, abs=1e-6)
    complete = sum(None not in row for row in table[0])
    assert (paper.count, paper.left_out) == (complete, len(table[0]) - complete)


def test_known_paper() -> None:
    """The definitions and their restatement in these tests could be wrong together: worked out by hand."""
    paper = paper_statistics(Marks.of([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]))
    # totals 3, 2, 1, 0; variances of the questions 1/4, 1/3, 1/4, of the totals 5/3
    assert (paper.mean, paper.median) == (1.5, 1.5)
    assert paper.deviation == pytest.approx((5 / 3) ** 0.5)
    assert paper.consistency == pytest.approx(1.5 * (1 - (5 / 6) / (5 / 3)))
    assert [paper.skewness, paper.kurtosis] == pytest.approx([0, -1.2])
    assert paper.error_ratio == pytest.approx(0.5)
    assert paper.standard_error == pytest.approx(0.5 * (5 / 3) ** 0.5)
    assert paper.few


def table_of(right: int, of: int, others: int = 4) -> Marks:
    """So many of so many right at the first question, the abler ones at the rest too."""
    rest = [
        [float(person > of * (place + 1) / (others + 1)) for place in range(others)] for person in range(of)
    ]
    return Marks.of([[float(person >= of - right), *row] for person, row in enumerate(rest)])


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        (
            table_of(10, ENOUGH - 1),
            [f"Too few answers to judge: {ENOUGH - 1}; at least {ENOUGH} are needed."],
        ),
        (table_of(100, 200), []),
        (table_of(200, 200), ["Nearly everybody is right; it does not distinguish between people."]),
        (
            table_of(0, 200),
            ["Hardly anybody is right. See whether the key is, and whether this was ever taught."],
        ),
        (
            Marks.of([[1 - row[0], *row[1:]] for row in table_of(100, 200).scores.tolist()]),
            ["Those who know the rest do worse here. See whether the key is right."],
        ),
        (
            Marks.of(
                [[float(place % 2), *row[1:]] for place, row in enumerate(table_of(1, 400).scores.tolist())]
            ),
            ["It says little about who knows the rest. See whether it can be misread."],
        ),
    ],
)
def test_remarks(marks: Marks, words: list[str]) -> None:
    """An author would look for a fault where there is none, or not where there is one."""
    assert [str(remark) for remark in item_statistics(marks)[0].remarks] == words


def test_remarks_wait_until_chance_is_unlikely() -> None:
    """Of a dozen questions one would always be blamed for what chance did."""
    nearly = item_statistics(table_of(round(EASY * 40), 40))[0]
    hardly = item_statistics(table_of(round(HARD * 40) - 2, 40))[0]
    assert nearly.facility == EASY
    assert hardly.facility == pytest.approx(0.15)
    assert (nearly.remarks, hardly.remarks) == ((), ())


@pytest.mark.parametrize(
    ("scores", "most"),
    [
        ([1.0, 0.0], None),
        ([[1.0, 2.0]], None),
        ([[-0.1, 1.0]], None),
        ([[1.0, 1.0]], [1.0]),
        ([[1.0, 0.0]], [1.0, 0.0]),
        ([[1.0, 0.0]], [1.0, float("nan")]),
        ([[float("inf"), 0.0]], None),
    ],
)
def test_impossible_marks_are_refused(scores: list[float], most: list[float] | None) -> None:
    """Statistics would be made of a fault of the program."""
    with pytest.raises(MarksRefused):
        Marks.of(scores, most)


def test_nobody_and_nothing() -> None:
    """A month without examinees would break the page."""
    (item,) = item_statistics(Marks(numpy.zeros((0, 1)), numpy.ones(1)))
    assert (item.count, item.facility, item.few, item.discrimination_interval) == (0, None, True, None)
    (unasked,) = item_statistics(Marks.of([[float("nan")], [float("nan")]]))
    assert (unasked.count, unasked.facility) == (0, None)
    assert paper_statistics(Marks(numpy.zeros((0, 1)), numpy.ones(1))).mean is None
