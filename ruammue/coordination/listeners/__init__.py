"""Who must hear of what: one function a fact, each person once, nothing pushed outside the house."""

from ruammue.coordination.listeners import decisions, exchange, goals, needs, networks, own, settling, tasks, work

__all__ = ["decisions", "exchange", "goals", "needs", "networks", "own", "settling", "tasks", "work"]
