"""Measures of a result: inequality against a key, ratios of published figures, and the report on a pool."""
