"""What holds for all tests."""

from hypothesis import settings

# How long an example takes is a matter of the machine: a test that fails over it tells nothing.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
