"""The evaluation as a process: its roadmap, findings and follow-up, a scoreboard of states, and the plans of states."""

from fairshare.evaluation.expost.process.figures import process_figures
from fairshare.evaluation.expost.process.plans import plans
from fairshare.evaluation.expost.process.roadmap import roadmap
from fairshare.evaluation.expost.process.scoreboard import scoreboard
from fairshare.evaluation.expost.process.sections import process_sections

__all__ = ["plans", "process_figures", "process_sections", "roadmap", "scoreboard"]
