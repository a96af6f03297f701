"""Atlases and stories as one web page that is read step by step, and needs no network."""
