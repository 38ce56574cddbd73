-- Why a contact is not counted: not held, may repeat a better dated one that is known too, or before Russia was an independent state
CREATE VIEW contacts_not_counted AS
SELECT
    c.fact_id,
    CASE
        WHEN c.status <> 'held' THEN c.status
        WHEN b.fact_id IS NOT NULL THEN 'possible_double'
        ELSE 'before_1992'
    END AS reason
FROM contacts AS c
LEFT JOIN contacts AS b ON b.fact_id = c.possible_double_of
WHERE c.status <> 'held' OR b.fact_id IS NOT NULL OR c.counted_on < DATE '1992-01-01';

-- Contacts that count, once each: presidents apart from other heads, calls and meetings apart from mere presence at one event
CREATE VIEW contacts_counted AS
SELECT
    fact_id,
    counted_on,
    CASE
        WHEN level <> 'head_of_state' THEN level
        WHEN us_role = 'president' AND russian_role = 'president' THEN 'head_of_state'
        ELSE 'head_of_state_other'
    END AS counted_level,
    CASE
        WHEN channel IN ('phone', 'video') THEN 'call'
        WHEN channel = 'letter' THEN 'letter'
        ELSE attendance
    END AS kind,
    channel,
    us_role,
    russian_role,
    us_side,
    russian_side,
    place,
    duration_minutes,
    source_regime,
    obs_status,
    quality,
    published_on
FROM contacts
WHERE fact_id NOT IN (SELECT n.fact_id FROM contacts_not_counted AS n);

-- Calls and meetings between the two presidents
CREATE VIEW contacts_presidents AS
SELECT *
FROM contacts_counted
WHERE counted_level = 'head_of_state' AND kind IN ('call', 'meeting');

-- How long the presidents spoke: minutes recorded, with the number of contacts that have a length (n) and of all (N)
CREATE VIEW contacts_minutes AS
SELECT
    year(counted_on) AS year,
    kind,
    sum(duration_minutes) AS minutes_recorded,
    count(duration_minutes) AS contacts_timed,
    count(*) AS contacts_held,
    list(fact_id ORDER BY counted_on, fact_id) AS fact_ids
FROM contacts_presidents
GROUP BY ALL;

-- Contacts of a calendar year by level and kind, with how complete the least complete of their periods is
CREATE VIEW contacts_by_year AS
SELECT
    year(c.counted_on) AS year,
    c.counted_level,
    c.kind,
    count(*) AS contacts_held,
    arg_max(
        v.completeness,
        list_position(['complete', 'near_complete', 'lower_bound', 'sample', 'not_collected'], v.completeness)
    ) AS completeness
FROM contacts_counted AS c
JOIN contacts_coverage AS v
    ON v.level = replace(c.counted_level, '_other', '')
    AND v.channel_group = CASE WHEN c.kind IN ('call', 'letter') THEN 'remote' ELSE 'in_person' END
    AND c.counted_on >= v.from_date
    AND (v.to_date IS NULL OR c.counted_on < v.to_date)
GROUP BY ALL;

-- Dated entries for the chronology of a quarter: who met or called whom; a possible double is one contact
CREATE VIEW contacts_chronology AS
SELECT
    c.date_start AS day,
    CASE WHEN c.level = 'head_of_state' THEN 1 WHEN c.level IN ('foreign_minister', 'special_envoy', 'security_council', 'defence') THEN 2 ELSE 3 END AS weight,
    CASE c.channel
        WHEN 'phone' THEN 'Telephone call' WHEN 'video' THEN 'Video call' WHEN 'letter' THEN 'Letter'
        WHEN 'working_group' THEN 'Working group' WHEN 'delegation' THEN 'Visit' ELSE 'Meeting'
    END
    || CASE c.level
        WHEN 'head_of_state' THEN ' of the presidents' WHEN 'foreign_minister' THEN ' of the foreign ministers'
        WHEN 'special_envoy' THEN ' of special envoys' WHEN 'security_council' THEN ' of the security councils'
        WHEN 'deputy_minister' THEN ' of deputy ministers' WHEN 'agency_head' THEN ' of agency heads'
        WHEN 'legislature' THEN ' of legislators' ELSE ', ' || replace(c.level, '_', ' ')
    END
    || CASE WHEN c.status = 'held' THEN '' ELSE ' (' || replace(c.status, '_', ' ') || ')' END
    || ': ' || c.us_side || ' and ' || c.russian_side
    || coalesce(', ' || c.place, '')
    || coalesce(', ' || c.duration_minutes || ' minutes', '')
    || CASE c.date_precision
        WHEN 'day' THEN '' WHEN 'range' THEN ' (a stay of several days)' WHEN 'month' THEN ' (in this month, day not known)'
        ELSE ' (about this day)'
    END AS what,
    c.fact_id
FROM contacts AS c
LEFT JOIN contacts AS b ON b.fact_id = c.possible_double_of
WHERE b.fact_id IS NULL;
