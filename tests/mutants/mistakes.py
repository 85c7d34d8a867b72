"""Mistakes, by what they are in."""

import mistakes_in_attributes, mistakes_in_functions, mistakes_in_routes, mistakes_in_schemes  # noqa: F401
