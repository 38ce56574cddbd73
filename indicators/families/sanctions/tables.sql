-- What is known of the list on each day: one copy a day, the fullest, best-ranked and first published one.
CREATE VIEW sanctions_copies AS
SELECT c.fact_id, c.snapshot_date, c.list, c.source_id, c.coverage, c.list_total_count
FROM sanctions_list_counts c JOIN sources s USING (source_id)
WHERE c.programme = 'ALL-PROGRAMMES' AND c.entity_type = 'all'
QUALIFY row_number() OVER (
  PARTITION BY c.snapshot_date, c.list
  ORDER BY (c.coverage <> 'full_list'), (c.quality = 'low'), s.publisher_rank, c.published_on, c.fact_id) = 1;

-- Full copies in order, and the run each belongs to: within a run no two copies are more than 21 days apart, so that no change goes unseen for long.
CREATE VIEW sanctions_full_copies AS
WITH spaced AS (
  SELECT fact_id, snapshot_date, list, source_id, list_total_count,
         lag(snapshot_date) OVER (PARTITION BY list ORDER BY snapshot_date) AS previous_date
  FROM sanctions_copies WHERE coverage = 'full_list')
SELECT *, count(*) FILTER (previous_date IS NULL OR snapshot_date - previous_date > 21)
            OVER (PARTITION BY list ORDER BY snapshot_date) AS run
FROM spaced;

-- Entries by day, programme and type: a tag without a row has 0 entries in a full copy and is unknown in any other.
CREATE VIEW sanctions_levels AS
WITH tags AS (SELECT DISTINCT list, programme FROM sanctions_list_counts),
types AS (SELECT DISTINCT entity_type FROM sanctions_list_counts)
SELECT coalesce(n.fact_id, c.fact_id) AS fact_id, c.snapshot_date, c.list, c.coverage, tags.programme, types.entity_type,
       CASE WHEN n.fact_id IS NOT NULL THEN n.entries_count WHEN c.coverage = 'full_list' THEN 0 END AS entries_count,
       CASE WHEN n.fact_id IS NULL AND c.coverage <> 'full_list' THEN 'not_collected' END AS missing_reason
FROM sanctions_copies c
JOIN tags USING (list)
CROSS JOIN types
LEFT JOIN sanctions_list_counts n
  ON n.snapshot_date = c.snapshot_date AND n.list = c.list AND n.source_id = c.source_id
  AND n.programme = tags.programme AND n.entity_type = types.entity_type;

-- The same from every copy of every day, each row until a full copy of its day is known.
CREATE VIEW sanctions_level_sightings AS
WITH copies AS (
  SELECT *, CASE WHEN coverage <> 'full_list' THEN
              list(fact_id) FILTER (coverage = 'full_list') OVER (PARTITION BY snapshot_date, list) END AS full_copies
  FROM sanctions_list_counts WHERE programme = 'ALL-PROGRAMMES' AND entity_type = 'all'),
tags AS (SELECT DISTINCT list, programme FROM sanctions_list_counts),
types AS (SELECT DISTINCT entity_type FROM sanctions_list_counts)
SELECT coalesce(n.fact_id, c.fact_id) AS fact_id, c.snapshot_date, c.list, tags.programme, types.entity_type,
       CASE WHEN n.fact_id IS NOT NULL THEN n.entries_count WHEN c.coverage = 'full_list' THEN 0 END AS entries_count,
       CASE WHEN n.fact_id IS NULL AND c.coverage <> 'full_list' THEN 'not_collected' END AS missing_reason,
       coalesce(c.full_copies, CAST([] AS VARCHAR[])) AS gives_way_to
FROM copies c
JOIN tags USING (list)
CROSS JOIN types
LEFT JOIN sanctions_list_counts n
  ON n.snapshot_date = c.snapshot_date AND n.list = c.list AND n.source_id = c.source_id
  AND n.programme = tags.programme AND n.entity_type = types.entity_type;

-- Months between the first and the last full copy: watched from end to end where the copies around the month are of one run.
CREATE VIEW sanctions_months AS
WITH months AS (
  SELECT list, CAST(unnest(generate_series(date_trunc('month', min(snapshot_date)), max(snapshot_date), INTERVAL 1 MONTH)) AS DATE) AS month_start
  FROM sanctions_full_copies GROUP BY list)
