"""`autograder verify`: what makes an assignment unfair is found and named."""
