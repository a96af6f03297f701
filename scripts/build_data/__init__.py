"""Builds ``resources/elsalvador.gpkg`` from open registry packages and the project's facts.

Run ``python -m scripts.build_data`` from the repository's root (with the ``data`` extra).
"""
