"""What can be chosen for a story: which one, its kind of file, its paper."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.exports.sheet_form import SheetForm
from app.session import Session
from layers.story import Story


class StoryForm(SheetForm):
    """Story, kind of file and paper."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session.texts, parent)
        _ = session.texts.gettext
        self._stories = [story for story in session.document.state.stories if story.steps]
        for story in self._stories:
            self._subject.addItem(story.name)
        words = _(
            "Each step becomes a slide, a page or a step with its map, title and text. The notes "
            "for the speaker go into slides alone. Look and logo are those chosen for the map."
        )
        if not self._stories:
            words = _(
                "The map has no story yet. Make one of views: View, Story, then “Add this view”."
            )
        self.arrange(_("Story"), words)

    @property
    def story(self) -> Story | None:
        """The story that is chosen, None if the map has none with steps."""
        return self._stories[self._subject.currentIndex()] if self._stories else None
