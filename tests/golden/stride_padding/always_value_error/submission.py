def output_size(n, f, padding=0, stride=1):
    raise ValueError("n")


def pad2d(image, padding):
    raise ValueError("image")


def conv2d(image, kernel, stride=1, padding=0):
    raise ValueError("kernel")