SELECT m.list, m.month_start, a.snapshot_date AS opening_date, a.fact_id AS opening_fact_id, b.snapshot_date AS closing_date,
       b.fact_id AS closing_fact_id, coalesce(a.run = b.run, false) AS is_watched
FROM months m
ASOF LEFT JOIN sanctions_full_copies a ON a.list = m.list AND a.snapshot_date < m.month_start
LEFT JOIN LATERAL (
  SELECT f.snapshot_date, f.fact_id, f.run FROM sanctions_full_copies f
  WHERE f.list = m.list AND f.snapshot_date >= last_day(m.month_start) ORDER BY f.snapshot_date LIMIT 1) b ON true;

-- Additions to and removals from the Russia-related part of the OFAC list by month and type: counted in watched months, missing in all others.
CREATE VIEW sanctions_flows AS
WITH types AS (SELECT unnest(['all', 'entity', 'individual', 'vessel']) AS entity_type)
SELECT m.month_start, t.entity_type, m.is_watched,
       CASE WHEN m.is_watched THEN coalesce(sum(x.added_count), 0) END AS added_count,
       CASE WHEN m.is_watched THEN coalesce(sum(x.removed_count), 0) END AS removed_count,
       CASE WHEN NOT m.is_watched THEN 'not_collected' END AS missing_reason,
       list_sort(list_distinct(list_filter([any_value(m.opening_fact_id), any_value(m.closing_fact_id)] || list(x.fact_id),
                                           lambda f: f IS NOT NULL))) AS fact_ids
FROM sanctions_months m
CROSS JOIN types t
LEFT JOIN sanctions_actions x
  ON m.is_watched AND x.basis = 'computed_from_lists' AND x.target_programme = 'RUSSIA-UNION'
  AND x.entity_type = t.entity_type AND date_trunc('month', x.action_date) = m.month_start
WHERE m.list = 'ofac_sdn'
GROUP BY m.month_start, t.entity_type, m.is_watched;

-- The same flows action by action: a watched month is 0 and what was added and removed in it, known with its closing copy.
CREATE VIEW sanctions_flow_parts AS
WITH types AS (SELECT unnest(['all', 'entity', 'individual', 'vessel']) AS entity_type),
ends AS (SELECT *, list_filter([opening_fact_id, closing_fact_id], lambda f: f IS NOT NULL) AS copies
         FROM sanctions_months WHERE list = 'ofac_sdn')
SELECT m.month_start, t.entity_type, CASE WHEN m.is_watched THEN 0 END AS added_count,
       CASE WHEN m.is_watched THEN 0 END AS removed_count,
       CASE WHEN NOT m.is_watched THEN 'not_collected' END AS missing_reason, m.copies AS fact_ids
FROM ends m CROSS JOIN types t
UNION ALL
SELECT m.month_start, x.entity_type, x.added_count, x.removed_count, NULL, list_concat([x.fact_id], m.copies)
FROM ends m JOIN sanctions_actions x ON date_trunc('month', x.action_date) = m.month_start
WHERE m.is_watched AND x.basis = 'computed_from_lists' AND x.target_programme = 'RUSSIA-UNION';

-- Spans that no run of copies covers: only the net change of the Russia-related entries between their two ends is known.
CREATE VIEW sanctions_intervals AS
SELECT c.list, c.previous_date AS from_date, c.snapshot_date AS to_date, c.snapshot_date - c.previous_date AS days,
       a.entries_count AS opening_count, b.entries_count AS closing_count, b.entries_count - a.entries_count AS change_count,
       a.fact_id AS opening_fact_id, b.fact_id
FROM sanctions_full_copies c
JOIN sanctions_levels a ON a.list = c.list AND a.snapshot_date = c.previous_date AND a.programme = 'RUSSIA-UNION' AND a.entity_type = 'all'
JOIN sanctions_levels b ON b.list = c.list AND b.snapshot_date = c.snapshot_date AND b.programme = 'RUSSIA-UNION' AND b.entity_type = 'all'
WHERE c.snapshot_date - c.previous_date > 21;

