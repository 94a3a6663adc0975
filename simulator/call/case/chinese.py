"""The Chinese names of the usual gauges and of the kinds of replies, for authors who write in Chinese.

A case may say either name, in effects, conditions and formulas, too. What it gives to a thing of its own -
a fact, a persona, a value of the record - is that thing's name there.
"""

from collections.abc import Iterable
from types import MappingProxyType

GAUGES_IN_CHINESE = MappingProxyType({
    "火气": "heat",
    "信任": "trust",
    "耐心": "patience",
    "被理解": "understood",
    "解决": "solved",
    "风险": "risk",
    "花费": "cost",
    "沉着": "composure",
})  # fmt: skip
KINDS_IN_CHINESE = MappingProxyType({
    "问情况": "ask",
    "接情绪": "feel",
    "探期望": "probe",
    "解释": "explain",
    "查记录": "check",
    "确认": "confirm",
    "道歉": "apologise",
    "给方案": "offer",
    "承诺": "promise",
    "拒绝": "refuse",
    "上报": "escalate",
    "稍等": "hold",
    "提醒": "warn",
    "收尾": "close",
})  # fmt: skip
_OF_GAUGE = {english: chinese for chinese, english in GAUGES_IN_CHINESE.items()}


def kind_in_english(kind: str) -> str:
    """A kind of reply by its English name."""
    return KINDS_IN_CHINESE.get(kind, kind)


def names_of_gauge(gauge: str) -> tuple[str, ...]:
    """What a gauge may be called in a case: its own name, and the Chinese one of a usual gauge."""
    return (gauge, _OF_GAUGE[gauge]) if gauge in _OF_GAUGE else (gauge,)


def name_in(gauge: str, written: Iterable[str]) -> str | None:
    """The name by which these keys of a case speak of a gauge; None where they do not."""
    keys = set(written)
    return next((name for name in names_of_gauge(gauge) if name in keys), None)
