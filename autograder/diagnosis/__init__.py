"""The catalogue of known mistakes: what an assignment's `faults.py` is written with, and who reads it."""

from autograder.diagnosis.catalogue import Catalogue, load_catalogue
from autograder.diagnosis.fault import Fault, Operation, fault

__all__ = ["Catalogue", "Fault", "Operation", "fault", "load_catalogue"]
