"""The map of all passages: their vectors, projected to a plane and drawn."""
