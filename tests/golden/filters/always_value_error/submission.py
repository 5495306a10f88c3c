def correlate2d(image, kernel):
    raise ValueError("not today")


def apply_filter(image, kernel):
    raise ValueError("not today")


def classic_filters():
    raise ValueError("not today")


def dense_weights(in_shape, out_shape):
    raise ValueError("not today")


def conv_weights(filters, kernel_size, channels=1):
    raise ValueError("not today")
