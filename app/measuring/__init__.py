"""Distances, areas and coordinates on the map."""
