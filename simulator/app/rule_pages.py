"""The pages that explain what the checker finds, one for each rule, in the reader's language."""

from pathlib import Path

from simulator.call.check.lint import FILE_RULES
from simulator.exam.check.checking import known_bank_rules
from simulator.render.markdown import section
from simulator.resources import docs


def page_of(rule: str, language: str) -> str:
    """The page that explains a rule (one of `known_rules` or `known_bank_rules`), as Markdown."""
    ending = ".zh.md" if language == "zh" else ".md"
    if rule in FILE_RULES:
        return section(_read(docs() / f"problems{ending}"), rule)
    folder = docs() / "rules"
    return _read((folder / "questions" if rule in known_bank_rules() else folder) / f"{rule}{ending}")


def _read(file: Path) -> str:
    return file.read_text("utf-8")
