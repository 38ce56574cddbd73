-- Dollar figures that may feed a series: not seasonally adjusted, and totals as printed (the UN Comtrade rows are sums
-- of chapters made by this collection, a second look only). Every edition of every source is a row.
CREATE VIEW trade_usable AS
SELECT v.fact_id, v.reporter, v.partner, v.flow, v.freq, v.period,
       CAST(v.period || CASE v.freq WHEN 'A' THEN '-01-01' ELSE '-01' END AS DATE) AS period_date,
       v.valuation, v.vintage, v.value_usd_mn, v.published_on, v.quality, s.publisher, s.publisher_rank
FROM trade_volumes v JOIN sources s USING (source_id)
WHERE v.adjustment = 'nsa' AND s.publisher <> 'UN Comtrade';

-- Euro figures that may feed a series: not seasonally adjusted, no large member state missing from the sum.
CREATE VIEW trade_usable_eur AS
SELECT fact_id, reporter, partner, flow, freq, period,
       CAST(period || CASE freq WHEN 'A' THEN '-01-01' ELSE '-01' END AS DATE) AS period_date,
       valuation, completeness, value_eur_mn, source_id
FROM trade_volumes_eur
WHERE adjustment = 'nsa' AND completeness <> 'incomplete';

-- Turnover or balance of a whole calendar year, where only that was seen; year-to-date figures are never years.
CREATE VIEW trade_whole_years AS
SELECT fact_id, reporter, partner, flow, period_start AS period_date, value_usd_mn, value_eur_mn, source_id
FROM trade_cumulative
WHERE month(period_start) = 1 AND month(period_end) = 12 AND flow IN ('turnover', 'balance');

-- Trade of two countries in the Correlates of War data: what each imported from the other.
CREATE VIEW trade_cow_pairs AS
SELECT a.period_date, a.reporter AS first_area, a.partner AS second_area,
       a.value_usd_mn + b.value_usd_mn AS value_usd_mn, [a.fact_id, b.fact_id] AS fact_ids
FROM trade_usable a JOIN trade_usable b
  ON b.reporter = a.partner AND b.partner = a.reporter AND b.flow = a.flow AND b.period_date = a.period_date
 AND b.publisher = a.publisher
WHERE a.publisher = 'Correlates of War' AND a.flow = 'import' AND a.freq = 'A' AND b.freq = 'A' AND a.reporter < a.partner;

-- Russia's trade with the world in the Correlates of War data.
CREATE VIEW trade_cow_russia AS
SELECT e.period_date, e.value_usd_mn + i.value_usd_mn AS value_usd_mn, [e.fact_id, i.fact_id] AS fact_ids
FROM trade_usable e JOIN trade_usable i
  ON i.reporter = e.reporter AND i.partner = e.partner AND i.period_date = e.period_date AND i.publisher = e.publisher
WHERE e.publisher = 'Correlates of War' AND e.reporter = 'RUS' AND e.partner = 'WLD' AND e.freq = 'A' AND i.freq = 'A'
  AND e.flow = 'export' AND i.flow = 'import';

-- Parts of a year in Russian customs figures: trade with the USA and with the world over the same months.
CREATE VIEW trade_russia_part_years AS
WITH flows AS (
  SELECT partner, period_start, period_end, source_id, value_usd_mn, [fact_id] AS fact_ids
  FROM trade_cumulative WHERE reporter = 'RUS' AND flow = 'turnover'
  UNION ALL
  SELECT e.partner, e.period_start, e.period_end, e.source_id, e.value_usd_mn + i.value_usd_mn, [e.fact_id, i.fact_id]
  FROM trade_cumulative e JOIN trade_cumulative i USING (reporter, partner, period_start, period_end, source_id)
  WHERE e.reporter = 'RUS' AND e.flow = 'export' AND i.flow = 'import' AND NOT EXISTS (
    FROM trade_cumulative t WHERE t.flow = 'turnover' AND t.reporter = e.reporter AND t.partner = e.partner
      AND t.period_start = e.period_start AND t.period_end = e.period_end AND t.source_id = e.source_id))
SELECT u.period_start, u.period_end, u.value_usd_mn AS usa_usd_mn, w.value_usd_mn AS world_usd_mn,
       list_concat(u.fact_ids, w.fact_ids) AS fact_ids
FROM flows u JOIN flows w USING (period_start, period_end, source_id)
WHERE u.partner = 'USA' AND w.partner = 'WLD' AND u.value_usd_mn IS NOT NULL AND w.value_usd_mn IS NOT NULL;

-- The best US-reported figure of each month with Russia.
CREATE VIEW trade_us_months AS
SELECT fact_id, flow, period_date, value_usd_mn
FROM trade_usable
WHERE reporter = 'USA' AND partner = 'RUS' AND freq = 'M' AND valuation IN ('fas', 'customs')
QUALIFY row_number() OVER (PARTITION BY flow, period_date
                           ORDER BY quality = 'low', publisher_rank, published_on DESC, fact_id) = 1;

-- The same goods as counted by each side over the same months. The two are compared, never averaged. Correlates of War
-- is left out: its figures may be the partner's.
CREATE VIEW trade_mirror AS
WITH russian AS (
  SELECT v.fact_id, v.flow, CAST(v.period || '-01-01' AS DATE) AS span_start, CAST(v.period || '-12-31' AS DATE) AS span_end,
         v.value_usd_mn
  FROM trade_volumes v JOIN sources s USING (source_id)
  WHERE v.reporter = 'RUS' AND v.partner = 'USA' AND v.freq = 'A' AND s.publisher <> 'Correlates of War'
  QUALIFY row_number() OVER (PARTITION BY v.flow, v.period
                             ORDER BY v.quality = 'low', s.publisher_rank, v.published_on DESC, v.fact_id) = 1
  UNION ALL
  SELECT fact_id, flow, period_start, period_end, value_usd_mn
  FROM trade_cumulative WHERE reporter = 'RUS' AND partner = 'USA' AND flow IN ('export', 'import'))
SELECT r.fact_id, r.span_start, r.span_end, r.flow AS russian_flow, r.value_usd_mn AS russia_usd_mn,
       CAST(sum(CAST(m.value_usd_mn AS DECIMAL(38, 8))) AS DOUBLE) AS usa_usd_mn, list(m.fact_id ORDER BY m.fact_id) AS usa_fact_ids
FROM russian r JOIN trade_us_months m
  ON m.flow <> r.flow AND m.period_date BETWEEN r.span_start AND r.span_end
GROUP BY ALL
HAVING count(*) = datediff('month', r.span_start, r.span_end) + 1;
