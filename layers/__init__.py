"""What a map is: document, layers, styles, programs, commands, legend, scene. Knows no Qt."""
