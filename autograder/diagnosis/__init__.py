"""The catalogue of known mistakes: how `faults.py` of an assignment is written, and who reads it."""

from autograder.diagnosis.catalogue import Catalogue, load_catalogue
from autograder.diagnosis.fault import Fault, Operation, fault

__all__ = ["Catalogue", "Fault", "Operation", "fault", "load_catalogue"]
