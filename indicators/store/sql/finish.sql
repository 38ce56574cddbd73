-- From the working tables to the observations, with SDMX period labels; {label} and {end} are set by frequency.
INSERT INTO observation_inputs
  SELECT as_of_mode, i.series_id, {label}, published_on, fact_id FROM made_inputs i JOIN freqs USING (series_id)
  ORDER BY ALL;
INSERT INTO observations
  WITH counted AS (
    SELECT i.as_of_mode, i.series_id, i.period_start, i.published_on, count(*) AS facts,
           count(*) FILTER (f.date_assumed AND i.as_of_mode = 'calendar') AS assumed
    FROM made_inputs i JOIN facts f USING (fact_id) GROUP BY ALL)
  SELECT m.as_of_mode, m.series_id, {label}, m.period_start, {end}, m.reference_date, m.value,
         CASE WHEN m.value IS NULL THEN 'M' ELSE ['A', 'B', 'P', 'E', 'U', 'U'][m.status_rank] END,
         CASE WHEN m.value IS NULL THEN coalesce(m.missing_reason, 'not_applicable') END,
         ['high', 'medium', 'low'][m.quality_rank], m.publisher_rank, coalesce(c.facts, 0), coalesce(c.assumed, 0), m.published_on
  FROM made m JOIN freqs USING (series_id)
  LEFT JOIN counted c USING (as_of_mode, series_id, period_start, published_on)
  ORDER BY ALL;
DROP TABLE made; DROP TABLE made_inputs; DROP TABLE modes; DROP TABLE freqs;
