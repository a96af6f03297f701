"""The attribute table below the map."""
