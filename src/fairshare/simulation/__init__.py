"""Persons through a mechanism, month by month, many times: would it be fair?

No file, no clock, no global state: figures come in as :class:`~fairshare.simulation.inputs.Inputs`, assumptions as
:class:`~fairshare.simulation.behaviour.Behaviour`, and the same seed gives the same outcome to the byte.
"""
