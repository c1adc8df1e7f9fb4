"""Families to places: the tool of Article 67(4), optimal and proved. Functions of columns: no file, no printing."""
