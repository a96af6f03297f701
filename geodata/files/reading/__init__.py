"""What the child process alone does: the formats, the checks, and the tables it hands over."""
