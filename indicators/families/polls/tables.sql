-- Answers that may feed a series: not excluded, national samples, with the question's topic and side, how well the
-- field dates are known and how wide the sample is (adults before voters).
CREATE VIEW poll_national AS
SELECT
    r.*,
    q.topic, q.measurement, q.pooled, q.paraphrase, s.publisher_rank,
    CASE r.response WHEN q.positive_response THEN 'positive' WHEN q.negative_response THEN 'negative' ELSE 'other' END AS side,
    r.field_start + CAST((r.field_end - r.field_start) // 2 AS INTEGER) AS wave_day,
    CASE r.field_precision WHEN 'day' THEN 1 WHEN 'month' THEN 2 WHEN 'range' THEN 3 ELSE 4 END AS date_rank,
    list_position(['adults_18_plus', 'adults', 'registered_voters', 'likely_voters'], r.population) AS population_rank
FROM poll_results AS r
JOIN poll_questions AS q USING (question_id)
JOIN sources AS s USING (source_id)
WHERE r.series_use = 'use'
  AND r.population IN ('adults', 'adults_18_plus', 'registered_voters', 'likely_voters');

-- Every sighting of a positive or negative share with the sightings it gives way to once they are known: one of the same
-- answer with better dates inside it, a better one of the same wave, and any of the same wave in a wider sample.
-- Series are made of this, so that what was printed first counts until the better one is there.
CREATE VIEW poll_sightings AS
WITH sided AS (SELECT * FROM poll_national WHERE side <> 'other'),
better AS (
    SELECT a.fact_id, list(DISTINCT b.fact_id ORDER BY b.fact_id) AS gives_way_to
    FROM sided AS a
    JOIN sided AS b ON b.question_id = a.question_id AND b.fact_id <> a.fact_id
    WHERE (b.population = a.population AND b.response = a.response AND b.date_rank < a.date_rank
           AND b.wave_day BETWEEN a.field_start AND a.field_end)
       OR (b.field_start = a.field_start AND b.field_end = a.field_end
           AND (b.population_rank < a.population_rank
                OR (b.population = a.population AND b.response = a.response AND b.reading_no = a.reading_no
                    AND (b.quality = 'low', b.publisher_rank, a.published_on, b.fact_id)
                      < (a.quality = 'low', a.publisher_rank, b.published_on, a.fact_id))))
    GROUP BY a.fact_id
)
SELECT s.*, coalesce(better.gives_way_to, CAST([] AS VARCHAR[])) AS gives_way_to
FROM sided AS s LEFT JOIN better USING (fact_id);

-- The same answers as known together: one known only by its month, season or year is left out where one of the same
-- answer with better dates inside it is known.
CREATE VIEW polls_usable AS
SELECT * EXCLUDE (date_rank, population_rank)
FROM poll_national AS a
WHERE NOT EXISTS (
    SELECT 1
    FROM poll_national AS b
    WHERE b.question_id = a.question_id AND b.population = a.population AND b.response = a.response
      AND b.date_rank < a.date_rank AND b.wave_day BETWEEN a.field_start AND a.field_end
);

-- One row an answer and wave: where several sources print it, quality, then the publisher's rank, then the newest decides.
CREATE VIEW poll_answers AS
SELECT *
FROM polls_usable
QUALIFY row_number() OVER (
    PARTITION BY question_id, population, field_start, field_end, response, reading_no
    ORDER BY quality = 'low', publisher_rank, published_on DESC, fact_id
) = 1;

-- One row a wave: the positive share, the negative share and their difference in percentage points.
-- Where a poll gives adults and voters, the widest population counts.
CREATE VIEW poll_waves AS
WITH sides AS (
    SELECT
        topic, pollster, question_id, measurement, pooled, population_country, population, paraphrase,
        field_start, field_end, field_precision, wave_day, reading_no,
        max(share_pct) FILTER (side = 'positive') AS positive_pct,
        max(share_pct) FILTER (side = 'negative') AS negative_pct,
        max(fact_id) FILTER (side = 'positive') AS positive_fact_id,
        max(fact_id) FILTER (side = 'negative') AS negative_fact_id,
        max(sample_size) AS sample_size,
        max(margin_pct) AS margin_pct,
        bool_or(obs_status = 'E') AS estimated
    FROM poll_answers
    WHERE side <> 'other'
    GROUP BY
        topic, pollster, question_id, measurement, pooled, population_country, population, paraphrase,
        field_start, field_end, field_precision, wave_day, reading_no
)
SELECT *, positive_pct - negative_pct AS net_pct
FROM sides
QUALIFY dense_rank() OVER (
    PARTITION BY question_id, field_start, field_end
    ORDER BY CASE population WHEN 'adults_18_plus' THEN 1 WHEN 'adults' THEN 2 WHEN 'registered_voters' THEN 3 ELSE 4 END
) = 1;

-- Dated entries for the chronology of a quarter: waves that are dated by day or month, by the last day of interviews.
CREATE VIEW polls_chronology AS
SELECT
    field_end AS day,
    3 AS weight,
    pollster || ': ' || paraphrase || ', ' || printf('%g', positive_pct) || ' % to ' || printf('%g', negative_pct) || ' %'
    || coalesce(' (n = ' || sample_size || ')', '') AS what,
    positive_fact_id AS fact_id
FROM poll_waves
WHERE positive_pct IS NOT NULL AND negative_pct IS NOT NULL AND field_precision IN ('day', 'month')
  AND topic IN ('russia_favourable', 'usa_attitude', 'usa_favourable', 'trump_russia', 'trump_ukraine', 'greatest_enemy', 'russia_military_threat');
