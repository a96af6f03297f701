"""The dossier of a program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.panels.context import PageContext
from app.panels.links import show_layer, show_program, to_layer, to_program
from app.panels.page import Page
from app.panels.program_button import ProgramButton
from app.panels.prose import Paragraph, Piece, Style, paragraph
from app.panels.swatch import layer_symbol
from geodata.basis import Basis
from layers.legend import BASIS_TEXTS
from layers.presence import Presence, presence, rows_of_program
from layers.programs import Event, Figure, Note, Partner, Program
from layers.style import PointSymbol
from layers.texts import N_

# Stands in lists for a program without a layer.
_NOWHERE = PointSymbol("circle", "#857f72", 7, hollow=True)

_NOTE_TITLES = {
    "not published": N_("Not published"),
    "sources differ": N_("Sources differ"),
    "remark": N_("Good to know"),
}


def dossier_page(context: PageContext, program: Program) -> Page:
    """Return the page of a program."""
    page = Page(context)
    language = context.language
    since = page.gettext("since {year}").format(year=program.since) if program.since else ""
    page.add_tags((page.gettext("Program"), since))
    page.add_title(program.name.text(language), program.summary.text(language))
    if program_presence(context, program).placed:
        page.add_buttons((page.gettext("Show on the map"), show_program(program.id)))
    page.add_tiles([tile(context, figure) for figure in program.highlights])
    _add_notes(page, program.notes, ("not published", "sources differ"))
    _add_layers(page, program)
    _add_list(page, page.gettext("Timeline"), _events(page, program.events), "timeline")
    _add_list(page, page.gettext("Figures"), _figures(page, program.figures))
    _add_list(page, page.gettext("Partners"), _partners(page, program.partners))
    _add_notes(page, program.notes, ("remark",))
    sources = context.programs.sources_of(program)
    page.add_sources(
        " ".join(filter(None, (source.citation.text(language), source.url))) for source in sources
    )
    return page


def program_presence(context: PageContext, program: Program) -> Presence:
    """Return how much of a program is on the map."""
    total = Presence(0, 0)
    for layer_id in program.layers:
        total += _presence(context, program, layer_id)
    return total


def program_button(page: Page, program: Program) -> ProgramButton:
    """Return a button that leads to the dossier of a program."""
    context = page.context
    state = context.session.document.state
    layers = (state.layer(layer_id) for layer_id in program.layers if state.has(layer_id))
    symbol = next((layer_symbol(context.session, layer) for layer in layers), _NOWHERE)
    found = program_presence(context, program)
    note = found.words(context.texts) if found.count else page.gettext("no place published")
    name = program.short_name.text(context.language)
    button = ProgramButton(name, note, symbol, context.palette)
    button.clicked.connect(lambda: page.followed.emit(to_program(program.id)))
    return button


def tile(context: PageContext, figure: Figure) -> tuple[Paragraph, ...]:
    """Return a figure as a card: the value, what it is, when, and who says so."""
    language = context.language
    return (
        paragraph(Piece(figure.formatted(language, context.texts), Style.FIGURE)),
        paragraph(Piece(figure.label.text(language), Style.SMALL_TEXT)),
        paragraph(Piece(_when_and_who(context, figure), Style.SMALL), space_before=2),
    )


def _add_list(page: Page, head: str, paragraphs: Iterable[Paragraph], kind: str = "") -> None:
    written = tuple(paragraphs)
    if written:
        page.add_head(head)
        page.add_prose(written, kind)


def _add_notes(page: Page, notes: Iterable[Note], kinds: tuple[str, ...]) -> None:
    """Add notes: a card each for what is missing or disputed, plain text for remarks."""
    language = page.context.language
    remarks = []
    for note in notes:
        if note.kind not in kinds:
            continue
        words = note.text.text(language)
        source = Piece(f" ({_names(page.context, note.sources)})", Style.SMALL)
        if note.kind == "remark":
            remarks.append(paragraph(Piece(words), source, space_before=6))
            continue
        title = paragraph(Piece(page.gettext(_NOTE_TITLES[note.kind]), Style.NOTE_HEAD))
        page.add_prose((title, paragraph(Piece(words, Style.NOTE))), "note")
    if remarks:
        page.add_head(page.gettext(_NOTE_TITLES["remark"]))
        page.add_prose(remarks)


def _add_layers(page: Page, program: Program) -> None:
    """Add what of the program is on the map, layer by layer, with the ways to see it."""
    context = page.context
    state = context.session.document.state
    lines = []
    for layer_id in program.layers:
        if not state.has(layer_id):
            continue
        name = context.session.builder.layer_name(state.layer(layer_id), context.language)
        found = _presence(context, program, layer_id)
        lines.append(paragraph(Piece(name, Style.STRONG), space_before=6))
        ways = [Piece(found.words(context.texts), Style.SECONDARY)]
        if found.placed:
            ways += [Piece("   "), Piece(page.gettext("Show"), Style.BODY, show_layer(layer_id))]
        ways += [Piece("   "), Piece(page.gettext("List"), Style.BODY, to_layer(layer_id))]
        lines.append(paragraph(*ways))
    _add_list(page, page.gettext("On the map"), lines)


def _presence(context: PageContext, program: Program, layer_id: str) -> Presence:
    state = context.session.document.state
    if not state.has(layer_id):
        return Presence(0, 0)
    table = context.session.builder.table(layer_id, state)
    return presence(table, rows_of_program(table, program.id))


def _events(page: Page, events: Iterable[Event]) -> Iterator[Paragraph]:
    context = page.context
    for event in events:
        yield paragraph(
            Piece(f"{context.texts.date(event.date)}  ", Style.DATE),
            Piece(event.text.text(context.language)),
            Piece(f" ({_names(context, event.sources)})", Style.SMALL),
            space_before=6,
        )


def _figures(page: Page, figures: Iterable[Figure]) -> Iterator[Paragraph]:
    context = page.context
    for figure in figures:
        yield paragraph(
            Piece(f"{figure.formatted(context.language, context.texts)}  ", Style.DATE),
            Piece(figure.unit.text(context.language)),
            Piece(f" ({_when_and_who(context, figure)})", Style.SMALL),
            space_before=6,
        )


def _partners(page: Page, partners: Iterable[Partner]) -> Iterator[Paragraph]:
    context = page.context
    for partner in partners:
        yield paragraph(
            Piece(partner.name.text(context.language), Style.STRONG),
            Piece(f"  {partner.role.text(context.language)}"),
            Piece(f" ({_names(context, partner.sources)})", Style.SMALL),
            space_before=6,
        )


def _when_and_who(context: PageContext, figure: Figure) -> str:
    """Return year and sources of a figure, the year once, and how sure it is unless documented."""
    year, names = context.texts.date(figure.year), _names(context, figure.sources)
    words = [names] if names.endswith(year) else [year, names]
    if figure.basis is not Basis.DOCUMENTED:
        words.append(context.texts.gettext(BASIS_TEXTS[figure.basis.value]))
    return " · ".join(words)


def _names(context: PageContext, source_ids: Iterable[str]) -> str:
    sources = context.programs.sources
    return "; ".join(sources[id_].short.text(context.language) for id_ in source_ids)
