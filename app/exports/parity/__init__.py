"""The machine check that all kinds of files of one scene, atlas or story hold the same.

Files are read back as they are: web pages and steps as data, slides by their shapes, documents and
drawings by their text, and whatever is a picture, or can be made one, pixel by pixel.
"""
