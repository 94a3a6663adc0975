"""The columns of a table of questions, in Excel and in CSV, and the words that stand in their cells."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.exam.bank import wording
from simulator.text.language import translator
from simulator.text.message import Message

from .draft import LETTERS

OPTIONS = 20
ITEMS = 30

KINDS: Mapping[str, tuple[str, ...]] = {
    "single": ("单选", "single", "single choice", "单选题", "单项选择", "multichoice", "mc"),
    "multiple": ("多选", "multiple", "multiple choice", "多选题", "多项选择", "multiple answers"),
    "true-false": ("判断", "true-false", "true or false", "true/false", "判断题", "truefalse", "tf"),
    "number": ("数字", "number", "numerical", "数字题", "计算题", "填数"),
    "short-text": ("填空", "short-text", "short text", "short answer", "填空题", "简答", "简答题"),
    "ordering": ("排序", "ordering", "排序题", "order"),
    "matching": ("配对", "matching", "配对题", "匹配", "匹配题", "连线题"),
    "triage": ("四象限", "triage", "分类", "四象限题"),
    "case": ("案例", "case", "案例题"),
}
"""What a kind is called: in the files, in Chinese, in English, and otherwise."""
TRUTHS: Mapping[bool, tuple[str, ...]] = {
    True: ("对", "true", "是", "正确", "t", "yes", "y", "1", "√", "✓", "✔"),
    False: ("错", "false", "否", "错误", "f", "no", "n", "0", "×", "✗", "x"),
}


def _called(
    words: Mapping[Any, Message], others: Mapping[Any, tuple[str, ...]]
) -> Mapping[Any, tuple[str, ...]]:
    """By key, the words of the screens in Chinese and in English, then others that people write."""
    chinese, english = translator("zh"), translator("en")
    return {key: (chinese(said), english(said), *others.get(key, ())) for key, said in words.items()}


BEARERS = _called(wording.BEARERS, {"agent": ("坐席", "学员", "员工"), "company": ("企业",)})
UNITS = _called(
    wording.UNITS,
    {"percent": ("百分比",), "days": ("day", "日"), "hours": ("hour",), "minutes": ("minute",)},
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the part of a question that stands in it, its heads in Chinese and English, and others."""

    part: str
    zh: str
    en: str
    others: tuple[str, ...] = ()
    width: int = 14

    def head(self, language: str) -> str:
        """What stands above it."""
        return self.zh if language == "zh" else self.en


_NAMED = (
    Column("id", "编号", "Id", ("name", "idnumber", "题号"), 18),
    Column("kind", "题型", "Kind", ("type", "question type"), 10),
    Column("topic", "主题", "Topic", ("category", "分类"), 14),
    Column("policy", "政策", "Policy", ("所属政策",), 16),
    Column("cites", "条款", "Clauses", ("clause", "cites"), 16),
    Column("difficulty", "难度", "Difficulty", ("level",), 8),
    Column("stem.zh", "题干（中文）", "Question (Chinese)", (), 44),
    Column("stem.en", "题干（英文）", "Question (English)", (), 44),
)
_ANSWERED = (
    Column("key", "答案", "Key", ("answer", "correct answer", "正确答案", "correct"), 14),
    Column("unit", "单位", "Unit", (), 8),
    Column("tolerance", "允许误差", "Tolerance", (), 10),
    Column("explanation.zh", "解析（中文）", "Explanation (Chinese)", (), 40),
    Column("explanation.en", "解析（英文）", "Explanation (English)", (), 40),
    Column("cost.yuan", "答错代价（元）", "Cost (yuan)", ("cost",), 12),
    Column("cost.borne-by", "谁承担", "Borne by", (), 10),
    Column("look-up", "可查手册", "Look-up", (), 10),
    Column("case", "案例", "Case", (), 16),
    Column("sources", "出处", "Sources", ("source",), 20),
    Column("enemies", "互斥题", "Enemies", (), 16),
    Column("siblings", "同类题", "Siblings", (), 16),
    Column("retired", "停用日期", "Retired", (), 12),
    Column("desk", "业务台", "Services", ("业务线", "条线"), 12),
)
_BARE: Mapping[str, str] = {
    "题干": "stem", "题目": "stem", "question": "stem", "question text": "stem", "stem": "stem",
    "解析": "explanation", "explanation": "explanation", "feedback": "explanation", "答案解析": "explanation",
}  # fmt: skip
"""Heads that do not say a language."""
_LANGUAGES = {"中文": "zh", "chinese": "zh", "zh": "zh", "英文": "en", "english": "en", "en": "en"}
_LETTERED = re.compile(
    r"(?P<what>选项|答案选项|option|answer|choice|why|说明|选项说明)?\s*(?P<letter>[a-t])"
    r"(?P<why>\s*说明)?(?:\s*\(?(?P<language>中文|英文|chinese|english|zh|en)\)?)?"
)
_NOTE = re.compile(r"[,:;/].*|\((?:必填|选填|可选|可不填|required|optional)\)$", re.DOTALL)
"""What people put behind the name of a column: “Answer A, the right one”, “题干（必填）”."""
_NUMBERED = re.compile(
    r"(?:条目|item)\s*(?P<number>\d{1,2})(?:\s*\(?(?P<language>中文|英文|chinese|english|zh|en)\)?)?"
)


