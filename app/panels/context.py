"""What every page of the details panel is made with."""

from __future__ import annotations

from app.icons import Icons
from app.palette import Palette
from app.session import Session
from geodata.frozen import frozen
from layers.programs import ProgramCatalogue
from layers.texts import Texts


@frozen
class PageContext:
    """The session, the dossiers and the look.

    Attributes:
        session: the document, what is looked at, the language.
        programs: the dossiers.
        icons: the icons, and the colours of the theme.
    """

    session: Session
    programs: ProgramCatalogue
    icons: Icons

    @property
    def texts(self) -> Texts:
        """The interface's texts."""
        return self.session.texts

    @property
    def palette(self) -> Palette:
        """The theme's colours."""
        return self.icons.palette

    @property
    def language(self) -> str:
        """The interface's language code."""
        return self.texts.language
