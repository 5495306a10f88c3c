"""What training costs: the reference of `gpu_training` beside two ordinary programs, in one run."""
