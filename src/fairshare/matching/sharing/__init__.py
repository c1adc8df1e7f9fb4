"""Fair sharing of those without links (Article 67(4)): a stratified lottery that keeps value, persons and places."""

from fairshare.matching.sharing.draw import share
from fairshare.matching.sharing.mix import SHARED, AttributeMix, Mix, mix

__all__ = ["SHARED", "AttributeMix", "Mix", "mix", "share"]
