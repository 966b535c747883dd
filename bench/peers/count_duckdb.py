"""Count by hand with DuckDB: every group by area and month, zero-filled, with totals. Arguments: source, target."""

import sys

import duckdb

source, target = sys.argv[1:]
con = duckdb.connect()
con.execute(
    f"""
    CREATE TABLE counted AS
    SELECT offence_group, area, date_trunc('month', recorded_on) AS month, count(*) AS n
    FROM '{source}'
    WHERE status <> 'unfounded' AND recorded_on BETWEEN DATE '2015-09-01' AND DATE '2026-01-31'
    GROUP BY ALL
    """
)
con.execute(
    f"""
    COPY (
        WITH groups AS (SELECT DISTINCT offence_group FROM counted UNION ALL SELECT NULL),
             areas AS (SELECT DISTINCT area FROM counted UNION ALL SELECT NULL),
             months AS (
                 SELECT unnest(generate_series(DATE '2015-09-01', DATE '2026-01-01', INTERVAL 1 MONTH)) AS month
                 UNION ALL SELECT NULL
             ),
             cube AS (
                 SELECT offence_group, area, month, sum(n) AS n FROM counted GROUP BY CUBE (offence_group, area, month)
             )
        SELECT g.offence_group, a.area, strftime(m.month, '%Y-%m') AS month, CAST(coalesce(n, 0) AS BIGINT) AS n
        FROM groups g CROSS JOIN areas a CROSS JOIN months m
        LEFT JOIN cube ON cube.offence_group IS NOT DISTINCT FROM g.offence_group
            AND cube.area IS NOT DISTINCT FROM a.area AND cube.month IS NOT DISTINCT FROM m.month
        ORDER BY ALL
    ) TO '{target}' (FORMAT parquet)
    """
)
