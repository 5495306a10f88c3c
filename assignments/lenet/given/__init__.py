"""What comes with the assignment: pictures of training, and layers to train with."""
