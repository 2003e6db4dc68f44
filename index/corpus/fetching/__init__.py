"""URLs → bytes, over connections that cannot be led into a private network."""
