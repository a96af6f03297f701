"""Saving tables as files that other programs open, and that the atlas opens again."""
