// Maps: one measure of all areas (or two beside each other, or a change), its legend, and the same data as a
// table. Everything chosen is in the address (choice.js); everything shown is published.
import { readAddress } from './address.js';
import * as api from './api.js';
import { CLASSES, Choice, METHODS } from './choice.js';
import { copyAndSay } from './copy.js';
import { byId, el } from './dom.js';
import { Finder } from './finder.js';
import { byName, groupName, levelName, number, t } from './i18n.js';
import { MapFrame } from './map_frame.js';
import { limitsFrom, writeLimits } from './manual_limits.js';
import { publicationName } from './publications.js';
import { Series } from './series.js';
import { UnitTable, columnsOf } from './tables.js';
import { Threshold } from './threshold.js';

const QUOTIENT = 'location_quotient';
const SELECTS = {
    level: 'level',
    measure: 'show',
    group: 'group',
    date: 'date',
    compare: 'compare',
    other: 'other',
    breaks: 'breaks',
};
const COMPARISON = () => ({
    date: t('with another date'),
    measure: t('with another measure'),
    change: t('change since another date'),
});
const METHOD = () => ({
    default: t('usual for this measure'),
    quantile: t('equal numbers of areas (quantiles)'),
    'fisher-jenks': t('natural breaks (Fisher-Jenks)'),
    equal: t('equal widths'),
    deviation: t('standard deviations'),
    manual: t('limits of your own'),
});

