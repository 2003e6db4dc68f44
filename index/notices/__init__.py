"""Notices: decides which of a maintainer's approved messages a question calls for."""
