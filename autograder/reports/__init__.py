"""What people read: a table on the terminal, JSON files."""
