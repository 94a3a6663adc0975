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


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ('<p class="MsoNormal"><span lang="EN-US">Late</span><span lang="ZH-CN">晚</span></p>', "Late晚"),
        ('<span lang="en" class="MsoNormal">a</span> <span lang="zh">甲</span>', "a 甲"),
        ('<span lang="en" class="multilang">alone</span> in its group', "alone in its group"),
        (
            '<span lang="en" class="multilang">a</span> and <span lang="zh" class="multilang">甲</span>',
            "a and 甲",
        ),
    ],
)
def test_what_is_no_translation(text: str, plain: str) -> None:
    """What a word processor notes about its spelling would cut a question in two."""
    found = flattened(text, HTML)
    assert (found.zh, found.en, found.paired) == (plain, plain, False)


@pytest.mark.parametrize(
    ("text", "zh", "en", "styles"),
    [
        ("{mlang zh-CN}是{mlang}{mlang EN}yes{mlang}", "是", "yes", []),
        ("{ mlang en, fr }yes{ mlang }{mlang zh}是{mlang}", "是", "yes", ["lang=fr"]),
        ("{mlang zh}是{mlang}{mlang other}yes{mlang}", "是", "yes", []),
        ("{mlang en}yes{mlang}{mlang zh}是{mlang}{mlang other}da{mlang}", "是", "yes", []),
        ("{mlang zh_cn}是{mlang}{mlang zh_tw}係{mlang}{mlang en}yes{mlang}", "是", "yes", ["lang=zh-tw"]),
        ('<span lang="en" class="multilang">a <i>b</i> <span style="color:red">c</span></span>\n'
         '<span class="multilang" lang="zh_cn">甲</span>', "甲", "a b c", ["i"]),
    ],
)  # fmt: skip
def test_forms_of_the_filters(text: str, zh: str, en: str, styles: list[str]) -> None:
    """One language of a question would be lost, or two be mixed."""
    found = flattened(text, HTML)
    assert (found.zh, found.en, found.styles) == (zh, en, styles)


@pytest.mark.parametrize(
    ("text", "plain", "struck"),
    [
        ('within <span style="text-decoration: line-through;">7</span> 15 days', "within 15 days", ["7"]),
        ("within <s>7</s> <del>8</del> 15 days", "within 15 days", ["7", "8"]),
        ('<span style="text-decoration:line-through">7 <b>or</b> 8</span> 15', "15", ["7 or 8"]),
        ('ask <span style="display:none">secret</span><p hidden>note</p>now', "ask\nnow", ["secret", "note"]),
        ("<del>a<del>b</del>c</del>d", "d", ["abc"]),
    ],
)
def test_what_is_struck_through_or_hidden(text: str, plain: str, struck: list[str]) -> None:
    """A figure that was struck out would stand in the question beside the one that counts."""
    found = flattened(text, HTML)
    assert (found.zh, found.struck) == (plain, struck)


def test_text_around_both_languages() -> None:
    """What stands in no language's part would be missing in one of them."""
    found = flattened(
        '1 <span lang="en" class="multilang">one</span> <span lang="zh" class="multilang">一</span> !', HTML
    )
    assert (found.zh, found.en) == ("1 一 !", "1 one !")


def test_multilingual_texts_come_back() -> None:
    """Our own export would not be understood by our own import."""
    zh, en = "若 a<b & c\n则是", "if a<b & c\nthen so"
    found = flattened(multilingual(zh, en), HTML)
    assert (found.zh, found.en, found.media, found.styles) == (zh, en, [], [])
