"""What leaves the atlas with a file, in words, for the export dialog and the command line."""

from __future__ import annotations

from collections.abc import Iterator

from app import __version__
from app.exports.formats import Format
from app.exports.options import PageOptions
from geodata.frozen import frozen
from layers.changes.marks import MARKS, mark_counts
from layers.coarse_places import POSITION_TEXTS
from layers.feature_tip import one_line
from layers.leaving import MARK_TEXTS, Leaving, LeavingLayer
from layers.scene import Scene
from layers.sharing import Mark
from layers.story_leaving import LeavingStory
from layers.story_steps import lost_words
from layers.texts import LANGUAGES, Texts

_LONGEST = 300


@frozen
class Entry:
    """One thing that a file holds, or does not hold, with what is to be said of it."""

    text: str
    details: tuple[str, ...] = ()


def leaving_entries(
    leaving: Leaving, scene: Scene, options: PageOptions, format_: Format | None, texts: Texts
) -> list[Entry]:
    """Return what a file will hold, from the top layer to the bottom one, then all else.

    Args:
        leaving: what leaves (`layers.leaving.Sender.leaving`).
        scene: the scene that leaves.
        options: the page.
        format_: the kind of file, None for an atlas: it tells the facts of all records.
        texts: the language of the list.
    """
    _ = texts.gettext
    layers = [
        Entry(_layer_line(layer, texts), tuple(_details(layer, format_, texts)))
        for layer in leaving.layers
    ]
    kept_back = [
        _("{name} ({mark})").format(name=one_line(name), mark=_(MARK_TEXTS[mark]))
        for name, mark in leaving.kept_back
    ]
    about = Entry(_("About the map"), tuple(_metadata(scene, options, format_, texts)))
    entries = [*_marks(scene, texts), *layers, about]
    if kept_back:
        entries.append(Entry(_("Left out"), tuple(kept_back)))
    return entries


def story_entry(made: LeavingStory, texts: Texts, *, has_notes: bool) -> Entry:
    """Return what a file holds of the words of a story, and which of its layers it cannot show."""
    _ = texts.gettext
    count = texts.number(len(made.story.steps))
    details = [_("Titles and texts of {count} steps").format(count=count)]
    if has_notes:
        details.append(_("The speaker's notes of each step"))
    if made.lost:
        details.append(lost_words(made.lost, texts))
    return Entry(_("The story “{name}”").format(name=made.story.name), tuple(details))


def _marks(scene: Scene, texts: Texts) -> Iterator[Entry]:
    """Yield what the marks of what changed tell, nothing where there are none."""
    for section in scene.legend:
        if section.layer_id == MARKS:
            counts = mark_counts(scene.layer(MARKS), texts)
            details = [*counts, section.note, texts.gettext("No names and no values of records")]
            words = texts.gettext("Marks: {words}").format(words=one_line(section.name))
            yield Entry(words, tuple(filter(None, details)))


def _layer_line(layer: LeavingLayer, texts: Texts) -> str:
    count = texts.number(layer.drawn)
    if layer.drawn != layer.records:
        words = texts.gettext("{placed} of {count}")
        count = words.format(placed=count, count=texts.number(layer.records))
    return f"{one_line(layer.name)} · {count}"


def _details(layer: LeavingLayer, format_: Format | None, texts: Texts) -> Iterator[str]:
    _ = texts.gettext
    if layer.mark is not Mark.PUBLIC:
        yield _("Marked: {mark}").format(mark=_(MARK_TEXTS[layer.mark]))
    positions = _(POSITION_TEXTS[layer.positions])
    yield positions[0].upper() + positions[1:]
    if layer.label:
        yield _("Names on the map: {column}").format(column=one_line(layer.label))
    if (format_ is None or format_.holds_facts) and layer.columns:
        words = _("Columns of all {count} records: {columns}")
        columns = one_line(", ".join(layer.columns), _LONGEST)
        yield words.format(count=texts.number(layer.records), columns=columns)
    elif not layer.label:
        yield _("No columns")
    if layer.kept_back:
        columns = one_line(", ".join(layer.kept_back), _LONGEST)
        yield _("Columns left out: {columns}").format(columns=columns)


def _metadata(
    scene: Scene, options: PageOptions, format_: Format | None, texts: Texts
) -> Iterator[str]:
    _ = texts.gettext
    has_all = format_ is not None and format_.holds_facts
    languages = list(LANGUAGES) if has_all else [scene.language]
    is_page = format_ is None or format_.is_page or format_.is_sheet
    for words, value in (
        (_("Title: {value}"), scene.title),
        (_("Subtitle: {value}"), options.subtitle if is_page else ""),
        (_("Area: {value}"), options.area_name),
        (_("Notes: {value}"), options.notes if is_page else ""),
        (_("Language: {value}"), ", ".join(LANGUAGES[language] for language in languages)),
        (_("Facts as of: {value}"), texts.date(scene.as_of)),
        (_("Sources: {value}"), "; ".join(credit.short for credit in scene.credits)),
        (_("Made with: {value}"), f"Atlas Seguro {__version__}"),
    ):
        if value:
            yield words.format(value=one_line(value, _LONGEST))
    yield _("Counts and hashes of the layers (manifest)")
    yield _("No paths, no user names, no dates of making")
