"""Projections of monthly counts (Article 9(3)(b)): models, intervals that add up, and how well past ones did."""
