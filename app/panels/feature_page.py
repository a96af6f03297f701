"""What is known of one feature, how sure it is, and who says so."""

from __future__ import annotations

from collections.abc import Iterator

from app.editing.page_parts import add_feature_parts
from app.panels.context import PageContext
from app.panels.dossier_page import program_button
from app.panels.links import to_layer, zoom_to_feature
from app.panels.page import Page
from app.panels.profile_part import add_profile
from app.panels.prose import Paragraph, Piece, Style, paragraph
from geodata.table import FeatureTable
from layers.facts import Fact, FeatureFacts, feature_facts
from layers.legend import SURE
from layers.view_state import FeatureRef

_SHORT = 32
"""Letters of a value that stands beside its title."""


def feature_page(context: PageContext, feature: FeatureRef) -> Page:
    """Return the page of a feature.

    Raises:
        KeyError: if the document has no such feature.
    """
    state, builder = context.session.document.state, context.session.builder
    layer_name = builder.layer_name(state.layer(feature.layer_id), context.language)
    table = builder.table(feature.layer_id, state)
    row = table.row_of(feature.feature_id)
    facts = feature_facts(table, row, context.texts)
    page = Page(context)
    as_of = page.gettext("as of {date}").format(date=facts.as_of) if facts.as_of else ""
    page.add_tags((layer_name, as_of))
    page.add_title(facts.name)
    buttons = [(page.gettext("Whole layer"), to_layer(feature.layer_id))]
    if table.geometry.placed[row]:
        buttons.insert(0, (page.gettext("Zoom to"), zoom_to_feature(feature)))
    page.add_buttons(*buttons)
    add_feature_parts(page, feature, table, row)
    _add_sureness(page, table, row, facts)
    add_profile(page, table, row)
    if facts.facts and state.layer(feature.layer_id).group != "own":
        page.add_head(page.gettext("Facts"))
        page.add_prose(tuple(_lines(page, facts.facts)))
    _add_program(page, facts.program)
    page.add_sources(facts.sources)
    return page


def _add_sureness(page: Page, table: FeatureTable, row: int, facts: FeatureFacts) -> None:
    """Add how sure the atlas is of the feature and of its place, in the table's own words."""
    sure = table.value(row, "position_basis") in SURE
    head, body = (Style.STRONG, Style.BODY) if sure else (Style.NOTE_HEAD, Style.NOTE)
    lines = []
    if facts.existence.basis:
        words = page.gettext("That it exists: {basis}").format(basis=facts.existence.basis)
        lines.append(paragraph(Piece(words, head)))
    if facts.existence.note:
        lines.append(paragraph(Piece(facts.existence.note, body)))
    if facts.position.basis:
        words = facts.position.basis[:1].upper() + facts.position.basis[1:]
        lines.append(paragraph(Piece(words, head), space_before=6 if lines else 0))
    if facts.position.note:
        lines.append(paragraph(Piece(facts.position.note, body)))
    if lines:
        page.add_prose(lines, "tile" if sure else "note")


def _lines(page: Page, facts: tuple[Fact, ...]) -> Iterator[Paragraph]:
    """Yield the facts; a source or remark that several in a row share stands after the last."""
    for fact, following in zip(facts, (*facts[1:], None), strict=True):
        yield from _fact(fact)
        sureness = " · ".join(filter(None, (fact.statement.basis, fact.statement.note)))
        if sureness:
            yield paragraph(Piece(sureness, Style.SMALL))
        if fact.remark and (following is None or following.remark != fact.remark):
            yield paragraph(Piece(fact.remark, Style.SMALL))
        if fact.source and (following is None or following.source != fact.source):
            words = page.gettext("Source: {source}").format(source=fact.source)
            yield paragraph(Piece(words, Style.SMALL))


def _fact(fact: Fact) -> Iterator[Paragraph]:
    """Yield title and value, on one line where the value is short."""
    if len(fact.value) > _SHORT:
        yield paragraph(Piece(fact.title, Style.SECONDARY), space_before=7)
        yield paragraph(Piece(fact.value))
    else:
        title = Piece(f"{fact.title}   ", Style.SECONDARY)
        yield paragraph(title, Piece(fact.value), space_before=7)


def _add_program(page: Page, program_id: str) -> None:
    context = page.context
    if not any(program.id == program_id for program in context.programs):
        return
    page.add_head(page.gettext("The program behind it"))
    page.add(program_button(page, context.programs.program(program_id)))
