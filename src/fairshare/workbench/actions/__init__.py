"""What can be done in the Workbench: one class an action, the same for the page, the API and the command line.

:mod:`base` says what an action is, :mod:`registry` finds it by name, :mod:`perform` does it; the actions themselves
stand in one file a stage of the cycle.
"""
