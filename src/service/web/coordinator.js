// The coordinator's view: a household in, the ranked list and its map out. The list and the map show one
// choice; either can make it. A new answer replaces the old one whole, so the two never mix.
import * as api from './api.js';
import { badge, byId, el } from './dom.js';
import { HouseholdForm, describe } from './household.js';
import { date, number, t, tNodes } from './i18n.js';
import { AreaMap, pickPlace } from './map.js';
import { Pins } from './pins.js';
import { address, excludedItem, intervalScale, rankedItem, searchText } from './ranking.js';

const CLASSES = ['mixed', 'undetermined', 'concentrated'];

export class Coordinator {
    /** onerror(error, retry) shows what went wrong; onanswer(answer) tells which snapshot is on the screen. */
    constructor({ onerror, onanswer }) {
        this.onerror = onerror;
        this.onanswer = onanswer;
        this.map = new AreaMap(byId('dwelling-map'));
        this.pins = new Pins(this.map, (id, by) => this.#pickedOnMap(id, by));
        this.form = new HouseholdForm({
            onsubmit: household => this.#ask(household),
            onties: ties => this.pins.setTies(ties),
            onclear: () => this.#clear(),
        });
        byId('tie-pick').addEventListener('click', () => this.#pickTie());
    }

    /** Shows a city, or the same one read anew: in another language, or with a new snapshot. */
    async open(city) {
        if (city === this.opened) return;
        const changed = city.id !== this.city?.id;
        this.city = city;
        if (changed) this.#clear();
        this.map.setLabel(t('Map of the dwellings'));
        this.form.refreshTies();
        this.#legend();
        await this.#drawAreas().catch(error => this.#withoutAreas(error));
        this.opened = city;
        if (this.household) await this.#ask(this.household);
        else this.#invite();
    }

    /** The list does not wait for a map. */
    #withoutAreas(error) {
        if (!(error instanceof api.Problem)) throw error;
        this.onerror(error, () => this.#drawAreas().catch(again => this.#withoutAreas(again)));
    }

    async #drawAreas() {
        const level = this.city.levels[0].name;
        const [borders, { units }] = await Promise.all([
            api.geometry(this.city, level),
            api.units(this.city.id, level),
        ]);
        const byUnit = new Map(units.map(unit => [unit.unit_id, unit]));
        this.hatched = units.some(unit => !unit.class);
        this.#legend();
        this.map.paint(id => `area--class-${byUnit.get(id)?.class ?? 'none'}`);
        this.map.setAreas(borders, {
            describe: id => {
                const unit = byUnit.get(id);
                return unit && [unit.name, unit.class_text ?? unit.class_reason].filter(Boolean).join(': ');
            },
        });
    }

    async #ask(household) {
        this.household = household;
        this.running?.abort();
        const running = (this.running = new AbortController());
        byId('results').setAttribute('aria-busy', 'true');
        try {
            this.#show(await api.recommendations(this.city.id, household, running.signal));
        } catch (error) {
            if (error.name === 'AbortError') return;
            if (error instanceof api.Problem && this.form.showProblem(error.field, error.message)) return;
            this.onerror(error, () => this.#ask(household));
        } finally {
            if (running === this.running) byId('results').removeAttribute('aria-busy');
        }
    }

    #show(answer) {
        this.onanswer(answer);
        answer.effectName = this.city.indices.find(({ id }) => id === answer.effect.index)?.name;
        answer.scale = intervalScale(answer.ranked.map(({ area }) => area));
        this.rows = new Map([...answer.ranked, ...answer.excluded].map(row => [row.offer_id, row]));
        this.selected = null;
        byId('results-status').replaceChildren(...this.#counts(answer));
        byId('results-body').replaceChildren(...this.#answerNodes(answer));
        const first = byId('results-body').querySelector('.dwelling details');
        if (first) first.open = true;
        this.pins.setDwellings(
            answer.ranked.map(row => ({
                id: row.offer_id,
                rank: row.rank,
                lat: row.dwelling.lat,
                lon: row.dwelling.lon,
                look: row.tier,
                label: `${row.rank}. ${address(row.dwelling)}, ${row.tier_text}`,
            })),
        );
        if (byId('results').getBoundingClientRect().top > innerHeight * 0.8) byId('results').scrollIntoView();
    }

    #counts({ ranked, excluded }) {
        const jump = el(
            'a',
            {
                href: '#why-not',
                onclick: event => {
                    event.preventDefault();
                    byId('why-search').focus();
                },
            },
            t('{n} excluded', { n: number(excluded.length) }),
        );
        return tNodes('{ranked} + {excluded} = {total}', {
            ranked: el('strong', {}, t('{n} ranked', { n: number(ranked.length) })),
            excluded: jump,
            total: t('{n} offers', { n: number(ranked.length + excluded.length) }),
        });
    }

    #answerNodes(answer) {
        const select = id => this.#select(id, 'list');
        return [
            el('p', { class: 'household-line' }, describe(this.household)),
            el(
                'p',
                { class: 'note' },
                t('This list is for {date}.', { date: date(answer.as_of) }),
                ' ',
                answer.effect.reason
                    ? t('The effect is not shown: {reason}', { reason: answer.effect.reason })
                    : '',
                el(
                    'button',
                    { type: 'button', class: 'button button--quiet print-button', onclick: () => print() },
                    t('Print'),
                ),
            ),
            answer.ranked.length
                ? el(
                      'ol',
                      { class: 'dwellings', id: 'ranked' },
                      answer.ranked.map(row => rankedItem(row, answer, select)),
                  )
                : el(
                      'p',
                      { class: 'empty' },
                      t('No offer fits this household today. Below are all offers with the reasons.'),
                  ),
            this.#whyNot(answer, select),
            el(
                'p',
                { class: 'note digest' },
                t('Request {digest}', { digest: answer.request_digest.slice(0, 12) }),
            ),
        ];
    }

