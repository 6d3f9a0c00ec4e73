"""Statements → links to the catalogue → findings: do the figures hold?"""
