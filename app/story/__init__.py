"""Stories: making them from views of the map, and showing them to a room."""
