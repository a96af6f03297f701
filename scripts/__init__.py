"""What maintainers run: the build of the data, the translations, the locks."""