    #whyNot({ ranked, excluded }, select) {
        const items = excluded.map(row => ({ text: searchText(row), item: excludedItem(row, select) }));
        const found = el('ul', { class: 'also-ranked' }),
            shown = el('p', { class: 'note', role: 'status' });
        const search = event => {
            const words = (event?.target.value ?? '').toLowerCase().split(/\s+/).filter(Boolean);
            const matches = text => words.every(word => text.includes(word));
            for (const { text, item } of items) item.hidden = !matches(text);
            shown.textContent = t('Shown: {shown} of {total} excluded offers', {
                shown: number(items.filter(({ item }) => !item.hidden).length),
                total: number(items.length),
            });
            const listed = words.length ? ranked.filter(row => matches(searchText(row))) : [];
            found.replaceChildren(
                ...listed.slice(0, 10).map(row =>
                    el(
                        'li',
                        {},
                        el(
                            'button',
                            {
                                type: 'button',
                                class: 'link-button',
                                onclick: () => {
                                    select(row.offer_id);
                                    this.#bringIntoView(row.offer_id);
                                },
                            },
                            t('In the list, number {rank}: {address}', {
                                rank: row.rank,
                                address: address(row.dwelling),
                            }),
                        ),
                    ),
                ),
            );
        };
        search();
        return el(
            'section',
            { id: 'why-not', 'aria-labelledby': 'why-heading' },
            el('h2', { id: 'why-heading' }, t('Why not this one?')),
            el(
                'div',
                { class: 'field why-search' },
                el('label', { for: 'why-search' }, t('Search all offers by address, postcode or id')),
                el('input', { id: 'why-search', type: 'search', autocomplete: 'off', oninput: search }),
            ),
            shown,
            found,
            el(
                'ul',
                { class: 'dwellings', id: 'excluded' },
                items.map(({ item }) => item),
            ),
        );
    }

    #select(id, from) {
        const row = this.rows.get(id);
        this.#mark(this.selected, false);
        this.selected = id;
        this.#mark(id, true);
        this.pins.choose({ id, lat: row.dwelling.lat, lon: row.dwelling.lon });
        if (from !== 'list') this.#bringIntoView(id);
    }

    #pickedOnMap(id, by) {
        this.#select(id, 'map');
        if (by === 'keyboard') byId(`offer-${id}`).querySelector('.link-button').focus();
    }

    #mark(id, on) {
        const item = id && byId(`offer-${id}`);
        if (!item) return;
        item.classList.toggle('is-selected', on);
        item.querySelector('.link-button').setAttribute('aria-pressed', String(on));
        const more = item.querySelector('details');
        if (on && more) more.open = true;
    }

    #bringIntoView(id) {
        byId(`offer-${id}`).scrollIntoView({ block: 'nearest' });
    }

    async #pickTie() {
        const button = byId('tie-pick');
        if (this.picking) return this.picking.abort();
        this.picking = new AbortController();
        button.setAttribute('aria-pressed', 'true');
        byId('pick-hint').hidden = false;
        byId('dwelling-map').scrollIntoView({ block: 'nearest' });
        const place = await pickPlace(this.map, this.picking.signal);
        this.picking = null;
        button.setAttribute('aria-pressed', 'false');
        byId('pick-hint').hidden = true;
        if (place) this.form.addTie(place);
        else button.focus();
    }

    #clear() {
        this.running?.abort();
        this.household = null;
        this.pins.setDwellings([]);
        this.#invite();
    }

    #invite() {
        byId('results-status').replaceChildren();
        byId('results-body').replaceChildren(
            el(
                'p',
                { class: 'empty' },
                t(
                    'Fill in the household and press Enter. Every offer comes back: those that fit in order, the others with the reasons.',
                ),
            ),
        );
    }

    #legend() {
        byId('dwelling-legend').replaceChildren(
            ...CLASSES.map(name => el('li', {}, badge(name, t(name)))),
            this.hatched
                ? el(
                      'li',
                      { class: 'note' },
                      t('Areas: as last published; hatched ones are not shown there. Markers: as of now.'),
                  )
                : '',
        );
    }
}

/** What is folded in on the screen is printed too. */
addEventListener('beforeprint', () => {
    const folded = [...document.querySelectorAll('#results-body details:not([open])')];
    for (const part of folded) part.open = true;
    addEventListener(
        'afterprint',
        () =>
            folded.forEach(part => {
                part.open = false;
            }),
        { once: true },
    );
});
