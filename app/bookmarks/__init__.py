"""Views with a name: adding them, going to them, putting them in order."""
