"""Pages of the documentation on a terminal."""

from rich.text import Text

from simulator.render.markdown import blocks, plain, spans

from .terminal import Screen, words


def put_page(screen: Screen, markdown: str) -> None:
    """Write a page: headings, paragraphs, lists, quoted messages and examples."""
    for kind, text in blocks(markdown):
        if kind == "example":
            for line in text.splitlines():
                screen.console.print(words("    ", (line, "screen")), soft_wrap=True)
        elif kind == "heading":
            screen.put(plain(text), "heading")
        elif kind == "item":
            screen.put(_styled(text), label="  - ", indent=4)
        elif kind == "quote":
            screen.put(plain(text), "warning", label="  > ", indent=4)
        else:
            screen.put(_styled(text))
        screen.put()


def _styled(text: str) -> Text:
    """A paragraph with what is code or bold in it made to stand out."""
    styled = words()
    for piece in spans(text):
        styled.append_text(words((piece.text, "key") if piece.stands_out else piece.text))
    return styled
