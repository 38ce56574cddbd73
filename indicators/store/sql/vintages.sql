CREATE MACRO observations_as_of(as_of_date, as_of_mode_wanted := 'calendar') AS TABLE
  -- A limit can be set for later days: what describes a day after the as-of date is not known yet.
  SELECT * FROM observations
  WHERE as_of_mode = as_of_mode_wanted AND published_on <= as_of_date AND reference_date <= as_of_date
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
