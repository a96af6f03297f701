"""What is different between two maps: kept, compared, told in words, marked on the map."""
