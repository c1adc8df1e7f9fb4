"""The indicators of Articles 9 and 10: what they are, where they come from, and the snapshots that hold them."""
