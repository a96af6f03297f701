"""Finding what has a name: places, features, programs, commands."""