def all_columns(options: int, items: int) -> tuple[Column, ...]:
    """The columns of a table with so many options and items, in the order in which people fill them in."""
    lettered = [
        Column(
            f"options.{letter}.{language}",
            f"选项{letter.upper()}（{zh}）",
            f"Answer {letter.upper()} ({en})",
            (),
            28,
        )
        for letter in LETTERS[:options]
        for language, zh, en in (("zh", "中文", "Chinese"), ("en", "英文", "English"))
    ]
    numbered = [
        Column(f"items.{letter}.{language}", f"条目{place}（{zh}）", f"Item {place} ({en})", (), 28)
        for place, letter in enumerate(LETTERS[:items], 1)
        for language, zh, en in (("zh", "中文", "Chinese"), ("en", "英文", "English"))
    ]
    whys = [
        Column(
            f"options.{letter}.why.{language}",
            f"选项{letter.upper()}说明（{zh}）",
            f"Why {letter.upper()} ({en})",
            (),
            28,
        )
        for letter in LETTERS[:options]
        for language, zh, en in (("zh", "中文", "Chinese"), ("en", "英文", "English"))
    ]
    return (*_NAMED, *lettered, *numbered, *_ANSWERED, *whys)


def part_of(head: str) -> str | None:
    """The part of a question that a head stands for; without a language where the head says none."""
    plain = _plain(head)
    if not plain or len(plain) > 60:
        return None
    return _part_of(plain) or _part_of(_NOTE.sub("", plain).strip())


def _part_of(plain: str) -> str | None:
    if (part := _FIXED.get(plain) or _BARE.get(plain)) is not None:
        return part
    if found := _LETTERED.fullmatch(plain):
        why = ".why" if found["what"] in ("why", "说明", "选项说明") or found["why"] else ""
        language = _LANGUAGES.get(found["language"] or "", "")
        return f"options.{found['letter']}{why}" + (f".{language}" if language else "")
    if (found := _NUMBERED.fullmatch(plain)) and 1 <= int(found["number"]) <= ITEMS:
        language = _LANGUAGES.get(found["language"] or "", "")
        return f"items.{LETTERS[int(found['number']) - 1]}" + (f".{language}" if language else "")
    return None


def meant(word: str, table: Mapping[Any, tuple[str, ...]]) -> Any:
    """The key of a table that a word stands for, whichever of its names it is; None for an unknown one."""
    plain = _plain(word)
    for key, names in table.items():
        if plain == _plain(str(key)) or plain in map(_plain, names):
            return key
    return None


def names_of(table: Mapping[Any, tuple[str, ...]]) -> str:
    """What can stand in a cell, in both languages."""
    return ", ".join(f"{zh} ({en})" if zh != en else zh for zh, en, *_ in table.values())


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("_", " ").casefold().split()).strip(" *:")


_FIXED = {
    _plain(head): column.part
    for column in (*_NAMED, *_ANSWERED)
    for head in (column.zh, column.en, column.part, *column.others)
}
