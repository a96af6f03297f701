"""Manifests in exported files, and the seal by which damage to a file is found."""
