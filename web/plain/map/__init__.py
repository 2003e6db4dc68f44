"""The map of all passages: vectors projected to a plane, and drawn."""
