"""What a submission expects around it: the imports it may make, stand-ins for tools, notebook magics."""
