"""When a trainee is shown what would have been better than a reply: after trying again, or giving up.

The one rule that the pages, the downloads, the API and the terminal ask. Whoever teaches sees
everything.
"""

from collections.abc import Iterable
from datetime import datetime


def better_replies_shown(finished: datetime, other_calls: Iterable[datetime], gave_up: bool) -> bool:
    """Whether the trainee of a call may see what would have been better in it.

    `finished` is when the call was over, `other_calls` are when each call began that the same trainee took
    at the same case to its end. `gave_up` is whether the trainee asked for the answer.
    """
    return gave_up or any(began >= finished for began in other_calls)
