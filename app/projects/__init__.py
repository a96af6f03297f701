"""Projects: saved, opened, and never lost."""
