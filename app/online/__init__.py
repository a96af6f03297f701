"""Online maps: fetched when the planner wants them, kept, and told of."""
