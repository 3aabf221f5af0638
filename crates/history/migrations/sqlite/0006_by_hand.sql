-- 1 for a snapshot that no backup made, else NULL.
ALTER TABLE image ADD COLUMN by_hand BIGINT;
CREATE INDEX image_by_hand ON image (server) WHERE by_hand = 1;
