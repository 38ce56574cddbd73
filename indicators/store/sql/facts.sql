CREATE TABLE facts (
  fact_id VARCHAR NOT NULL PRIMARY KEY,
  table_name VARCHAR NOT NULL,
  file VARCHAR NOT NULL,
  line BIGINT NOT NULL CHECK (line > 1),
  source_id VARCHAR NOT NULL,
  publisher_rank BIGINT NOT NULL,
  published_on DATE NOT NULL,
  published_basis VARCHAR NOT NULL,
  obs_status VARCHAR NOT NULL,
  quality VARCHAR NOT NULL,
  available_calendar DATE NOT NULL,
  available_strict DATE NOT NULL,
  date_assumed BOOLEAN NOT NULL,
  revised_calendar DATE,
  revised_strict DATE
);
COMMENT ON COLUMN facts.revised_calendar IS 'Day from which a newer figure of the same publisher for the same quantity takes its place, calendar mode';
COMMENT ON COLUMN facts.revised_strict IS 'Day from which a newer figure of the same publisher for the same quantity takes its place, strict mode';
COMMENT ON TABLE facts IS 'Every fact once: its table, file and line, its rank and the days from which it counts';
COMMENT ON COLUMN facts.fact_id IS 'Stable id of the fact';
COMMENT ON COLUMN facts.table_name IS 'Table that holds the fact';
COMMENT ON COLUMN facts.file IS 'Raw file';
COMMENT ON COLUMN facts.line IS 'Line of the raw file, the header is line 1';
COMMENT ON COLUMN facts.source_id IS 'Publication; refers to sources.source_id';
COMMENT ON COLUMN facts.publisher_rank IS 'Rank of the publisher, 1 is best';
COMMENT ON COLUMN facts.published_on IS 'Day on which the figure was public, by published_basis';
COMMENT ON COLUMN facts.published_basis IS 'What the publication day rests on';
COMMENT ON COLUMN facts.obs_status IS 'SDMX observation status';
COMMENT ON COLUMN facts.quality IS 'How well the figure was seen';
COMMENT ON COLUMN facts.available_calendar IS 'Day from which the fact counts in the calendar as-of mode';
COMMENT ON COLUMN facts.available_strict IS 'Day from which the fact counts in the strict as-of mode';
COMMENT ON COLUMN facts.date_assumed IS 'True where the calendar day rests on the usual lag, not on dated evidence';
