"""The page of a subject."""

from __future__ import annotations

from app.panels.context import PageContext
from app.panels.dossier_page import dossier_page
from app.panels.feature_page import feature_page
from app.panels.layer_page import layer_page
from app.panels.overview_page import overview_page
from app.panels.page import Page
from app.panels.subject import Subject


def make_page(context: PageContext, subject: Subject) -> Page:
    """Return the page that tells of ``subject``.

    Raises:
        KeyError: if there is no such feature, program or layer.
    """
    if subject.feature is not None:
        return feature_page(context, subject.feature)
    if subject.selection is not None:
        from app.panels.selection_page import selection_page

        return selection_page(context, subject.selection)
    if subject.program is not None:
        return dossier_page(context, context.programs.program(subject.program))
    if subject.layer is not None:
        return layer_page(context, subject.layer)
    return overview_page(context)
