"""A bank with a question of each kind, in which everything that must not be told can be searched for.

Every id begins with “own-”, and every text that is only for after the release has “hush” in it.
"""

POLICY = """\
id: own-damage
desk: appliance
title: {zh: 到货破损, en: Goods that arrive damaged}
facts:
  own-hours: {kind: hours, means: {zh: 几小时内报破损, en: Hours in which damage is reported}}
  own-pickup: {kind: yes-no, means: {zh: 是否上门取件, en: Whether it is picked up}}
versions:
  own-v1:
    effective: 2025-01-01
    summary: {zh: 24小时内报。, en: Within 24 hours.}
    values: {own-hours: 24, own-pickup: false}
    clauses:
      own-report: {zh: 签收后24小时内报破损。, en: Damage is reported within 24 hours.}
      own-photos: {zh: 照片拍外箱和破损处。, en: Photographs show the box and the damage.}
  own-v2:
    effective: 2026-08-01
    summary: {zh: 放宽到48小时，上门取件。, en: "48 hours now, and it is picked up."}
    values: {own-hours: 48, own-pickup: true}
    clauses:
      own-report: {zh: 签收后48小时内报破损。, en: Damage is reported within 48 hours.}
      own-pickup-clause: {zh: 破损的上门取件。, en: What is damaged is picked up.}
bulletins:
  own-first: {version: own-v1, date: 2024-12-20, text: {zh: 新的破损规定。, en: New rules for damage.}}
  own-damage-2026: {version: own-v2, date: 2026-07-22, text: {zh: 48小时了。, en: There are 48 hours now.}}
  own-later: {version: own-v2, date: 2099-01-01, text: {zh: 以后再说。, en: Not posted yet.}}
"""

_HEAD = """\
    topic: own-topic
    difficulty: 3
    policy: own-damage
    cites: own-report
    explanation: {zh: hush解释, en: hush explanation}
    cost: {yuan: 732154, borne-by: company}
    sources: [hush source]
"""


def _options(*names: str) -> str:
    lines = ["    options:"]
    for name in names:
        text = f"zh: 选项{name}号, en: Choice {name}."
        lines.append(f"      own-{name}: {{{text}, why: {{zh: hush原因{name}, en: hush why {name}}}}}")
    return "\n".join(lines) + "\n"


def _question(name: str, kind: str, key: str, more: str = "") -> str:
    stem = f"    stem: {{zh: 题干{name}, en: Stem {name}}}\n"
    return f"  own-{name}:\n    kind: {kind}\n{_HEAD}{stem}{more}    key: {{own-v2: {key}}}\n"


_ITEMS = "    items:\n      own-i1: {zh: 事一, en: Thing one}\n      own-i2: {zh: 事二, en: Thing two}\n"
_FOUR = _options("north", "south", "east", "west")

QUESTIONS = "desk: appliance\nquestions:\n" + "".join(
    (
        _question("single", "single", "own-south", _FOUR),
        _question("multiple", "multiple", "[own-north, own-west]", _FOUR),
        _question("truth", "true-false", "false"),
        _question("ordering", "ordering", "[own-east, own-north, own-west, own-south]", _FOUR),
        _question(
            "matching",
            "matching",
            "{own-i1: own-south, own-i2: own-north}",
            _ITEMS + _options("north", "south"),
        ),
        _question("number", "number", "843795", "    unit: hours\n"),
        _question("words", "short-text", "{zh: [hush暗号], en: [hush password]}"),
        _question("triage", "triage", "{own-i1: urgent-important, own-i2: neither}", _ITEMS),
        _question("lookup", "number", "609317", "    unit: hours\n    look-up: true\n"),
    )
)
PLACES = ("single", "multiple", "truth", "ordering", "matching", "number", "words", "triage", "lookup")
"""What stands on the form, by place."""
FILES = {"policies/own-damage.yaml": POLICY.encode(), "questions/own-questions.yaml": QUESTIONS.encode()}

RIGHT = {
    "single": "own-south",
    "multiple": ["own-north", "own-west"],
    "truth": False,
    "ordering": ["own-east", "own-north", "own-west", "own-south"],
    "matching": {"own-i1": "own-south", "own-i2": "own-north"},
    "number": "843795 hours",
    "words": "hush password",
    "triage": {"own-i1": "urgent-important", "own-i2": "neither"},
    "lookup": "609317",
}
"""The right answers, as they are stored."""
SECRETS = ("own-", "hush", "843795", "609317", "732154", "urgent-important", "own_")
"""None of this may leave the server before the results are told."""
