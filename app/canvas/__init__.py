"""The map on the screen: drawing, moving and pointing."""
