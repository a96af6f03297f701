"""The page before anything is chosen: what the atlas holds."""

from __future__ import annotations

from app.panels.context import PageContext
from app.panels.dossier_page import program_button, tile
from app.panels.page import Page

_CONTEXT = "country-context"


def overview_page(context: PageContext) -> Page:
    """Return the page that leads to every program."""
    page = Page(context)
    page.add_title(
        page.gettext("El Salvador: security programs"),
        page.gettext(
            "What public sources tell of the programs, and where on the map they work. Choose a "
            "program, or point at the map."
        ),
    )
    page.add_head(page.gettext("Programs"))
    programs = [program for program in context.programs if program.id != _CONTEXT]
    page.add_list([program_button(page, program) for program in programs])
    for program in context.programs:
        if program.id == _CONTEXT:
            page.add_head(program.name.text(context.language))
            page.add_tiles([tile(context, figure) for figure in program.highlights])
            page.add(program_button(page, program))
    return page
