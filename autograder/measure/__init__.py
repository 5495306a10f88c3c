"""Speed and accuracy, measured: code beside other code, a network of hers beside the reference's."""
