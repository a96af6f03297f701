"""Takes the pictures of the guide: ``python -m scripts.guide_pictures``."""
