-- What is written down before it is done has no answer yet; what is done by the command line has none at all.
ALTER TABLE audit ALTER COLUMN status DROP NOT NULL;
