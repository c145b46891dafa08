// The working group's view: one measure of all areas as a map, its legend with the number of areas in each
// class, the same data as a table, and the indices of the city. Reads published data only.
import * as api from './api.js';
import { byId, el, svg } from './dom.js';
import { groupName, number, t } from './i18n.js';
import { AreaMap } from './map.js';
import { UnitTable, indexTable, showValue } from './tables.js';

const CLASSES = ['mixed', 'undetermined', 'concentrated'];
const CLASS_MEASURE = 'classes';
/* With fewer classes than five, the colours stay as far apart as they can. */
const RAMP = { 1: [2], 2: [1, 3], 3: [0, 2, 4], 4: [0, 1, 3, 4], 5: [0, 1, 2, 3, 4] };

export class WorkingGroup {
    constructor({ onerror, onanswer }) {
        this.onerror = onerror;
        this.onanswer = onanswer;
        this.map = new AreaMap(byId('area-map'));
        this.table = new UnitTable(byId('unit-table'), unit => this.#select(unit, 'table'));
        byId('map-controls').addEventListener('change', () => this.#load());
        byId('download').addEventListener('click', event => {
            event.preventDefault();
            this.#download();
        });
    }

    /** Shows a city, or the same one read anew; what was chosen stays chosen where it can. */
    async open(city) {
        if (city === this.city) return;
        this.city = city;
        this.map.setLabel(t('Map of the areas'));
        options(
            byId('level'),
            city.levels.map(({ name, units }) => [name, `${t(name)} (${number(units)})`]),
        );
        options(byId('measure'), [
            [CLASS_MEASURE, t('Classes')],
            ...city.local_indices.map(({ id, name }) => [id, name]),
        ]);
        options(
            byId('group'),
            city.groups.map(group => [group, groupName(group)]),
        );
        await this.#load();
    }

    #choice() {
        const [level, measure, group] = ['level', 'measure', 'group'].map(id => byId(id).value);
        const entry = this.city.local_indices.find(({ id }) => id === measure);
        const query = !entry ? {} : entry.takes_group ? { index: measure, group } : { index: measure };
        return { level, measure, group, query };
    }

    async #load() {
        const choice = this.#choice(),
            asked = (this.asked = {});
        byId('working-group').setAttribute('aria-busy', 'true');
        try {
            const [borders, data, global] = await Promise.all([
                api.geometry(this.city, choice.level),
                api.units(this.city.id, choice.level, choice.query),
                api.indices(this.city.id, choice.level),
            ]);
            if (asked === this.asked) this.#show(choice, borders, data, global);
        } catch (error) {
            this.onerror(error, () => this.#load());
        } finally {
            if (asked === this.asked) byId('working-group').removeAttribute('aria-busy');
        }
    }

    #show({ level, group }, borders, data, global) {
        this.onanswer(data);
        const byUnit = new Map(data.units.map(unit => [unit.unit_id, unit]));
        const legend = data.index ? indexLegend(data) : classLegend(data);
        const heading = data.index
            ? [data.index.name, data.index.group && groupName(data.index.group)].filter(Boolean).join(', ')
            : t('Classes under policy {policy}', { policy: `${data.policy.name} ${data.policy.version}` });
        const look = id => legend.look(byUnit.get(id));
        this.map.paint(look);
        if (this.drawn !== borders) {
            this.map.setAreas(borders, {
                onpick: id => this.#select(id, 'map'),
                describe: id => this.describe(id),
            });
            this.drawn = borders;
        }
        this.describe = id => describe(byUnit.get(id), data.index);
        byId('area-legend-title').textContent = heading;
        byId('area-legend').replaceChildren(...legend.entries.map(legendEntry));
        byId('area-reading').textContent = data.index?.reading ?? '';
        this.table.show(data, `${heading}: ${t(level)}`);
        this.#select(byUnit.has(this.selected) ? this.selected : null);
        byId('group-status').textContent = t('Map and table show: {what}', { what: heading });
        byId('indices-note').textContent = t(
            'Level: {level}. Group: {group}. Then the indices of all groups together.',
            { level: t(level), group: groupName(group) },
        );
        byId('index-table').replaceChildren(indexTable(global.results, this.city.indices, group));
    }

    #select(unit, from) {
        this.selected = unit;
        this.map.highlight(unit);
        this.table.mark(unit);
        if (from === 'map') this.table.bringIntoView(unit);
    }

    async #download() {
        const { level, measure, query } = this.#choice();
        const name = query.index ?? CLASS_MEASURE;
        try {
            const file = await api.picture(this.city.id, name, {
                level,
                ...(query.group && { group: query.group }),
            });
            const address = URL.createObjectURL(file);
            el('a', { href: address, download: `${this.city.id}-${level}-${measure}.svg` }).click();
            setTimeout(() => URL.revokeObjectURL(address), 10000);
        } catch (error) {
            this.onerror(error, () => this.#download());
        }
    }
}

function options(select, pairs) {
    const { value } = select;
    select.replaceChildren(...pairs.map(([id, label]) => el('option', { value: id }, label)));
    if (pairs.some(([id]) => id === value)) select.value = value;
}

function classLegend({ units }) {
    const count = name => units.filter(unit => unit.class === name).length;
    const without = units.filter(unit => !CLASSES.includes(unit.class)).length;
    return {
        look: unit => `area--class-${unit?.class ?? 'none'}`,
        entries: [
            ...CLASSES.map(name => ({ look: `area--class-${name}`, label: t(name), count: count(name) })),
            ...(without ? [{ look: 'area--class-none', label: t('no value'), count: without }] : []),
        ],
    };
}

/** Class k holds breaks[k] <= value < breaks[k + 1], the last one its upper end too, as in the service's maps. */
function indexLegend({ index, breaks, units }) {
    const n = (breaks?.length ?? 1) - 1;
    /* Two colours need a middle: the quotient's 1, in the middle class. */
    const aroundOne = index.id === 'location_quotient' && n === 5 && breaks[2] <= 1 && breaks[3] > 1;
    const ramp = aroundOne ? 'diverging' : 'ramp';
    const classOf = value => Math.max(0, breaks.slice(1, -1).filter(limit => value >= limit).length);
    const look = unit =>
        typeof unit?.value === 'number' && n > 0
            ? `area--${ramp}-${RAMP[n][classOf(unit.value)]}`
            : 'area--no-value';
    const count = className => units.filter(unit => look(unit) === className).length;
    const entries = Array.from({ length: n }, (_, k) => ({
        look: `area--${ramp}-${RAMP[n][k]}`,
        label: t('{low} to {high}', {
            low: showValue(index.id, breaks[k]),
            high: showValue(index.id, breaks[k + 1]),
        }),
    }));
    entries.push({ look: 'area--no-value', label: t('no value') });
    return { look, entries: entries.map(entry => ({ ...entry, count: count(entry.look) })) };
}

const legendEntry = ({ look, label, count }) =>
    el(
        'li',
        {},
        svg(
            'svg',
            { class: 'swatch', 'aria-hidden': 'true' },
            svg('rect', { class: `area ${look}`, width: '100%', height: '100%' }),
        ),
        el('span', { class: 'legend__label' }, label),
        el('span', { class: 'legend__count' }, t('areas: {n}', { n: number(count) })),
    );

function describe(unit, index) {
    if (!unit) return null;
    const value =
        index &&
        (typeof unit.value === 'number' ? showValue(index.id, unit.value) : (unit.reason ?? t('no value')));
    return [unit.name, value, unit.class_text].filter(Boolean).join(': ');
}
