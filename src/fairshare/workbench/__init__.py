"""The web application in which the annual cycle is run: a shell around the rules and the ledger.

A page shows what a rule returned; an action appends an event. Nothing here decides what the law allows.
"""
