"""The period that a class is looked at in: the last so many days, or all the time."""

from datetime import datetime, timedelta

from simulator.text.message import Message

PERIODS = {
    "": Message("all the time"),
    "7": Message("the last 7 days"),
    "30": Message("the last 30 days"),
    "90": Message("the last 90 days"),
}
"""By the word in addresses: a number of days."""


def since(period: str, moment: datetime) -> datetime | None:
    """When a period begins that ends now; None for all the time, which is also any that is not known."""
    return moment - timedelta(days=int(period)) if period and period in PERIODS else None
