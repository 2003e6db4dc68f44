"""A question → ordered, proven Evidence. `steps.py` lists the steps; each is a module."""
