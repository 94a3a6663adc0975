"""Texts with HTML in them: what is left of them, and what is named."""

import pytest

from simulator.exam.exchange.markup import AUTO, HTML, PLAIN, flattened, multilingual


@pytest.mark.parametrize(
    ("text", "kind", "plain"),
    [
        ("<p>One</p>\n<p>Two<br>three</p>", HTML, "One\nTwo\nthree"),
        ("a < b &amp; c &lt; d", HTML, "a < b & c < d"),
        ("one\ntwo", HTML, "one two"),
        ("one\ntwo", AUTO, "one\ntwo"),
        ("a &lt; <b>b</b>", PLAIN, "a &lt; <b>b</b>"),
        ("<ul><li>a</li><li>b</li></ul>", HTML, "a\nb"),
        ("if x<y and y>z", HTML, "if x<y and y>z"),
        ("a<!-- hidden -->b<script>evil()</script>c", HTML, "abc"),
        ("<!-- never closed", HTML, "<!-- never closed"),
        ("&nbsp; &#20320;&hearts;&unknown;", HTML, "你♥&unknown;"),
    ],
)
def test_plain_text(text: str, kind: str, plain: str) -> None:
    """Readers would see tags, or miss a part of the question."""
    assert flattened(text, kind).zh == plain


def test_what_is_taken_off_is_named() -> None:
    """A picture that the question needs would be missing without a word."""
    found = flattened('<p><b>Look</b> <img src="x.png"> <a href="y">here</a></p>', HTML)
    assert (found.zh, found.media, found.styles) == ("Look here", ["img"], ["b", "a"])


@pytest.mark.parametrize(
    "text",
    [
        '<span lang="en" class="multilang">yes</span><span lang="zh_cn" class="multilang">是</span>',
        '<span class="multilang" lang="zh">是</span> <span class="multilang" lang="en">yes</span>',
        "<lang lang='en'>yes</lang><lang lang='zh'>是</lang>",
        "{mlang en}yes{mlang}{mlang zh_cn}是{mlang}",
    ],
)
def test_two_languages_in_one_text(text: str) -> None:
    """A question in two languages would become one in a mixture."""
    assert flattened(text, HTML).words("en") == {"zh": "是", "en": "yes"}


def test_text_around_both_languages() -> None:
    """What stands in no language's part would be missing in one of them."""
    found = flattened('1 <span lang="en" class="multilang">one</span><span lang="zh">一</span> !', HTML)
    assert (found.zh, found.en) == ("1 一 !", "1 one !")


def test_multilingual_texts_come_back() -> None:
    """Our own export would not be understood by our own import."""
    zh, en = "若 a<b & c\n则是", "if a<b & c\nthen so"
    found = flattened(multilingual(zh, en), HTML)
    assert (found.zh, found.en, found.media, found.styles) == (zh, en, [], [])
