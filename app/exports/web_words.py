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
        "skip": _("Go to the map"),
        "close": _("Close"),
        "search": _("Search"),
        "results": _("What was found"),
        "found": _("{count} found"),
        "nothing": _("Nothing found"),
        "dark": _("Dark look"),
        "light": _("Light look"),
        "back": _("Back"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "home": _("Show the whole country"),
        "switch": _("Show “{layer}”"),
        "asOf": _("as of {date}"),
        "zoomTo": _("Zoom to"),
        "features": _("Features ({count})"),
        "noPlace": _("no place published"),
        "sure": _("How sure it is"),
        "exists": _("That it exists: {basis}"),
        "facts": _("Facts"),
        "program": _("Program"),
        "behind": _("The program behind it"),
        "more": _("More on this program"),
        "since": _("since {year}"),
        "timeline": _("Timeline"),
        "figures": _("Figures"),
        "partners": _("Partners"),
        "not published": _("Not published"),
        "sources differ": _("Sources differ"),
        "remark": _("Good to know"),
        "sources": _("Sources"),
        "source": _("Source: {source}"),
        "licence": _("Licence: {licence}"),
        "sourcesAndLicences": _("Sources and licences"),
    }


def no_script_text(texts: Texts) -> str:
    """Return what a browser without scripts shows."""
    return texts.gettext("This map needs JavaScript, which is switched off in this browser.")
