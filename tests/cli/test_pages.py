"""Pages of the documentation on a terminal."""

import io

import pytest

from simulator.cli.pages import put_page
from simulator.cli.terminal import Screen
from simulator.render.markdown import section, summary

PAGE = """\
# a-rule

[中文](a-rule.zh.md)

Finds `this` and
**that**. And more.

- one
  goes on
- two, see [there](there.md)

```yaml label
key: "[red]"
```

> A sentence
> in two lines. `[a-rule]`

客户说了
两行。
"""


def test_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page would be shown with its marks, or its lines would run into each other."""
    monkeypatch.setenv("COLUMNS", "80")
    out = io.StringIO()
    put_page(Screen(out, "en"), PAGE)
    assert out.getvalue().splitlines() == [
        "a-rule", "",
        "Finds this and that. And more.", "",
        "  - one goes on", "",
        "  - two, see there", "",
        '    key: "[red]"', "",
        "  > A sentence in two lines. [a-rule]", "",
        "客户说了两行。", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("# x\n\n[中文](x.zh.md)\n\nFinds `a.b` there. And more.", "Finds a.b there"),
        ("# x\n\n找出这个：那个。还有。", "找出这个：那个"),
        ("# x\n\nFinds three:\n\n- one", "Finds three"),
        ("# x\n", ""),
    ],
)
def test_summary(text: str, sentence: str) -> None:
    """The list of rules would show half a sentence, or a heading."""
    assert summary(text) == sentence


def test_section() -> None:
    """The page of a rule would show its neighbour too."""
    page = "# p\n\n## g\n\n### a\n\nA.\n\n### ab\n\nB.\n\n## h\n\nC.\n"
    assert (section(page, "a"), section(page, "ab"), section(page, "c")) == (
        "### a\n\nA.\n\n",
        "### ab\n\nB.\n\n",
        "",
    )
