"""Engines count records: one small contract (tally, events, trace) and its implementations."""
