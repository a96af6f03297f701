"""What can be chosen for a story: which one, its kind of file, its paper."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.exports.atlas_form import FormPage, add_kinds, add_papers
from app.session import Session
from layers.layouts import Layout, paper_layout
from layers.story import Story


class StoryForm(FormPage):
    """Story, kind of file and paper.

    Attributes:
        changed: something else was chosen.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session.texts, parent)
        texts = session.texts
        _ = texts.gettext
        self._stories = [story for story in session.document.state.stories if story.steps]
        self._story, self._kind, self._paper = (QComboBox(self) for _ in range(3))
        for story in self._stories:
            self._story.addItem(story.name)
        add_kinds(self._kind, texts)
        add_papers(self._paper, texts)
        words = _(
            "Each step becomes a slide, a page or a step with its map, title and text. The notes "
            "for the speaker go into slides alone. The look is that chosen for the map."
        )
        if not self._stories:
            words = _(
                "The map has no story yet. Make one of views: View, Story, then “Add this view”."
            )
        self.arrange(
            ((_("Story"), self._story), (_("File"), self._kind), (_("Paper"), self._paper)), words
        )
        for box in (self._story, self._kind, self._paper):
            box.setEnabled(bool(self._stories))
            box.currentIndexChanged.connect(self._change)
        self._change()

    @property
    def story(self) -> Story | None:
        """The story that is chosen, None if the map has none with steps."""
        return self._stories[self._story.currentIndex()] if self._stories else None

    @property
    def ending(self) -> str:
        """The ending of the file."""
        return str(self._kind.currentData())

    @property
    def layout_of_pages(self) -> Layout:
        """The page; slides and steps have their own."""
        layout = paper_layout(str(self._paper.currentData()))
        assert layout is not None, "the list holds papers alone"
        return layout

    def _change(self) -> None:
        self._paper.setEnabled(self.takes_paper(self.ending) and bool(self._stories))
        self.changed.emit()
