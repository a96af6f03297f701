"""Placing records, drawing features, and editing what they say."""
