"""The page before anything is chosen: what the atlas holds."""

from __future__ import annotations

from app.panels.context import PageContext
from app.panels.dossier_page import program_presence, program_style, tile
from app.panels.links import to_program
from app.panels.page import Page
from app.panels.program_button import ProgramButton
from layers.programs import Program

_CONTEXT = "country-context"


def overview_page(context: PageContext) -> Page:
    """Return the page that leads to every program."""
    page = Page(context)
    page.add_title(
        page.text("El Salvador: security programs"),
        page.text(
            "What public sources tell of the programs, and where on the map they work. Choose a "
            "program, or point at the map."
        ),
    )
    page.add_head(page.text("Programs"))
    for program in context.programs:
        if program.id != _CONTEXT:
            page.add(_button(page, program))
    for program in context.programs:
        if program.id == _CONTEXT:
            page.add_head(program.name.text(context.language))
            page.add_tiles([tile(context, figure) for figure in program.highlights])
            page.add(_button(page, program))
    return page


def _button(page: Page, program: Program) -> ProgramButton:
    context = page.context
    button = ProgramButton(
        program.short_name.text(context.language),
        _note(context, program),
        program_style(context, program),
        context.palette,
    )
    button.clicked.connect(lambda: page.followed.emit(to_program(program.id)))
    return button


def _note(context: PageContext, program: Program) -> str:
    found = program_presence(context, program)
    if not found.count:
        return context.texts.gettext("no place published")
    return found.words(context.texts)
