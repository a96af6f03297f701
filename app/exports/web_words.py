"""The words of a web page in its language."""

from __future__ import annotations

from layers.texts import N_, Texts

GROUP_NAMES = {
    "own": N_("My data"),
    "programs": N_("Programs"),
    "areas": N_("Areas"),
    "base": N_("Base map"),
}
"""What the groups of layers are called (English, to be translated), from the top of the map."""


def page_words(texts: Texts) -> dict[str, str]:
    """Return the words that the page's scripts use; what is in braces they fill in."""
    _ = texts.gettext
    return {
        "layers": _("Layers and legend"),
        "map": _("Map"),
        "details": _("Details"),
        "close": _("Close"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "home": _("Whole map"),
        "asOf": _("Facts of {time}"),
        "records": _("Records"),
        "notPlaced": _("Its place is not published."),
        "withoutPlace": _("{count} without a published place"),
        "skip": _("Go to the map"),
        "show": _("Show on the map"),
        "certainty": _("How sure this is"),
        "exists": _("That it exists"),
        "place": _("Where it is"),
        "program": _("Program"),
        "since": _("since {year}"),
        "timeline": _("Timeline"),
        "notes": _("Notes"),
        "sources": _("Sources"),
        "licence": _("Licence: {licence}"),
        "sourcesAndLicences": _("Sources and licences"),
        "facts": _("Facts"),
        "empty": _("This layer has no records."),
        "switch": _("Show “{layer}”"),
    }


def no_script_text(texts: Texts) -> str:
    """Return what a browser without scripts shows."""
    return texts.gettext("This map needs JavaScript, which is switched off in this browser.")
