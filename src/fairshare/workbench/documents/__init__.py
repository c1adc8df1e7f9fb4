"""Documents on paper: the annex of the act, a state's account, the Forum's papers, as accessible PDF."""

from fairshare.workbench.documents.act_annex import act_annex
from fairshare.workbench.documents.forum_papers import Papers, Section, forum_papers
from fairshare.workbench.documents.state_account import state_account

__all__ = ["Papers", "Section", "act_annex", "forum_papers", "state_account"]
