INSERT INTO series
WITH covered AS (
  SELECT series_id, min_by(period, period_start) AS first_period, max_by(period, period_start) AS last_period,
         count(*) AS periods
  FROM observations_latest WHERE value IS NOT NULL GROUP BY series_id),
sourced AS (
  SELECT series_id, count(DISTINCT source_id) AS sources
  FROM observation_inputs JOIN facts USING (fact_id) GROUP BY series_id)
SELECT d.*, c.first_period, c.last_period, coalesce(c.periods, 0), coalesce(s.sources, 0)
FROM declared d LEFT JOIN covered c USING (series_id) LEFT JOIN sourced s USING (series_id) ORDER BY series_id;
