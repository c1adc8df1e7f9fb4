"""What anybody may see without signing in: the pool, the states, history, method, open data."""
