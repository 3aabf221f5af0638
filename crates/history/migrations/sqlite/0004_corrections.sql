-- The log-odds by which a prediction was corrected; none where it was not. Merges that were still pending beside those that
-- were seen done.
ALTER TABLE forecast ADD COLUMN shift DOUBLE PRECISION;
ALTER TABLE merged ADD COLUMN left_over BIGINT;
