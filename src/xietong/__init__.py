"""Xietong (协同): an open workbench for the coordinated development of a city region."""

__version__ = "0.1.0"
