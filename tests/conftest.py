"""What holds for all tests."""

import signal

from hypothesis import settings

# How long an example takes is a matter of the machine: a test that fails over it tells nothing.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# A shell that starts this in the background has Ctrl-C ignored, by all that is started from here, too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
