"""What people said of passages, stored, and turned into candidate golden questions."""