-- EU listings, each once: the legal text first, then what was published at adoption, then the listings still in force later; announcements are no listings.
CREATE VIEW sanctions_eu_listings AS
WITH candidates AS (
  SELECT x.fact_id, x.action_date, x.target_programme, x.package, x.entity_type, x.added_count, x.basis, x.bound, x.source_id,
         coalesce(x.package, CAST(x.action_date AS VARCHAR)) AS listing,
         list_position(['counted_in_legal_text', 'published', 'survivors_only'], x.basis) AS place,
         row_number() OVER (
           PARTITION BY coalesce(x.package, CAST(x.action_date AS VARCHAR)), x.target_programme, x.entity_type, x.basis
           ORDER BY (x.quality = 'low'), s.publisher_rank, x.published_on DESC, x.fact_id) AS rank_in_basis
  FROM sanctions_actions x JOIN sources s USING (source_id)
  WHERE x.issuer = 'eu_council' AND x.basis IN ('counted_in_legal_text', 'published', 'survivors_only')
    AND x.entity_type IN ('entity', 'individual', 'vessel') AND x.bound <> 'upper')
SELECT * EXCLUDE (listing, place, rank_in_basis)
FROM candidates
QUALIFY place = min(place) OVER (PARTITION BY listing, target_programme, entity_type)
  AND (basis <> 'published' OR rank_in_basis = 1);

-- EU listings with the ones each gives way to once they are known: a better place, or a better publisher of the same one.
CREATE VIEW sanctions_eu_sightings AS
WITH candidates AS (
  SELECT x.*, coalesce(x.package, CAST(x.action_date AS VARCHAR)) AS listing, s.publisher_rank,
         list_position(['counted_in_legal_text', 'published', 'survivors_only'], x.basis) AS place
  FROM sanctions_actions x JOIN sources s USING (source_id)
  WHERE x.issuer = 'eu_council' AND x.basis IN ('counted_in_legal_text', 'published', 'survivors_only')
    AND x.entity_type IN ('entity', 'individual', 'vessel') AND x.bound <> 'upper'),
better AS (
  SELECT a.fact_id, list(b.fact_id ORDER BY b.fact_id) AS gives_way_to
  FROM candidates a JOIN candidates b
    ON b.listing = a.listing AND b.target_programme = a.target_programme AND b.entity_type = a.entity_type
  WHERE b.place < a.place OR (b.place = a.place AND a.basis = 'published'
    AND (b.quality = 'low', b.publisher_rank, a.published_on, b.fact_id)
      < (a.quality = 'low', a.publisher_rank, b.published_on, a.fact_id))
  GROUP BY a.fact_id)
SELECT c.fact_id, c.action_date, c.target_programme, c.package, c.entity_type, c.added_count, c.basis, c.published_on,
       coalesce(b.gives_way_to, CAST([] AS VARCHAR[])) AS gives_way_to
FROM candidates c LEFT JOIN better b USING (fact_id);

-- Numbered EU packages: first day, asset-freeze listings, vessels and end users, each from the best source.
CREATE VIEW sanctions_eu_packages AS
SELECT CAST(package AS INTEGER) AS package, min(action_date) AS adopted_on,
       CAST(sum(added_count) FILTER (target_programme = 'eu_269_2014' AND entity_type = 'individual') AS BIGINT) AS individuals_count,
       CAST(sum(added_count) FILTER (target_programme = 'eu_269_2014' AND entity_type = 'entity') AS BIGINT) AS entities_count,
       CAST(sum(added_count) FILTER (target_programme = 'eu_833_2014_annex_xlii') AS BIGINT) AS vessels_count,
       CAST(sum(added_count) FILTER (target_programme = 'eu_833_2014_annex_iv') AS BIGINT) AS end_users_count,
       bool_or(basis = 'survivors_only') AS has_lower_bounds,
       arg_min(fact_id, (action_date, fact_id)) AS fact_id, list(fact_id ORDER BY fact_id) AS fact_ids
FROM sanctions_eu_listings
WHERE package IS NOT NULL
GROUP BY package;

-- Totals that may feed a series: exact, dated, not low.
CREATE VIEW sanctions_totals_usable AS
SELECT * FROM sanctions_totals
WHERE date_precision <> 'no_later_than' AND quality <> 'low' AND bound = 'exact';

