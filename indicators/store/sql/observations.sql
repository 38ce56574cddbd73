CREATE TABLE observations (
  as_of_mode VARCHAR NOT NULL CHECK (as_of_mode IN ('calendar', 'strict')),
  series_id VARCHAR NOT NULL,
  period VARCHAR NOT NULL,
  period_start DATE NOT NULL,
  period_end DATE NOT NULL,
  reference_date DATE NOT NULL,
  value DOUBLE,
  obs_status VARCHAR NOT NULL,
  missing_reason VARCHAR,
  quality VARCHAR NOT NULL,
  publisher_rank BIGINT,
  facts_count BIGINT NOT NULL,
  assumed_dates_count BIGINT NOT NULL,
  published_on DATE NOT NULL,
  PRIMARY KEY (as_of_mode, series_id, period_start, published_on),
  CHECK ((value IS NULL) = (obs_status = 'M')),
  CHECK ((value IS NULL) = (missing_reason IS NOT NULL))
);
COMMENT ON TABLE observations IS
  'Every vintage of every period of every series; the row with the latest published_on not after the as-of date holds';
COMMENT ON COLUMN observations.as_of_mode IS 'calendar or strict: what published_on rests on, see table facts';
COMMENT ON COLUMN observations.series_id IS 'Series; refers to series.series_id';
COMMENT ON COLUMN observations.period IS 'SDMX period: 2022, 2022-S1, 2022-Q1, 2022-03, 2022-03-01';
COMMENT ON COLUMN observations.period_start IS 'First day of the period';
COMMENT ON COLUMN observations.period_end IS 'Last day of the period';
COMMENT ON COLUMN observations.reference_date IS 'Day that the value describes; the last day of the period for flows';
COMMENT ON COLUMN observations.value IS 'Value in the unit of the series';
COMMENT ON COLUMN observations.obs_status IS 'SDMX observation status, the worst of the inputs';
COMMENT ON COLUMN observations.missing_reason IS 'Why there is no value';
COMMENT ON COLUMN observations.quality IS 'Worst quality of the facts used';
COMMENT ON COLUMN observations.publisher_rank IS 'Worst publisher rank of the facts used; above 1 a lower rank fills a hole';
COMMENT ON COLUMN observations.facts_count IS 'Number of facts the value is made of';
COMMENT ON COLUMN observations.assumed_dates_count IS 'Number of those facts whose day rests on an assumption';
COMMENT ON COLUMN observations.published_on IS 'Day from which this value holds';
CREATE TABLE observation_inputs (
  as_of_mode VARCHAR NOT NULL,
  series_id VARCHAR NOT NULL,
  period VARCHAR NOT NULL,
  published_on DATE NOT NULL,
  fact_id VARCHAR NOT NULL
);
COMMENT ON TABLE observation_inputs IS 'One row for each fact that an observation is made of';
COMMENT ON COLUMN observation_inputs.as_of_mode IS 'As in observations';
COMMENT ON COLUMN observation_inputs.series_id IS 'As in observations';
COMMENT ON COLUMN observation_inputs.period IS 'As in observations';
COMMENT ON COLUMN observation_inputs.published_on IS 'As in observations';
COMMENT ON COLUMN observation_inputs.fact_id IS 'Fact used; refers to facts.fact_id';
CREATE MACRO observations_as_of(as_of_date, as_of_mode_wanted := 'calendar') AS TABLE
  SELECT * FROM observations WHERE as_of_mode = as_of_mode_wanted AND published_on <= as_of_date
  QUALIFY row_number() OVER (PARTITION BY series_id, period_start ORDER BY published_on DESC) = 1;
CREATE VIEW observations_latest AS
  SELECT * FROM observations WHERE as_of_mode = 'calendar'
  QUALIFY row_number() OVER (PARTITION BY series_id, period_start ORDER BY published_on DESC) = 1;
COMMENT ON VIEW observations_latest IS 'The newest vintage of every period';
CREATE TEMP TABLE made (
  as_of_mode VARCHAR, series_id VARCHAR, period_start DATE, reference_date DATE, value DOUBLE, status_rank INTEGER,
  missing_reason VARCHAR, quality_rank INTEGER, publisher_rank BIGINT, published_on DATE);
CREATE TEMP TABLE made_inputs (as_of_mode VARCHAR, series_id VARCHAR, period_start DATE, published_on DATE, fact_id VARCHAR);
CREATE TEMP TABLE modes AS
  SELECT fact_id, as_of_mode, CASE as_of_mode WHEN 'strict' THEN available_strict ELSE available_calendar END AS available,
         CASE as_of_mode WHEN 'strict' THEN revised_strict ELSE revised_calendar END AS revised,
         publisher_rank, published_on, list_position(['high', 'medium', 'low'], quality) AS quality_rank,
         list_position(['A', 'B', 'P', 'E', 'U', 'M'], obs_status) AS status_rank
  FROM facts, (VALUES ('calendar'), ('strict')) AS m(as_of_mode);
