// The two tables of the working group's view: the areas (the same data as the map, sortable) and the indices
// of the whole city.
import { badge, el } from './dom.js';
import { byName, figure, groupName, percent, t } from './i18n.js';

/** A value of an index in the reader's notation: shares as percentages, everything else as a number. */
export const showValue = (index, value) => (index === 'share' ? percent(value) : figure(value));

const ORDER = { mixed: 0, undetermined: 1, concentrated: 2 };
const isNumber = value => typeof value === 'number';

function columns({ index, units }) {
    return [
        { id: 'name', label: t('Area'), key: unit => unit.name },
        {
            id: 'class',
            label: t('Class'),
            key: unit => ORDER[unit.class],
            cell: unit =>
                unit.class
                    ? badge(unit.class, unit.class_text)
                    : el('span', { class: 'no-value' }, unit.class_reason ?? t('no value')),
        },
        index &&
            index.id !== 'share' && {
                id: 'value',
                label: index.name,
                numeric: true,
                key: unit => unit.value,
                cell: unit => (isNumber(unit.value) ? showValue(index.id, unit.value) : noValue(unit)),
            },
        (units.some(unit => unit.share_band) || index?.id === 'share') && {
            id: 'share',
            label: t('Share'),
            numeric: true,
            key: unit => (index?.id === 'share' ? unit.value : unit.share_band?.[0]),
            cell: unit => shareCell(unit, index),
        },
    ].filter(Boolean);
}

const noValue = unit => el('span', { class: 'no-value' }, unit.reason ?? t('no value'));

/** Shares are published in bands; the share itself only as an index that was asked for. */
function shareCell(unit, index) {
    const value = index?.id === 'share' ? unit.value : null;
    if (!isNumber(value) && !unit.share_band) return noValue(unit);
    return [
        isNumber(value) && percent(value),
        unit.share_band &&
            el(
                'span',
                { class: 'range' },
                t('{low} to {high}', {
                    low: percent(unit.share_band[0]),
                    high: percent(unit.share_band[1]),
                }),
            ),
    ];
}

/** The table of areas. Sorting and the marked row survive a new measure. */
export class UnitTable {
    constructor(container, onselect) {
        this.container = container;
        this.onselect = onselect;
        this.sort = { column: 'name', descending: false };
    }

    show(data, caption) {
        this.data = data;
        this.columns = columns(data);
        if (!this.columns.some(({ id }) => id === this.sort.column))
            this.sort = { column: 'name', descending: false };
        this.body = el('tbody');
        this.head = el(
            'tr',
            {},
            this.columns.map(column => this.#header(column)),
        );
        this.container.replaceChildren(
            el(
                'table',
                { class: 'data' },
                el('caption', { id: 'unit-caption' }, caption),
                el('thead', {}, this.head),
                this.body,
            ),
        );
        this.#fill();
    }

    mark(unit) {
        this.marked = unit;
        for (const row of this.body?.rows ?? [])
            row.classList.toggle('is-selected', row.dataset.unit === unit);
    }

    bringIntoView(unit) {
        [...this.body.rows].find(row => row.dataset.unit === unit)?.scrollIntoView({ block: 'nearest' });
    }

    #header({ id, label, numeric }) {
        return el(
            'th',
            { scope: 'col', class: numeric && 'numeric', 'data-column': id },
            el(
                'button',
                { type: 'button', class: 'sort', onclick: () => this.#sortBy(id, numeric) },
                label,
                el('span', { class: 'sort__arrow', 'aria-hidden': 'true' }),
            ),
        );
    }

    #sortBy(column, numeric) {
        const same = this.sort.column === column;
        this.sort = { column, descending: same ? !this.sort.descending : Boolean(numeric) };
        this.#fill();
    }

    #fill() {
        const { column, descending } = this.sort;
        for (const cell of this.head.cells) {
            if (cell.dataset.column === column)
                cell.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
            else cell.removeAttribute('aria-sort');
        }
        const { key } = this.columns.find(({ id }) => id === column);
        this.body.replaceChildren(
            ...[...this.data.units].sort(order(key, descending)).map(unit => this.#row(unit)),
        );
        this.mark(this.marked);
    }

    #row(unit) {
        const [, ...rest] = this.columns;
        return el(
            'tr',
            { 'data-unit': unit.unit_id },
            el(
                'th',
                { scope: 'row' },
                el(
                    'button',
                    { type: 'button', class: 'link-button', onclick: () => this.onselect(unit.unit_id) },
                    unit.name,
                ),
            ),
            rest.map(({ numeric, cell }) => el('td', { class: numeric && 'numeric' }, cell(unit))),
        );
    }
}

/** Areas without a value come last in both directions; equal ones by name. */
function order(key, descending) {
    return (a, b) => {
        const [x, y] = [key(a), key(b)],
            missing = [x, y].map(v => v === null || v === undefined);
        if (missing[0] !== missing[1]) return missing[0] ? 1 : -1;
        const difference = missing[0] ? 0 : typeof x === 'string' ? byName(x, y) : x - y;
        return (descending ? -difference : difference) || byName(a.name, b.name);
    };
}

/** The city's indices for one group, then those of the whole mix. */
export function indexTable(results, catalogue, group) {
    const about = new Map(catalogue.map(entry => [entry.id, entry]));
    const wanted = results.filter(({ form, groups }) => form === 'multigroup' || groups[0] === group);
    return el(
        'table',
        { class: 'data' },
        el('caption', { class: 'visually-hidden' }, t('Indices of the city')),
        el(
            'thead',
            {},
            el(
                'tr',
                {},
                [t('Index'), t('Value'), t('Reading')].map((label, i) =>
                    el('th', { scope: 'col', class: i === 1 && 'numeric' }, label),
                ),
            ),
        ),
        el(
            'tbody',
            {},
            wanted.map(result => indexRow(result, about.get(result.id))),
        ),
    );
}

function indexRow({ id, name, form, groups, parameters, value, reason }, entry) {
    const about = form === 'multigroup' ? t('all groups') : groups.map(groupName).join(' / ');
    const settings = Object.entries(parameters ?? {}).map(([key, text]) => `${key} = ${text}`);
    const shown = isNumber(value)
        ? showValue(id, value)
        : el('span', { class: 'no-value' }, reason ?? t('no value'));
    return el(
        'tr',
        { 'data-index': id },
        el('th', { scope: 'row' }, name, el('span', { class: 'about' }, [about, ...settings].join(', '))),
        el('td', { class: 'numeric' }, shown),
        el('td', { class: 'reading' }, entry?.reading, entry && definition(entry)),
    );
}

const definition = ({ formula, range }) =>
    el(
        'details',
        {},
        el('summary', {}, t('Formula and range')),
        el('p', { class: 'formula' }, formula),
        el('p', {}, t('Range: {range}', { range })),
    );
