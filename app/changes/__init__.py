"""What changed since the last export, or since another project: found, listed, marked."""
