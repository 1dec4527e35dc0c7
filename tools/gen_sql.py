# written by its owner
