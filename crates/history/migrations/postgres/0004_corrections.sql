-- The log-odds by which a prediction was corrected; none where it was not.
ALTER TABLE forecast ADD COLUMN shift DOUBLE PRECISION;
