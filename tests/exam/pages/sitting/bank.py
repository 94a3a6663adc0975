"""A bank with a question of each kind, in which everything that must not be told can be searched for.

Every id begins with “private-”, and every text that is only for after the release has “hush-hush” in it.
"""

POLICY = """\
id: private-damage
desk: appliance
title: {zh: 到货破损, en: Goods that arrive damaged}
facts:
  private-hours: {kind: hours, means: {zh: 几小时内报破损, en: Hours in which damage is reported}}
  private-pickup: {kind: yes-no, means: {zh: 是否上门取件, en: Whether it is picked up}}
versions:
  private-v1:
    effective: 2025-01-01
    summary: {zh: 24小时内报。, en: Within 24 hours.}
    values: {private-hours: 24, private-pickup: false}
    clauses:
      private-report: {zh: 签收后24小时内报破损。, en: Damage is reported within 24 hours.}
      private-photos: {zh: 照片拍外箱和破损处。, en: Photographs show the box and the damage.}
  private-v2:
    effective: 2026-08-01
    summary: {zh: 放宽到48小时，上门取件。, en: "48 hours now, and it is picked up."}
    values: {private-hours: 48, private-pickup: true}
    clauses:
      private-report: {zh: 签收后48小时内报破损。, en: Damage is reported within 48 hours.}
      private-pickup-clause: {zh: 破损的上门取件。, en: What is damaged is picked up.}
bulletins:
  private-first: {version: private-v1, date: 2024-12-20, text: {zh: 新的破损规定。, en: New rules for damage.}}
  private-damage-2026: {version: private-v2, date: 2026-07-22, text: {zh: 48小时了。, en: There are 48 hours now.}}
  private-later: {version: private-v2, date: 2099-01-01, text: {zh: 以后再说。, en: Not posted yet.}}
"""

_HEAD = """\
    topic: private-topic
    difficulty: 3
    policy: private-damage
    cites: private-report
    explanation: {zh: hush-hush解释, en: hush-hush explanation}
    cost: {yuan: 732154, borne-by: company}
    sources: [hush-hush source]
"""


def _options(*names: str) -> str:
    lines = ["    options:"]
    for name in names:
        text = f"zh: 选项{name}号, en: Choice {name}."
        lines.append(
            f"      private-{name}: {{{text}, why: {{zh: hush-hush原因{name}, en: hush-hush why {name}}}}}"
        )
    return "\n".join(lines) + "\n"


def _question(name: str, kind: str, key: str, more: str = "") -> str:
    stem = f"    stem: {{zh: 题干{name}, en: Stem {name}}}\n"
    return f"  private-{name}:\n    kind: {kind}\n{_HEAD}{stem}{more}    key: {{private-v2: {key}}}\n"


_ITEMS = (
    "    items:\n      private-i1: {zh: 事一, en: Thing one}\n      private-i2: {zh: 事二, en: Thing two}\n"
)
_FOUR = _options("north", "south", "east", "west")

QUESTIONS = "desk: appliance\nquestions:\n" + "".join(
    (
        _question("single", "single", "private-south", _FOUR),
        _question("multiple", "multiple", "[private-north, private-west]", _FOUR),
        _question("truth", "true-false", "false"),
        _question(
            "ordering", "ordering", "[private-east, private-north, private-west, private-south]", _FOUR
        ),
        _question(
            "matching",
            "matching",
            "{private-i1: private-south, private-i2: private-north}",
            _ITEMS + _options("north", "south"),
        ),
        _question("number", "number", "843795", "    unit: hours\n"),
        _question("words", "short-text", "{zh: [hush-hush暗号], en: [hush-hush password]}"),
        _question("triage", "triage", "{private-i1: urgent-important, private-i2: neither}", _ITEMS),
        _question("lookup", "number", "609317", "    unit: hours\n    look-up: true\n"),
    )
)
PLACES = ("single", "multiple", "truth", "ordering", "matching", "number", "words", "triage", "lookup")
"""What stands on the form, by place."""
FILES = {
    "policies/private-damage.yaml": POLICY.encode(),
    "questions/private-questions.yaml": QUESTIONS.encode(),
}

RIGHT = {
    "single": "private-south",
    "multiple": ["private-north", "private-west"],
    "truth": False,
    "ordering": ["private-east", "private-north", "private-west", "private-south"],
    "matching": {"private-i1": "private-south", "private-i2": "private-north"},
    "number": "843795 hours",
    "words": "hush-hush password",
    "triage": {"private-i1": "urgent-important", "private-i2": "neither"},
    "lookup": "609317",
}
"""The right answers, as they are stored."""
SECRETS = ("private-", "hush-hush", "843795", "609317", "732154", "urgent-important", "private_")
"""None of this may leave the server before the results are told."""
