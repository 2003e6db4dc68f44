"""What a snapshot is as rows of collections: its folder taken apart, packed, and read again."""
