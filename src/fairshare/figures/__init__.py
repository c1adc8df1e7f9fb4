"""Figures: reference tables with their sources, shipped cycles, loaders. Only this room and the shells read files.

>>> from fairshare.figures import reference
>>> reference.published_shares(2026)["DE"]["share"].text()
'21.689'
"""
