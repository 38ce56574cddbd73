-- What is other in a database as of a date than in the main one; runs after observations.sql and series.sql.
CREATE TABLE as_of_info (
  as_of DATE NOT NULL PRIMARY KEY, as_of_mode VARCHAR NOT NULL, facts_count BIGINT NOT NULL, package_version VARCHAR NOT NULL);
COMMENT ON TABLE as_of_info IS 'One row: this file holds what was known on that day, and nothing that became known later';
COMMENT ON COLUMN as_of_info.as_of IS 'The day';
COMMENT ON COLUMN as_of_info.as_of_mode IS 'calendar or strict: what a publication day may rest on';
COMMENT ON COLUMN as_of_info.facts_count IS 'Facts known on that day';
COMMENT ON COLUMN as_of_info.package_version IS 'Version of indicators that wrote the file';
CREATE TABLE facts (
  fact_id VARCHAR NOT NULL PRIMARY KEY, table_name VARCHAR NOT NULL, file VARCHAR NOT NULL, source_id VARCHAR NOT NULL,
  publisher_rank BIGINT NOT NULL, published_on DATE NOT NULL, published_basis VARCHAR NOT NULL, obs_status VARCHAR NOT NULL,
  quality VARCHAR NOT NULL, counts_from DATE NOT NULL, date_assumed BOOLEAN NOT NULL, revised_from DATE);
COMMENT ON TABLE facts IS 'Every known fact once: its table and file, its rank and the day from which it counts';
COMMENT ON COLUMN facts.fact_id IS 'Stable id of the fact; the row of the raw file that has it';
COMMENT ON COLUMN facts.table_name IS 'Table that holds the fact';
COMMENT ON COLUMN facts.file IS 'Raw file';
COMMENT ON COLUMN facts.source_id IS 'Publication; refers to sources.source_id';
COMMENT ON COLUMN facts.publisher_rank IS 'Rank of the publisher, 1 is best';
COMMENT ON COLUMN facts.published_on IS
  'Day on which the stored figure was public; later than the as-of date where date_assumed is true';
COMMENT ON COLUMN facts.published_basis IS 'What the publication day rests on';
COMMENT ON COLUMN facts.obs_status IS 'SDMX observation status';
COMMENT ON COLUMN facts.quality IS 'How well the figure was seen';
COMMENT ON COLUMN facts.counts_from IS 'Day from which the fact counts in the mode of this file';
COMMENT ON COLUMN facts.date_assumed IS 'True where that day rests on the usual lag, not on dated evidence';
COMMENT ON COLUMN facts.revised_from IS
  'Day from which a newer figure of the same publisher for the same quantity takes its place, empty where none was known';
COMMENT ON TABLE observations IS 'Every period of every series as it was known on the day of as_of_info: one row a period';
COMMENT ON COLUMN series.first_period IS 'First period with a value, as known';
COMMENT ON COLUMN series.last_period IS 'Last period with a value, as known';
COMMENT ON COLUMN series.observations_count IS 'Periods with a value, as known';
COMMENT ON COLUMN series.sources_count IS 'Sources of these values';
COMMENT ON COLUMN series.collected_through IS 'Beyond this day a count is not collected, never 0; the as-of day at most';
