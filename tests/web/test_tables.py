"""Table rows that can be shown as cards: each cell knows its column."""

from markupsafe import Markup

from simulator.web.tables import labelled

HEADS: list[str | tuple[str, str]] = ["Who", ("Calls", "number"), 'Said "no"']


def test_cells_are_given_the_names_of_their_columns() -> None:
    """On a phone nobody would know which figure is which."""
    rows = Markup(
        '<tr><th scope="row">Lin</th><td class="number">3</td><td>once</td></tr><tr><td>Bo</td></tr>'
    )
    assert labelled(rows, HEADS) == (
        '<tr role="row"><th scope="row" role="rowheader">Lin</th>'
        '<td role="cell" class="number" data-label="Calls">3</td>'
        '<td role="cell" data-label="Said &#34;no&#34;">once</td></tr>'
        '<tr role="row"><td role="cell" data-label="Who">Bo</td></tr>'
    )


def test_cell_over_several_columns_has_no_name() -> None:
    """A sentence across the row would stand under the name of one column, and those after it under wrong ones."""
    rows = Markup('<tr><td colspan="2">nothing yet</td><td>–</td></tr>')
    assert labelled(rows, HEADS) == (
        '<tr role="row"><td role="cell" colspan="2">nothing yet</td>'
        '<td role="cell" data-label="Said &#34;no&#34;">–</td></tr>'
    )
