// Other counts for the demonstration city, so that there is something to compare: node more_counts.mjs FOLDER N OUT
// writes OUT/block.csv and OUT/district.csv. In every fourth block N * 15 more persons of the group FOREIGN live, and in
// every fifth N * 10 more of RESETTLER; districts are the sums of their blocks.
import { readFile, writeFile } from 'node:fs/promises';

const [, , folder, n, out] = process.argv;
const GROUPS = ['INHAB', 'RESETTLER', 'FOREIGN', 'OTHER'];

/** The rows of a dBASE table as objects of text. */
async function readDbf(path) {
    const bytes = await readFile(path),
        [rows, header, length] = [bytes.readUInt32LE(4), bytes.readUInt16LE(8), bytes.readUInt16LE(10)];
    const fields = [];
    for (let at = 32, start = 1; bytes[at] !== 0x0d; start += bytes[at + 16], at += 32)
        fields.push({ name: bytes.toString('latin1', at, at + 11).replace(/\0.*/, ''), start, size: bytes[at + 16] });
    return Array.from({ length: rows }, (_, row) => {
        const text = ({ start, size }) => bytes.toString('utf8', header + row * length + start, header + row * length + start + size);
        return Object.fromEntries(fields.map(field => [field.name, text(field).trim()]));
    });
}

const blocks = await readDbf(`${folder}/blocks.dbf`);
const districts = new Map();
const lines = blocks.map((block, i) => {
    const more = { FOREIGN: i % 4 ? 0 : n * 15, RESETTLER: i % 5 ? 0 : n * 10 };
    const counts = Object.fromEntries(GROUPS.map(group => [group, Number(block[group]) + (more[group] ?? 0)]));
    counts.INHAB += more.FOREIGN + more.RESETTLER;
    const sum = districts.get(block.DISTRICT) ?? Object.fromEntries(GROUPS.map(group => [group, 0]));
    for (const group of GROUPS) sum[group] += counts[group];
    districts.set(block.DISTRICT, sum);
    return [block.BLOCK, counts];
});

for (const [level, rows] of [
    ['block', lines],
    ['district', [...districts]],
])
    await writeFile(
        `${out}/${level}.csv`,
        ['nr,' + GROUPS, ...rows.map(([id, counts]) => [id, ...GROUPS.map(group => counts[group])])].join('\n') + '\n',
    );