export class MapsPage {
    constructor({ onerror, onanswer }) {
        Object.assign(this, { onerror, onanswer });
        const listeners = { onpick: id => this.#select(id, 'map'), onerror };
        this.frames = [new MapFrame('area', listeners), new MapFrame('other', listeners)];
        this.table = new UnitTable(byId('unit-table'), id => this.#select(id, 'table'));
        this.finder = new Finder(byId('find-area'), byId('find-area-list'), id => this.#select(id, 'search'));
        this.threshold = new Threshold({
            onmove: value => this.#recolor(value),
            onchange: value => this.#changed({ threshold: value }, { load: false }),
        });
        this.series = new Series({
            onerror,
            onchoose: series => this.#changed({ series }, { load: false }),
        });
        for (const [id, member] of Object.entries(SELECTS))
            byId(id).addEventListener('change', event => this.#changed({ [member]: event.target.value }));
        byId('fixed').addEventListener('change', ({ target }) => this.#changed({ fixed: target.checked }));
        byId('show-quotient').addEventListener('click', () => {
            this.#changed({ show: QUOTIENT });
            byId('measure').focus();
        });
        byId('limits').addEventListener('change', () => this.#takeLimits());
        byId('map-controls').addEventListener('submit', event => event.preventDefault());
        byId('copy-table').addEventListener('click', () =>
            copyAndSay(this.table.asText(), t('The table is copied.')),
        );
    }

    heading() {
        return t('Maps of the areas');
    }

    /** Shows what the address says, of a city and its publications. */
    async open(city, publications) {
        const same = this.choice?.city === city && this.choice.publications === publications;
        if (!this.frames[0].areaMap) this.#placeFrames();
        if (!same) this.choice = new Choice(city, publications);
        this.choice.read();
        this.#showChoice();
        if (same && this.shown && this.asked === this.#key()) return this.#settleView();
        await this.#load();
    }

    #placeFrames() {
        const [first, second] = this.frames;
        byId('map-pair').append(first.figure, second.figure);
        for (const frame of this.frames) frame.start();
        first.areaMap.linkTo(second.areaMap);
        second.figure.hidden = true;
        first.areaMap.leaflet.on('moveend', () => this.#noteView());
    }

    /** The piece of the city that is shown belongs to the address. */
    #noteView() {
        if (!this.shown || this.settling) return;
        const view = this.frames[0].areaMap.view();
        if (String(view) === String(this.choice.view)) return; // moved by nobody: the address may be another one by now
        this.choice.view = view;
        if (readAddress().page === 'maps') this.choice.write(true);
    }

    /* --- what is chosen ---------------------------------------------------------------------------------------- */

    #changed(part, { load = true } = {}) {
        const { choice } = this,
            level = choice.level;
        Object.assign(choice, part);
        if (choice.breaks === 'manual' && !choice.limits.length) choice.limits = this.#limitsNow();
        choice.settle();
        if (choice.level !== level) choice.area = this.#areaOnOtherLevel(choice.area);
        choice.write(!load);
        this.#showChoice();
        if (load) this.#load();
    }

    /** What was selected stays so: a district in its blocks, a block in its district. */
    #areaOnOtherLevel(area) {
        const unit = this.frames[0].byUnit?.get(area);
        const { levels } = this.choice.city,
            index = name => levels.findIndex(level => level.name === name);
        if (!unit || index(this.choice.level) > index(this.levelShown)) return area;
        return unit.parent_id;
    }

    #limitsNow() {
        const { data } = this.shown[0];
        return data.breaks?.slice(1, -1) ?? [];
    }

    #takeLimits() {
        const limits = limitsFrom(this.shown[0].data);
        if (limits) this.#changed({ limits });
    }

    #showChoice() {
        const { choice } = this,
            { city, publications } = choice;
        const name = id => city.local_indices.find(entry => entry.id === id)?.name ?? t('Classes');
        const dated = id => [id, this.#dated(id)];
        options(
            'level',
            choice.level,
            city.levels.map(({ name: id, units }) => [id, `${levelName(id)} (${number(units)})`]),
        );
        options('measure', choice.show, [
            [CLASSES, t('Classes')],
            ...city.local_indices.map(({ id }) => [id, name(id)]),
        ]);
        options(
            'group',
            choice.group,
            city.groups.map(id => [id, groupName(id)]),
        );
        options(
            'date',
            choice.date,
            publications.map(({ id }) => dated(id)),
        );
        options('compare', choice.compare, [
            ['', t('nothing')],
            ...choice.comparisons().map(id => [id, COMPARISON()[id]]),
        ]);
        const others =
            choice.compare === 'measure'
                ? choice.otherMeasures().map(id => [id, name(id)])
                : choice.otherDates().map(dated);
        options('other', choice.other, choice.compare ? others : []);
        options(
            'breaks',
            choice.breaks,
            METHODS.map(id => [id, METHOD()[id]]),
        );
        byId('fixed').checked = choice.isFixed;
        const values = choice.show !== CLASSES;
        field('group', choice.takesGroup());
        field('other', choice.compare);
        field('breaks', values);
        field('fixed', values && choice.compare !== 'change' && publications.length > 1);
        byId('limits').hidden = choice.breaks !== 'manual' || !values;
    }

    /* --- what is shown ------------------------------------------------------------------------------------------ */

    #key() {
        return JSON.stringify(this.choice.questions());
    }

    async #load() {
        const { choice } = this,
            key = (this.asked = this.#key());
        byId('working-group').setAttribute('aria-busy', 'true');
        try {
            const questions = choice.questions();
            const [areas, answers] = await Promise.all([
                Promise.all(questions.map(({ date }) => this.#areasOf(date))),
                Promise.all(questions.map(({ measure, query }) => this.#ask(measure, query))),
            ]);
            if (key === this.asked) this.#show(areas, questions, answers);
        } catch (error) {
            if (key === this.asked) this.onerror(error, () => this.#load());
        } finally {
            if (key === this.asked) byId('working-group').removeAttribute('aria-busy');
        }
    }

    #areasOf(date) {
        const { city, level } = this.choice;
        return api.geometry(city, level, this.choice.bordersOf(date));
    }

    #ask(measure, query) {
        const index = measure === CLASSES ? { what_if: 'yes' } : { index: measure };
        return api.published(this.choice.city.id, 'units', { ...query, ...index });
    }

    #show(areas, questions, answers) {
        const { choice } = this;
        this.settling = true; // what moves the map now is not the reader
        this.levelShown = choice.level;
        this.shown = answers.map((data, i) => ({
            data,
            by: i ? new Map(data.units.map(unit => [unit.unit_id, unit])) : null,
            question: questions[i],
        }));
        this.onanswer(answers[0]);
        this.frames[1].figure.hidden = answers.length < 2;
        byId('map-pair').classList.toggle('is-pair', answers.length > 1);
        this.#orderFrames();
        this.shown.forEach((_, i) => this.#showFrame(i, areas[i]));
        this.#hint(answers[0]);
        this.threshold.show(answers[0], choice.threshold);
        writeLimits(answers[0]);
        this.#showTable();
        this.finder.setEntries(this.#findable());
        this.series.show(choice, this.#selection().length === 1 ? choice.area : null);
        this.#settleView();
        byId('group-status').textContent = t('Map and table show: {what}', {
            what: this.frames[0].heading.textContent,
        });
    }

    /** Where hardly any class may be shown, what may. */
    #hint({ index, units }) {
        const shown = units.filter(unit => unit.class).length,
            { local_indices: measures } = this.choice.city;
        byId('maps-hint').hidden =
            Boolean(index) || 2 * shown >= units.length || !measures.some(({ id }) => id === QUOTIENT);
    }

    /** What was is on the left. */
    #orderFrames() {
        const [first, second] = this.frames.map(({ figure }) => figure);
        if (this.#otherIsOlder()) second.after(first);
        else first.after(second);
    }

    #otherIsOlder() {
        const { publications, compare, date, other } = this.choice;
        const at = id => publications.findIndex(publication => publication.id === id);
        return compare === 'date' && at(other) > at(date);
    }

    #showFrame(i, areas) {
        const { choice } = this,
            { data, question } = this.shown[i];
        this.frames[i].show({
            areas,
            data,
            date: data.since
                ? t('from {then} to {now}', {
                      then: this.#dated(question.query.since),
                      now: this.#dated(question.date),
                  })
                : this.#dated(question.date),
            label: i ? t('Map of the areas, to compare') : t('Map of the areas'),
            threshold: choice.threshold,
            files: {
                city: choice.city.id,
                measure: question.measure,
                query: {
                    ...question.query,
                    ...(choice.threshold && !data.index && { threshold: choice.threshold }),
                },
            },
        });
    }

    /** Beside each other as the maps are. */
    #showTable() {
        const { choice } = this,
            [{ data }] = this.shown;
        const titles = this.frames.map(({ heading }) => heading.textContent);
        const columns = this.shown.map((part, i) => ({
            ...part,
            label: choice.compare === 'date' ? this.#dated(part.question.date) : titles[i],
        }));
        if (this.#otherIsOlder()) columns.reverse();
        this.table.show(
            data.units,
            columnsOf(columns, choice.threshold),
            `${choice.compare === 'measure' ? titles.join(' / ') : titles[0]}: ${levelName(choice.level)}`,
        );
    }

    #dated(id) {
        return publicationName(this.choice.publications.find(publication => publication.id === id));
    }

    #recolor(threshold) {
        this.choice.threshold = threshold;
        cancelAnimationFrame(this.coloring);
        this.coloring = requestAnimationFrame(() => {
            this.shown.forEach((_, i) => this.#showFrame(i, this.frames[i].areas));
            this.#showTable();
            this.#showSelection(false);
        });
    }

    /* --- what is selected ---------------------------------------------------------------------------------------- */

    #findable() {
        return this.shown[0].data.units.map(({ unit_id: id, name }) => ({ id, name })).sort(byName);
    }

    /** The areas that the choice means: one of this level, or all that are part of one. */
    #selection() {
        const { area } = this.choice,
            { units } = this.shown[0].data;
        if (!area) return [];
        if (this.frames[0].byUnit.has(area)) return [area];
        return units.filter(unit => unit.parent_id === area).map(unit => unit.unit_id);
    }

