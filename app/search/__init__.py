"""The search box: what it finds, how it shows it, where it leads."""
