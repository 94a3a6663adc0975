"""detail-kinds-missing: all five kinds and a key sentence are somewhere in the recording."""

import pytest

from simulator.call.case.case import Detail

from .planted import CASE, line_of, told

RULE = "detail-kinds-missing"


@pytest.mark.parametrize("detail", [detail.value for detail in Detail])
def test_a_missing_kind_is_named(detail: str) -> None:
    """A recording without it would teach nobody to hear it."""
    (written,) = [part for part in CASE.split(", ") if part.startswith(f"{detail}: ")]
    reason = written.split("}")[0]
    other = "heated" if detail == "key" else "key"
    assert told(
        RULE, (reason, reason.replace(detail, other) if other not in _line(reason) else "at: 0:01")
    ) == [
        (
            line_of("  lines:"),
            f"No line of the recording is marked: {detail}. Mark where it can be heard: nobody learns to hear"
            " what is never there.",
        )
    ]


def _line(text: str) -> str:
    return CASE.splitlines()[line_of(text) - 1]


def test_complete_recording() -> None:
    """A recording with everything in it would be called incomplete."""
    assert told(RULE) == []


def test_without_recording() -> None:
    """A case that has no replay would be asked for its details."""
    replay = CASE[CASE.index("replay:") : CASE.index("rehearsal:")]
    assert told(RULE, (replay, "")) == []
