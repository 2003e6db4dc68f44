"""Work that takes long: how far it is, and until when it may take."""
