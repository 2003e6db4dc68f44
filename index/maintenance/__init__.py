"""Published snapshots checked, compared and cleaned up."""
