"""Filters of the templates on cases."""
