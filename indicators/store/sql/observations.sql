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
