"""What a reader searches for: the query, where a text answers it, and the piece of text to show."""
