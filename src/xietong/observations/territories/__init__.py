"""The gazetteer with time: printed name → territory, with a score and the reason in words."""

from xietong.observations.territories.gazetteer import Gazetteer, gazetteer, load
from xietong.observations.territories.resolution import Resolution
from xietong.observations.territories.resolve import canonical, resolve

__all__ = ["Gazetteer", "Resolution", "canonical", "gazetteer", "load", "resolve"]
