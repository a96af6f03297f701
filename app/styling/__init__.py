"""Styles and indicators: the dialogs that change how layers look."""
