-- Every cell of role, table and right, as privileges.tsv has it; where a right is of some columns (a small letter),
-- these columns, as columns.tsv has them.
BEGIN;
CREATE TEMPORARY TABLE lines (number serial, line text);
\copy lines (line) FROM 'privileges.tsv' WITH (FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02')
CREATE TEMPORARY TABLE wanted AS
SELECT row[1] AS relation, header[place] AS role, row[place] AS cell
FROM (SELECT pg_catalog.string_to_array(line, E'\t') AS header FROM lines WHERE number = 1) AS first,
     (SELECT pg_catalog.string_to_array(line, E'\t') AS row FROM lines WHERE number > 1) AS rest,
     pg_catalog.generate_series(2, pg_catalog.cardinality(header)) AS place;
SELECT plan((SELECT pg_catalog.count(*)::integer FROM wanted) + 4);
CREATE TEMPORARY TABLE wanted_columns (relation text, role text, right_name text, columns text);
\copy wanted_columns FROM 'columns.tsv'
SELECT set_eq('SELECT relation, role, right_name, columns FROM tap.columns', 'TABLE wanted_columns',
              'rights of columns are of these columns');
SELECT is(cells.cell, wanted.cell, wanted.role || ' on ' || wanted.relation)
FROM wanted LEFT JOIN tap.cells USING (relation, role) ORDER BY wanted.relation, cells.place;
SELECT is_empty('SELECT relation, role FROM tap.cells EXCEPT SELECT relation, role FROM wanted',
                'every table and role is in privileges.tsv');
SELECT is((SELECT pg_catalog.count(DISTINCT role)::integer FROM wanted), (SELECT pg_catalog.count(*)::integer FROM tap.roles),
          'and every role has its column');
GRANT DELETE ON xenia.households TO xenia_coordinator;
SELECT isnt((SELECT cell FROM tap.cells WHERE relation = 'xenia.households' AND role = 'coordinator'),
            (SELECT cell FROM wanted WHERE relation = 'xenia.households' AND role = 'coordinator'),
            'one right more is found');
SELECT * FROM finish();
ROLLBACK;
