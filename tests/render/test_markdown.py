"""Pages of the documentation taken apart."""

import pytest

from simulator.app.rule_pages import page_of
from simulator.call.check.lint import known_rules
from simulator.render.markdown import Block, Span, blocks, plain, spans


def test_blocks() -> None:
    """A page would lose a part, or show the marks of another."""
    page = "# rule\n\n[中文](rule.zh.md)\n\nOne\ntwo.\n\n- a\n  b\n- c\n\n> said\n> so\n\n```yaml x\n# no heading\n```\n"
    assert list(blocks(page)) == [
        Block("heading", "rule"),
        Block("paragraph", "One two."),
        Block("item", "a b"),
        Block("item", "c"),
        Block("quote", "said so"),
        Block("example", "# no heading\n"),
    ]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("plain", [Span("plain", False)]),
        ("`a` b **c**", [Span("a", True), Span(" b ", False), Span("c", True)]),
        ("see [the `x` page](x.md).", [Span("see the ", False), Span("x", True), Span(" page.", False)]),
        ("<script>`<b>`", [Span("<script>", False), Span("<b>", True)]),
        ("", []),
    ],
)
def test_spans(text: str, pieces: list[Span]) -> None:
    """What stands out would not, or a text would come back changed."""
    assert spans(text) == pieces
    assert plain(text) == "".join(piece.text for piece in pieces)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_rule_has_its_page(language: str) -> None:
    """A link behind a problem would lead nowhere."""
    for rule in known_rules():
        first, *rest = blocks(page_of(rule, language))
        assert first == Block("heading", first.text)
        assert rest
