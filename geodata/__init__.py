"""Where geographic data comes from, is checked and is computed on. Knows no Qt and no layers."""
