"""The timeline below the map."""