-- Dated entries for the chronology of a quarter: additions of one issuer in one package or on one day, from its best basis.
CREATE VIEW sanctions_chronology AS
WITH ranked AS (
  SELECT x.*, coalesce(x.package, CAST(x.action_date AS VARCHAR)) AS listing,
         list_position(['published', 'counted_in_legal_text', 'computed_from_lists', 'announced', 'survivors_only'], x.basis) AS place
  FROM sanctions_actions x
  WHERE x.quality <> 'low' AND x.date_precision = 'day' AND (x.added_count > 0 OR x.removed_count > 0)),
best AS (SELECT * FROM ranked QUALIFY place = min(place) OVER (PARTITION BY issuer, listing)),
parts AS (SELECT * FROM best
  QUALIFY entity_type <> 'all' OR count(*) FILTER (entity_type <> 'all') OVER (PARTITION BY issuer, listing, target_programme) = 0),
told AS (
  SELECT issuer, listing, min(action_date) AS day, min(package) AS package, min(basis) AS basis, min(fact_id) AS fact_id,
         sum(coalesce(added_count, 0)) AS added_count,
         string_agg(
           concat_ws(', ',
             CASE WHEN added_count > 0 THEN CASE bound WHEN 'lower' THEN 'at least ' WHEN 'upper' THEN 'at most ' WHEN 'approximate' THEN 'about ' ELSE '' END
               || added_count || ' '
               || CASE entity_type WHEN 'all' THEN if(added_count = 1, 'entry', 'entries') WHEN 'entity' THEN if(added_count = 1, 'entity', 'entities')
                    WHEN 'individual' THEN if(added_count = 1, 'individual', 'individuals') WHEN 'vessel' THEN if(added_count = 1, 'vessel', 'vessels')
                    ELSE replace(entity_type, '_', ' ') END
               || ' added' END,
             CASE WHEN removed_count > 0 THEN removed_count || ' removed' || if(added_count > 0, '', ' (' || replace(entity_type, '_', ' ') || ')') END),
           ', ' ORDER BY entity_type, fact_id)
         || CASE target_programme
              WHEN 'RUSSIA-UNION' THEN '' WHEN 'RUSSIA-EO14024' THEN ' (Executive Order 14024)'
              WHEN 'eu_269_2014' THEN ' (asset freezes)' WHEN 'eu_2024_1485' THEN ' (asset freezes, repression in Russia)'
              WHEN 'eu_2024_2642' THEN ' (asset freezes, hybrid threats)' WHEN 'eu_833_2014_annex_iv' THEN ' (export controls)'
              WHEN 'eu_833_2014_annex_xlii' THEN ' (port-access ban)' WHEN 'us_entity_list_russia' THEN ' (Entity List)'
              WHEN 'us_general_licence_russia' THEN ' (general licences)' WHEN 'uk_russia_regime' THEN ''
              WHEN 'rus_stop_list_us_citizens' THEN ' (barred from entering Russia)'
              WHEN 'rus_terrorists_and_extremists_list' THEN ' (list of terrorists and extremists)'
              ELSE ' (' || replace(target_programme, '_', ' ') || ')' END AS what,
         target_programme
  FROM parts GROUP BY issuer, listing, target_programme)
SELECT min(day) AS day,
       CASE WHEN sum(coalesce(added_count, 0)) >= 100 THEN 1 WHEN sum(coalesce(added_count, 0)) >= 20 THEN 2 ELSE 3 END AS weight,
       CASE issuer WHEN 'us_ofac' THEN 'US Treasury (OFAC)' WHEN 'us_ofac_and_state' THEN 'US Treasury and State' WHEN 'us_state' THEN 'US State Department'
         WHEN 'us_bis' THEN 'US Commerce (BIS)' WHEN 'eu_council' THEN 'EU Council' WHEN 'uk_fcdo' THEN 'United Kingdom (FCDO)'
         WHEN 'rus_mfa' THEN 'Russian Foreign Ministry' WHEN 'rus_rosfinmonitoring' THEN 'Rosfinmonitoring' ELSE issuer END
       || coalesce(', package ' || min(package), '') || ': '
       || string_agg(what, '; ' ORDER BY target_programme)
       || CASE min(basis) WHEN 'announced' THEN ' (announced)' WHEN 'survivors_only' THEN ', counted from those still listed later' ELSE '' END AS what,
       min(fact_id) AS fact_id
FROM told
GROUP BY issuer, listing;
