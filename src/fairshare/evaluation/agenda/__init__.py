"""The agenda of a cycle: which stage it is in, what is due from whom, what is late, and what information lacks."""

from fairshare.evaluation.agenda.contents import missing
from fairshare.evaluation.agenda.duties import duties, duties_of
from fairshare.evaluation.agenda.duty import Duty
from fairshare.evaluation.agenda.stages import STAGES, Stage, stage

__all__ = ["STAGES", "Duty", "Stage", "duties", "duties_of", "missing", "stage"]
