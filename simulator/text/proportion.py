"""A share of something that was counted, which never goes without saying of how many."""

from dataclasses import dataclass

from .message import Message

FEW = 5
"""Of fewer than this nothing is concluded: one more or less would change the picture."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """So many (`hits`) of so many (`of`)."""

    hits: int
    of: int

    @property
    def few(self) -> bool:
        """Whether there are too few to judge by."""
        return self.of < FEW

    @property
    def share(self) -> float:
        """The share, 0-1; 0 of none."""
        return self.hits / self.of if self.of else 0.0

    @property
    def percent(self) -> int:
        """The share in whole percent."""
        return round(100 * self.share)

    @property
    def words(self) -> Message:
        """The share in words, with a warning where there are too few."""
        if self.few:
            return Message("{hits} of {of}, too few to judge", hits=self.hits, of=self.of)
        return Message("{hits} of {of} ({percent} %)", hits=self.hits, of=self.of, percent=self.percent)
