"""The panels beside the map: layers at its left, details at its right."""
