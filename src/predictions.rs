//! What probabilities of classes tell: hits, confusion, calibration, uncertainty, and the average of several passes.
