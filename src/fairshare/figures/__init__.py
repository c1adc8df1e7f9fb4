"""Figures: reference tables with their sources, and loaders. The only room below the shells that reads files."""