    /** The piece of the city that the address names; else the parts of what is selected; else all of it. */
    #settleView() {
        const units = this.#showSelection(),
            [{ areaMap }] = this.frames,
            { view } = this.choice;
        this.settling = true;
        if (view) areaMap.show(view);
        else if (units.length > 1) areaMap.zoomTo(units);
        else if (areaMap.view()) areaMap.show(null);
        this.settling = false;
        this.choice.view = areaMap.view();
    }

    #showSelection(follow = true) {
        const units = this.#selection();
        const about = units.length > 1 ? t('areas: {n}', { n: number(units.length) }) : '';
        for (const frame of this.frames.slice(0, this.shown.length)) frame.select(units, about);
        this.table.mark(units, follow);
        return units;
    }

    #select(id, from) {
        this.choice.area = id === this.choice.area && from === 'map' ? null : id;
        this.choice.write(true);
        this.#showSelection(from !== 'table');
        if (from === 'search') this.frames[0].areaMap.zoomTo([id]);
        this.series.show(this.choice, this.choice.area);
        byId('group-status').textContent = this.frames[0].selected.textContent;
    }
}

function options(id, value, pairs) {
    const select = byId(id);
    select.replaceChildren(...pairs.map(([key, label]) => el('option', { value: key }, label)));
    select.value = value;
}

const field = (id, shown) => {
    byId(id).parentElement.hidden = !shown;
};
