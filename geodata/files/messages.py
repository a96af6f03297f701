"""Marks messages of this package for translation; they are translated where they are shown."""


def N_(message: str) -> str:  # noqa: N802 - the name gettext's tools expect
    """Return ``message``, which the translation tools pick up."""
    return message
