"""Classes of students, made up but repeatable: `lay_class` writes what they hand in."""

from tests.classes.lay import lay_class

__all__ = ["lay_class"]
