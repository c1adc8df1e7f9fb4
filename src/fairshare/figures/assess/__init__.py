"""What the shadow assessment is made of: three specifications, and how each of their columns comes from the series."""
