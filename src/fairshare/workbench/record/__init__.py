"""The record: one chain of entries per cycle, which nobody can change, and what each seat may see of it.

:mod:`store` writes and reads; :mod:`chain` is the hash chain; :mod:`levels` says who sees what; :mod:`cut` is the only
way to read for a page, an export or an answer.
"""
