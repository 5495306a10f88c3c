"""What people and platforms read of results and marks, on the terminal and in files that are whole."""
