CREATE TABLE series (
  series_id VARCHAR NOT NULL PRIMARY KEY, family VARCHAR NOT NULL, title VARCHAR NOT NULL, unit VARCHAR NOT NULL,
  freq VARCHAR NOT NULL CHECK (freq IN ('A', 'H', 'Q', 'M', 'D')), definition VARCHAR NOT NULL, transform VARCHAR NOT NULL,
  decimals BIGINT NOT NULL, expected_lag_days BIGINT NOT NULL, collected_through DATE, is_headline BOOLEAN NOT NULL,
  first_period VARCHAR, last_period VARCHAR, observations_count BIGINT NOT NULL, sources_count BIGINT NOT NULL);
COMMENT ON TABLE series IS 'The catalogue: every named series';
COMMENT ON COLUMN series.series_id IS 'Id; the last letter is the frequency';
COMMENT ON COLUMN series.family IS 'Family that declares it';
COMMENT ON COLUMN series.title IS 'Title';
COMMENT ON COLUMN series.unit IS 'Unit of the values';
COMMENT ON COLUMN series.freq IS 'SDMX frequency';
COMMENT ON COLUMN series.definition IS 'How it is computed';
COMMENT ON COLUMN series.transform IS 'Kind of rule and its inputs';
COMMENT ON COLUMN series.decimals IS 'Digits shown after the point';
COMMENT ON COLUMN series.expected_lag_days IS 'Days after the end of a period by which it is usually there; older is stale';
COMMENT ON COLUMN series.collected_through IS 'Beyond this day a count is not collected, never 0';
COMMENT ON COLUMN series.is_headline IS 'Whether it stands on the scoreboard';
COMMENT ON COLUMN series.first_period IS 'First period with a value, newest vintage';
COMMENT ON COLUMN series.last_period IS 'Last period with a value, newest vintage';
COMMENT ON COLUMN series.observations_count IS 'Periods with a value, newest vintage';
COMMENT ON COLUMN series.sources_count IS 'Sources used, all vintages';
CREATE TEMP TABLE declared AS
  SELECT * EXCLUDE (first_period, last_period, observations_count, sources_count) FROM series;
