// The table of areas: the same data as the map beside it, sortable, and as text for a spreadsheet.
import { badge, el } from './dom.js';
import { byName, groupName, percent, t } from './i18n.js';
import { classOf, writing } from './legend.js';

const ORDER = { mixed: 0, undetermined: 1, concentrated: 2 };
const ROWS_AT_ONCE = 200; // more than a window shows; the others follow when the page has time
const isNumber = value => typeof value === 'number';

/* A column: {id, label, numeric, key(unit) to sort by, text(unit) to copy, cell(unit) to show (else the text)}. */

const nameColumn = () => ({ id: 'name', label: t('Area'), key: unit => unit.name, text: unit => unit.name });

function classColumn(data, threshold, { id = 'class', label = t('Class') } = {}) {
    const name = unit => classOf(unit, data, threshold);
    const text = unit =>
        name(unit) ? t(name(unit)) : (unit.what_if_reason ?? unit.class_reason ?? t('no value'));
    return {
        id,
        label,
        key: unit => ORDER[name(unit)],
        text,
        cell: unit => (name(unit) ? badge(name(unit), text(unit)) : why(text(unit))),
    };
}

const classBefore = () => ({
    id: 'before',
    label: t('Class then'),
    key: unit => ORDER[unit.class_before],
    text: unit => (unit.class_before ? t(unit.class_before) : t('no value')),
    cell: unit => (unit.class_before ? badge(unit.class_before, t(unit.class_before)) : why(t('no value'))),
});

const why = text => el('span', { class: 'no-value' }, text);

/** A value and how sure it is; without a value, why there is none. */
function valueColumns(data, { id = 'value', label = data.index.name } = {}) {
    const write = writing(data);
    const value = unit =>
        isNumber(unit.value)
            ? write.value(unit.value)
            : unit.withheld
              ? t('withheld: small numbers')
              : (unit.reason ?? t('no value'));
    return [
        {
            id,
            label: data.since
                ? [t('Change of value'), write.unit && `(${write.unit})`].filter(Boolean).join(' ')
                : label,
            numeric: true,
            key: unit => unit.value,
            text: value,
            cell: unit => (isNumber(unit.value) ? value(unit) : why(value(unit))),
        },
        data.units.some(unit => unit.interval) && {
            id: `${id}-interval`,
            label: t('Interval (90 %)'),
            numeric: true,
            key: unit => unit.interval && unit.interval[1] - unit.interval[0],
            text: unit =>
                [unit.interval && write.interval(unit.interval), hatched(unit)].filter(Boolean).join('; '),
            cell: unit => [
                hatched(unit) && el('span', { class: 'low-n' }, hatched(unit)),
                unit.interval && write.interval(unit.interval),
            ],
        },
    ];
}

const hatched = unit => unit.uncertain && isNumber(unit.value) && t('uncertain');

/** Shares are published in bands where they are not the measure itself. */
const bandColumn = ({ share_group }) => ({
    id: 'share',
    label: [t('Share'), share_group && groupName(share_group)].filter(Boolean).join(': '),
    numeric: true,
    key: unit => unit.share_band?.[0],
    text: unit =>
        unit.share_band
            ? t('{low} to {high}', {
                  low: percent(unit.share_band[0], 0),
                  high: percent(unit.share_band[1], 0),
              })
            : t('no value'),
});

/** The columns of what is shown: one measure, its change, or two beside each other ({data, label, by}). */
export function columnsOf(shown, threshold) {
    const [first, second] = shown;
    const of = ({ data, by }, id, label) =>
        (data.index ? valueColumns(data, { id, label }) : [classColumn(data, threshold, { id, label })]).map(
            column => column && { ...column, ...through(by, column) },
        );
    if (second)
        return [
            nameColumn(),
            ...of(first, 'value', first.label),
            ...of(second, 'other', second.label),
        ].filter(Boolean);
    const { data } = first;
    return [
        nameColumn(),
        ...(data.index ? valueColumns(data) : []),
        data.since && data.units.some(unit => unit.class_before) && classBefore(),
        classColumn(data, threshold, data.since ? { label: t('Class now') } : {}),
        !data.index && data.units.some(unit => unit.share_band) && bandColumn(data),
    ].filter(Boolean);
}

/** A column of another answer, read for the units of this one; a unit that the other has not is empty. */
function through(by, { key, text, cell }) {
    if (!by) return {};
    const found = (unit, read, none) => (by.has(unit.unit_id) ? read(by.get(unit.unit_id)) : none);
    return {
        key: unit => found(unit, key, null),
        text: unit => found(unit, text, ''),
        ...(cell && { cell: unit => found(unit, cell, '') }),
    };
}

/** The table. Sorting and the marked row survive a new measure. */
export class UnitTable {
    constructor(container, onselect) {
        this.container = container;
        this.onselect = onselect;
        this.sort = { column: 'name', descending: false };
        this.marked = new Set();
    }

    show(units, columns, caption) {
        Object.assign(this, { units, columns, caption });
        if (!columns.some(({ id }) => id === this.sort.column))
            this.sort = { column: 'name', descending: false };
        this.body = el('tbody');
        this.head = el(
            'tr',
            {},
            columns.map(column => this.#header(column)),
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

    /** Marks rows; the first of them comes into view when `follow`. */
    mark(units, follow) {
        this.marked = new Set(units);
        for (const row of this.body?.rows ?? []) this.#light(row);
        if (!follow || !units.length) return;
        if (this.waiting.length) this.#addRows(Infinity);
        this.#bringIntoView(this.body.querySelector('.is-selected'));
    }

    /* Inside the table alone: the page stays where it is. */
    #bringIntoView(row) {
        if (!row) return;
        const frame = this.container.getBoundingClientRect(),
            { top, bottom } = row.getBoundingClientRect();
        if (top < frame.top + this.head.offsetHeight || bottom > frame.bottom)
            this.container.scrollTop += top - frame.top - frame.height / 2;
    }

    /** All rows as they are sorted, as a spreadsheet takes them. */
    asText() {
        const line = cells => cells.map(cell => String(cell).replace(/[\t\r\n\u00a0]/g, ' ')).join('\t');
        return [
            line(this.columns.map(({ label }) => label)),
            ...this.#sorted().map(unit => line(this.columns.map(({ text }) => text(unit)))),
        ].join('\r\n');
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

    #sorted() {
        const { column, descending } = this.sort;
        return [...this.units].sort(order(this.columns.find(({ id }) => id === column).key, descending));
    }

    #fill() {
        const { column, descending } = this.sort;
        for (const cell of this.head.cells) {
            if (cell.dataset.column === column)
                cell.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
            else cell.removeAttribute('aria-sort');
        }
        this.waiting = this.#sorted();
        this.body.replaceChildren();
        this.#addRows(ROWS_AT_ONCE);
    }

    #addRows(n) {
        this.body.append(...this.waiting.splice(0, n).map(unit => this.#row(unit)));
        if (!this.waiting.length) return;
        const filled = this.waiting;
        setTimeout(() => filled === this.waiting && this.#addRows(ROWS_AT_ONCE));
    }

    #row(unit) {
        const [, ...rest] = this.columns;
        const row = el(
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
            rest.map(({ numeric, cell, text }) =>
                el('td', { class: numeric && 'numeric' }, (cell ?? text)(unit)),
            ),
        );
        this.#light(row);
        return row;
    }

    #light(row) {
        const on = this.marked.has(row.dataset.unit);
        row.classList.toggle('is-selected', on);
        if (on && this.marked.size === 1) row.setAttribute('aria-current', 'true');
        else row.removeAttribute('aria-current');
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
