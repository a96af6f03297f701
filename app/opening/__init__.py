"""From a planner's file to a layer on the map."""
