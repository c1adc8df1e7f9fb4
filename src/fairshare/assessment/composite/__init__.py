"""Composite indicators, by the steps of the OECD/JRC Handbook (2008)."""
