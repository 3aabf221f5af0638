//! Predictions in words.
