"""What explains a map: legend, scale bar, north arrow, credits. For the screen and for pages."""
