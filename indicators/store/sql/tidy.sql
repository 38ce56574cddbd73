-- What a reader looks at first; runs last, when series and observations are there.
CREATE VIEW catalog AS
  SELECT series_id, family, title, unit, freq, first_period, last_period, observations_count, collected_through, definition
  FROM series;
COMMENT ON VIEW catalog IS 'The named series in short: what there is, in which unit, from when to when';
CREATE VIEW tidy AS
  SELECT o.series_id, s.family, s.title, s.unit, s.freq, o.period, o.period_start, o.period_end, o.value, o.obs_status,
         o.missing_reason, o.quality, o.published_on
  FROM observations_latest o JOIN series s USING (series_id);
COMMENT ON VIEW tidy IS 'One row a value: the newest vintage of every period of every series, with title and unit';
