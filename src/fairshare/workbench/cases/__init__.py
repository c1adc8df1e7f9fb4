"""Relocation cases: families by pseudonym through Articles 67 and 68, with the clocks and the matching.

:mod:`facts`, :mod:`clock`, :mod:`guards` and :mod:`machine` are pure; :mod:`actions` are the steps that people take,
:mod:`work` those that time takes; :mod:`scope` says who sees what. Nothing here holds a name, a document or free text.
"""
