-- Which limits bind, and when: caps of treaties that entered into force, with a date from which they came due.
-- Left out on purpose: quotas, disposal and delivery targets, baselines, treaties never in force, proposals, SORT (never due).
-- `side` counts the Soviet Union and Russia as one side.
CREATE VIEW ceilings_binding AS
SELECT fact_id, treaty, item, item_label, party, replace(party, 'SUN', 'RUS') AS side,
       coalesce(ceiling_count, ceiling_kilotons, ceiling_tonnes) AS ceiling, counted_unit,
       effective_from, effective_to, status, status_actor, quality
FROM treaty_ceilings
WHERE kind = 'cap' AND status NOT IN ('never_in_force', 'proposed') AND effective_from IS NOT NULL;

-- Which binding limits a party had suspended, and from when: the limit stood in law, its observance was not promised.
CREATE VIEW ceilings_suspended AS
SELECT c.*, e.event_date AS suspended_from, e.fact_id AS event_fact_id
FROM ceilings_binding c
JOIN treaty_events e ON e.treaty = c.treaty AND e.actor = c.side AND e.event_type = 'suspended'
WHERE e.event_date < coalesce(c.effective_to, DATE '9999-12-31');

-- The month ends from the first strategic treaty to the collection, for counts by date.
CREATE VIEW treaty_months AS
SELECT CAST(first_day AS DATE) AS month_start, last_day(CAST(first_day AS DATE)) AS month_end
FROM (SELECT unnest(generate_series(DATE '1972-10-01', (SELECT max(collected_on) FROM sources), INTERVAL 1 MONTH)) AS first_day);

-- From when to when each treaty was in force between the two sides: from its entry into force to the first exit of either,
-- its term or its successor. `suspended_from` is the first suspension by either side.
-- A treaty is called strategic if it limits strategic offensive arms or defences against them.
CREATE VIEW treaty_spans AS
WITH entries AS (
  SELECT treaty, min(event_date) AS in_force_from, arg_min(fact_id, (event_date, fact_id)) AS fact_id
  FROM treaty_events
  WHERE event_type = 'entered_into_force' OR (event_type = 'signed' AND treaty = 'heu_purchase')
  GROUP BY treaty),
exits AS (
  SELECT treaty, min(event_date) AS in_force_to, arg_min(fact_id, (event_date, fact_id)) AS exit_fact_id,
         arg_min(event_type, (event_date, fact_id)) AS exit_type, arg_min(actor, (event_date, fact_id)) AS exit_actor
  FROM treaty_events
  WHERE event_type IN ('expired', 'withdrawn', 'superseded', 'terminated', 'completed')
  GROUP BY treaty),
suspensions AS (
  SELECT treaty, min(event_date) AS suspended_from, arg_min(actor, (event_date, fact_id)) AS suspended_by
  FROM treaty_events WHERE event_type = 'suspended' GROUP BY treaty)
SELECT fact_id, treaty, treaty IN ('salt_1', 'abm', 'start_1', 'sort', 'new_start') AS is_strategic,
       in_force_from, in_force_to, exit_type, exit_actor, exit_fact_id,
       CASE WHEN suspended_from < coalesce(in_force_to, DATE '9999-12-31') THEN suspended_from END AS suspended_from,
       CASE WHEN suspended_from < coalesce(in_force_to, DATE '9999-12-31') THEN suspended_by END AS suspended_by
FROM entries LEFT JOIN exits USING (treaty) LEFT JOIN suspensions USING (treaty);

-- What the two sides declared about themselves, allegations and authors' own counts left out.
CREATE VIEW declarations_own AS
SELECT fact_id, treaty, replace(party, 'SUN', 'RUS') AS side, item, reference_date,
       coalesce(value_count, value_tonnes) AS declared, missing_reason, quality
FROM treaty_declarations
WHERE kind = 'declaration' AND party IN ('USA', 'RUS', 'SUN');

-- The days for which both sides exchanged their New START totals: one side alone is no exchange.
CREATE VIEW new_start_exchanges AS
SELECT reference_date AS event_date, min(fact_id) FILTER (side = 'RUS') AS fact_id
FROM declarations_own
WHERE treaty = 'new_start' AND item IN ('deployed_delivery_vehicles', 'deployed_warheads', 'launchers')
GROUP BY reference_date
HAVING count(DISTINCT side) FILTER (declared IS NOT NULL) = 2;

-- The day of each half-year on which New START totals are compared with the limits: the day declared for, else the
-- ordinary day of an exchange, 1 March or 1 September.
CREATE VIEW new_start_days AS
SELECT ordinary, coalesce(max(d.reference_date), ordinary) AS day
FROM (SELECT CAST(unnest(generate_series(DATE '2011-03-01', (SELECT max(collected_on) FROM sources), INTERVAL 6 MONTH)) AS DATE)
      AS ordinary)
LEFT JOIN declarations_own d
  ON d.treaty = 'new_start' AND d.item IN ('deployed_delivery_vehicles', 'deployed_warheads', 'launchers')
  AND year(d.reference_date) = year(ordinary) AND (month(d.reference_date) <= 6) = (month(ordinary) <= 6)
GROUP BY ordinary;

-- The last day of each year from the first treaty to the collection.
CREATE VIEW treaty_years AS
SELECT CAST(unnest(generate_series(DATE '1972-12-31', (SELECT max(collected_on) FROM sources), INTERVAL 1 YEAR)) AS DATE) AS day;

-- Nuclear forces by side, the Soviet Union and Russia as one; estimators are never mixed.
CREATE VIEW stockpiles_by_side AS
SELECT fact_id, replace(country, 'SUN', 'RUS') AS side, year, item, estimator, value_count, quality,
       least(last_day(make_date(year, coalesce(reference_month, 12), 1)), published_on) AS reference_date
FROM warhead_stockpiles;

-- Dated entries for the chronology of a quarter: the steps of treaties; what opens or ends a ceiling first
CREATE VIEW arms_control_chronology AS
SELECT
    event_date AS day,
    CASE WHEN brackets_ceiling = 'yes' THEN 1 ELSE 2 END AS weight,
    upper(replace(treaty, '_', ' ')) || ', ' || replace(event_type, '_', ' ') || ' (' || replace(replace(actor, '+', ' and '), '_', ' ') || '): '
    || description || CASE WHEN date_precision = 'day' THEN '' ELSE ' (date: ' || date_precision || ')' END AS what,
    fact_id
FROM treaty_events;
