// From an answer about areas to what is seen: the look of each, the legend with the number of areas in each
// look, values and intervals in words. The colours are chosen as src/map/legend.c chooses them, so page and
// pictures are the same.
import { el } from './dom.js';
import { groupName, measure, number, percent, signed, t } from './i18n.js';

const CLASSES = ['mixed', 'undetermined', 'concentrated'];
const CLASS_OF_LETTER = { m: 'mixed', u: 'undetermined', c: 'concentrated' };
const isNumber = value => typeof value === 'number';

/** Which of the thresholds of an answer is asked for; -1: the classes that hold. */
const thresholdAt = ({ thresholds }, threshold) =>
    threshold === null ? -1 : (thresholds ?? []).findIndex(each => Math.abs(each - threshold) < 0.001);

/** The class of an area that holds, or would hold at another threshold: a word, or null. */
export function classOf(unit, data, threshold) {
    const k = thresholdAt(data, threshold);
    return k < 0 ? unit.class : (CLASS_OF_LETTER[unit.what_if?.[k]] ?? null);
}

/** How values of an answer are written: shares in percent, changes with their sign. */
export function writing({ index, since }) {
    const share = index?.id === 'share',
        scale = share ? 100 : 1;
    const write = (value, decimals) =>
        since ? signed(value, decimals) : share ? percent(value / 100, decimals) : number(value, decimals);
    const usual = value => (share ? 1 : Math.abs(value) < 10 ? 3 : 1);
    return {
        scale,
        unit: share ? (since ? t('percentage points') : '%') : '',
        limit: (value, decimals) => (since ? signed : number)(value, decimals),
        value: value => write(value * scale, usual(value)),
        interval: ends => rangeText(...ends.map(end => write(end * scale, usual(end))), since),
    };
}

/** "2.1 – 6.2"; with signs "−5 to −2". */
const rangeText = (from, to, hasSigns) => (hasSigns ? t('{from} to {to}', { from, to }) : `${from} – ${to}`);

/** {heading, explanation, entries: [{look, label, count}], notes, look(unit)}. */
export const legendOf = (data, threshold) => (data.index ? valueLegend(data) : classLegend(data, threshold));

/* --- classes ---------------------------------------------------------------------------------------------- */

function classLegend(data, threshold) {
    const { units, policy } = data;
    const lookOf = unit => {
        const name = classOf(unit, data, threshold);
        return name ? `class-${name}` : unit.persons === 0 ? 'class-none' : 'withheld';
    };
    const colors = CLASSES.map(name => ({ look: `class-${name}`, label: t(name) }));
    return {
        heading:
            thresholdAt(data, threshold) < 0
                ? t('Classes under policy {policy}', { policy: `${policy.name} ${policy.version}` })
                : t('Classes if the threshold were {threshold}', { threshold: measure(threshold) }),
        explanation: '',
        ...counted(units, lookOf, colors, 'class-none', t('no people or no counts')),
    };
}

/* --- values ------------------------------------------------------------------------------------------------- */

function valueLegend(data) {
    const { index, breaks, units, center, since } = data;
    const n = (breaks?.length ?? 1) - 1,
        inner = breaks?.slice(1, -1) ?? [],
        write = writing(data);
    const classOfValue = value => inner.filter(limit => value >= limit).length;
    const look = colorsFor(data, n, classOfValue);
    const lookOf = unit => {
        if (!isNumber(unit.value) || n < 1) return unit.withheld ? 'withheld' : 'no-value';
        return look(classOfValue(unit.value)) + (unit.uncertain ? ' uncertain' : '');
    };
    const labels = limitLabels(data, n, write);
    const colors = Array.from({ length: n }, (_, k) => ({ look: look(k), label: labels[k] }));
    const name = [index.name, index.group && groupName(index.group)].filter(Boolean).join(', ');
    return {
        heading: [since ? t('Change: {index}', { index: name }) : name, write.unit && `(${write.unit})`]
            .filter(Boolean)
            .join(' '),
        explanation: since
            ? t('0: as before')
            : isNumber(center)
              ? index.id === 'share'
                  ? t('whole city: {value}', { value: write.value(center) })
                  : t('1: as in the whole city')
              : '',
        ...counted(units, lookOf, colors, 'no-value', t('no value')),
    };
}

/** The class that holds the centre is pale, and the shades go outwards from it; one ramp when that would be the highest
    class, or the concentrations would be pale (as src/map/legend.c does). */
function colorsFor({ breaks, breaks_open: open, center, since }, n, classOfValue) {
    if (!isNumber(center) || (!since && n > 1 && classOfValue(center) === n - 1))
        return k => `ramp-${n}-${k}`;
    if (!open && center < breaks[0]) return k => `above-${n}-${k}`;
    if (!open && center > breaks[n]) return k => `below-${n}-${n - 1 - k}`;
    const middle = classOfValue(center);
    return k =>
        k === middle
            ? 'center'
            : k < middle
              ? `below-${middle}-${middle - 1 - k}`
              : `above-${n - 1 - middle}-${k - middle - 1}`;
}

/** "2.1 to 6.2", "under 0.5": limits have the digits they need, the ends as many as the limits. */
function limitLabels({ breaks, breaks_open: open, since }, n, { scale, limit: write }) {
    const printed = (breaks ?? []).map(value => value * scale);
    const inner = printed.slice(1, -1);
    const decimals = inner.length ? Math.max(...inner.map(decimalsOf)) : 2;
    const text = printed.map((value, k) => write(value, k === 0 || k === n ? decimals : decimalsOf(value)));
    return Array.from({ length: n }, (_, k) => {
        if (open && n > 1 && k === 0) return t('under {limit}', { limit: text[1] });
        if (open && n > 1 && k === n - 1) return t('{limit} and over', { limit: text[k] });
        return text[k] === text[k + 1] ? text[k] : rangeText(text[k], text[k + 1], since);
    });
}

function decimalsOf(value) {
    for (let places = 0; places < 6; places++)
        if (Math.abs(value * 10 ** places - Math.round(value * 10 ** places)) < 1e-6) return places;
    return 6;
}

/* --- both --------------------------------------------------------------------------------------------------- */

/** Rows of the legend: the colours, then what is hatched, as far as there is any of it. */
function counted(units, lookOf, colors, none, noneLabel) {
    const counts = new Map();
    let uncertain = 0;
    for (const unit of units) {
        const [look, hatched] = lookOf(unit).split(' ');
        counts.set(look, (counts.get(look) ?? 0) + 1);
        uncertain += Boolean(hatched);
    }
    const withheld = counts.get('withheld') ?? 0;
    const entries = colors.map(entry => ({ ...entry, count: counts.get(entry.look) ?? 0 }));
    const middle = colors[colors.length >> 1]?.look;
    if (uncertain)
        entries.push({ look: `${middle} uncertain`, label: t('uncertain'), count: uncertain, also: true });
    if (withheld) entries.push({ look: 'withheld', label: t('withheld: small numbers'), count: withheld });
    if (counts.get(none)) entries.push({ look: none, label: noneLabel, count: counts.get(none) });
    return { entries, look: lookOf, uncertain, withheld };
}

/** One row of a legend, with the canvas that swatches are painted on. */
export const legendEntry = ({ look, label, count, also }) =>
    el(
        'li',
        also ? { 'data-also': 'yes' } : {},
        el('canvas', { class: 'swatch', 'data-look': look, 'aria-hidden': 'true' }),
        el('span', { class: 'legend__label' }, label),
        el('span', { class: 'legend__count' }, t('areas: {n}', { n: number(count) })),
    );
