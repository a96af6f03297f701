"""What the atlas ships: the GeoPackage, facts, program texts, symbols and translations."""
