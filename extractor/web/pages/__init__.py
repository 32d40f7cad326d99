"""The pages of our own, a module each: what is read, then the template that shows it."""
