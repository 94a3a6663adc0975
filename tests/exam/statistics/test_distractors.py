"""Who chose which option."""

import numpy
import pytest

from simulator.exam.statistics.distractors import OptionStatistics, option_statistics
from simulator.exam.statistics.marks import MarksRefused

RIGHT, PLAUSIBLE, DEAD, MISKEYED = range(4)


def of(
    chosen: list[int], rest: list[float], right: int = RIGHT, options: int = 4
) -> tuple[OptionStatistics, ...]:
    """The statistics of a single choice; each examinee's option by its number."""
    table = numpy.eye(options, dtype=bool)[chosen]
    return option_statistics(table, [place == right for place in range(options)], rest)


def test_shares_and_means() -> None:
    """An author would be told that an option was chosen by others than chose it."""
    found = of([0, 0, 1, 2], [10, 8, 3, 5])
    assert [(one.chosen.hits, one.chosen.of, one.rest) for one in found] == [
        (2, 4, 9.0),
        (1, 4, 3.0),
        (1, 4, 5.0),
        (0, 4, None),
    ]
    assert found[0].correlation == pytest.approx(numpy.corrcoef([1, 1, 0, 0], [10, 8, 3, 5])[0, 1])
    assert found[3].correlation is None
    assert [str(remark) for remark in found[0].remarks] == [
        "Too few answers to judge: 4; at least 30 are needed."
    ]


def test_remarks() -> None:
    """A dead option would stay, or a wrong key would."""
    rest = [float(number) for number in range(60)]
    good = of([PLAUSIBLE] * 30 + [RIGHT] * 30, rest)
    assert [[str(remark) for remark in one.remarks] for one in good] == [
        [],
        [],
        ["Hardly anybody chooses it; it does no work."],
        ["Hardly anybody chooses it; it does no work."],
    ]
    wrong_key = of([RIGHT] * 30 + [MISKEYED] * 30, rest)
    assert [str(remark) for remark in wrong_key[RIGHT].remarks] == [
        "It counts as right, and those who know the rest avoid it. See whether the key is right."
    ]
    assert [str(remark) for remark in wrong_key[MISKEYED].remarks] == [
        "Those who know the rest choose it more often. See whether it is right after all."
    ]


def test_multiple_choice() -> None:
    """Several right options would be counted against each other."""
    chosen = [[True, True, False], [True, False, False], [False, True, True]]
    found = option_statistics(chosen, [True, True, False], [3, 2, 1])
    assert [(one.right, one.chosen.hits) for one in found] == [(True, 2), (True, 2), (False, 1)]


def test_rests_that_are_alike_tell_nothing() -> None:
    """What rounding leaves would be taken for a correlation."""
    found = of([0, 1, 0, 1], [0.1 + 0.2, 0.3, 0.1 + 0.2, 0.3])
    assert [one.correlation for one in found] == [None] * 4


def test_answers_of_others_are_refused() -> None:
    """Answers would be counted with the marks of somebody else."""
    with pytest.raises(MarksRefused):
        option_statistics([[True, False]], [True, False], [1, 2])
    with pytest.raises(MarksRefused):
        option_statistics([[True, False]], [True], [1])
