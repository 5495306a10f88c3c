"""A class as pages of HTML that staff open from a disk: one of the class, one a student."""
