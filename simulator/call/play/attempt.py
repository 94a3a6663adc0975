"""An attempt: a case plus a list of moves. This is what gets stored, and it says everything."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from simulator.call.case.case import Stage
from simulator.text.message import Message
from simulator.text.refusal import Refusal

FORMAT = 1
MAX_MOVES = 100_000
MAX_MOVE = 500  # characters


class UnreadableAttempt(Refusal):
    """Data that is not a saved attempt, or one of a later format."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One trainee's moves through a case. `times` are seconds since the start, None where not known."""

    case: str
    digest: str
    """What `Case.digest` was when the attempt was made."""
    persona: str
    stage: Stage | None = None
    """The one stage that was played; None for the whole case."""
    seed: int | None = None
    """The seed with which the persona was drawn."""
    started: str | None = None
    """When it began, in ISO 8601."""
    moves: tuple[str, ...] = ()
    times: tuple[float | None, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The attempt as data for a JSON file."""
        return (
            {"winwin": FORMAT}
            | asdict(replace(self, stage=None))
            | {"stage": self.stage and self.stage.value}
        )

    @classmethod
    def from_json(cls, data: object) -> "Attempt":
        """The attempt in data read from a JSON file. Raises UnreadableAttempt."""
        if not isinstance(data, dict) or "winwin" not in data:
            raise UnreadableAttempt(Message("This is not a saved attempt."))
        if data["winwin"] != FORMAT:
            raise UnreadableAttempt(Message("This attempt was saved by another version of winwin."))
        moves, times = _list(data, "moves", str), _list(data, "times", (int, float, type(None)))
        if len(times) not in (0, len(moves)) or any(len(move) > MAX_MOVE for move in moves):
            raise _damaged("moves")
        stage = data.get("stage")
        if stage is not None and stage not in [known.value for known in Stage]:
            raise _damaged("stage")
        return cls(
            case=_value(data, "case", str),
            digest=_value(data, "digest", str),
            persona=_value(data, "persona", str),
            stage=None if stage is None else Stage(stage),
            seed=_value(data, "seed", (int, type(None))),
            started=_value(data, "started", (str, type(None))),
            moves=tuple(moves),
            times=tuple(times) or (None,) * len(moves),
        )


def _value(data: Mapping[str, Any], key: str, types: Any) -> Any:
    value = data.get(key)
    if not isinstance(value, types):
        raise _damaged(key)
    return value


def _list(data: Mapping[str, Any], key: str, types: Any) -> list[Any]:
    values = _value(data, key, list)
    if len(values) > MAX_MOVES or not all(isinstance(value, types) for value in values):
        raise _damaged(key)
    return list(values)


def _damaged(key: str) -> UnreadableAttempt:
    return UnreadableAttempt(Message("This attempt is damaged: its “{key}” cannot be read.", key=key))
