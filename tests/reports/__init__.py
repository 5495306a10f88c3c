"""What people read of a submission, tested with submissions that would mislead them."""
