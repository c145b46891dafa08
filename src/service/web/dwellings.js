// Dwellings: an ad entered by hand, a file read in, and all that there are with where they stand. A corporation has its
// own here, and no map, since maps are not published for it.
import * as api from './api.js';
import { DeskMap } from './desk_map.js';
import { byId, el } from './dom.js';
import { DwellingForm } from './dwelling_form.js';
import { FeedImport } from './feed_import.js';
import { measure, money, number, t } from './i18n.js';
import { wordsFilter } from './ranking.js';
import { kindName } from './words.js';

const STATES = ['announced', 'available', 'reserved', 'offered', 'let', 'withdrawn'];
const stateName = state =>
    ({
        announced: t('announced'),
        available: t('available'),
        reserved: t('reserved'),
        offered: t('on offer to a household'),
        let: t('let'),
        withdrawn: t('withdrawn'),
    })[state];

export class Dwellings {
    constructor({ onerror, steps, who }) {
        Object.assign(this, { onerror, steps, who });
        this.withMap = who().role === 'coordinator';
        byId('ad-map-frame').hidden = !this.withMap;
        byId('ad-pick').hidden = !this.withMap;
        if (this.withMap) this.map = new DeskMap({ container: 'ad-map', hint: 'ad-hint' });
        const again = () => this.#reload();
        this.form = new DwellingForm({
            steps,
            corporation: who().role === 'corporation',
            onplace: place => this.map?.pins.setTies(place ? [{ letter: '', ...place }] : []),
            ondone: again,
        });
        this.feed = new FeedImport({ onerror, oncity: () => this.city.id, ondone: again });
        byId('ad-pick').addEventListener('click', () => this.#pick());
        byId('stock-filters').addEventListener('input', () => this.#filter());
        byId('stock-filters').addEventListener('submit', event => event.preventDefault());
        byId('stock-all').addEventListener('click', () => this.#showAll());
    }

    async open(city) {
        const anew = city !== this.city;
        this.city = city;
        if (anew) {
            this.form.show();
            this.#stateChoice();
            this.map?.draw(city, t('Map to pick a place')).catch(error => this.onerror(error, () => this.open(city)));
        }
        await this.#read();
    }

    async #read() {
        this.rows = (await api.dwellings(this.city.id)).map(dwelling => ({
            dwelling,
            text: [dwelling.id, dwelling.address, dwelling.postcode, dwelling.district, dwelling.corporation].join(' ').toLowerCase(),
            row: this.#row(dwelling),
        }));
        byId('stock-rows').replaceChildren(...this.rows.map(({ row }) => row));
        this.#filter();
    }

    #reload() {
        this.#read().catch(error => this.onerror(error, () => this.#reload()));
    }

    async #pick() {
        const place = await this.map.pick(byId('ad-pick'));
        if (!place) return;
        this.form.setPlace(place);
        byId('ad').querySelector('.button--primary').focus();
    }

    /* --- all of them ------------------------------------------------------------------------------------------ */

    #row(dwelling) {
        const cell = (label, ...content) => el('td', { 'data-label': label }, content);
        const known = (value, show) => (value === null || value === undefined ? t('not known') : show(value));
        return el(
            'tr',
            { 'data-dwelling': dwelling.id },
            el(
                'th',
                { scope: 'row' },
                dwelling.address ?? t('Address not given'),
                el('span', { class: 'about' }, [dwelling.district, dwelling.kind && kindName(dwelling.kind), dwelling.id].filter(Boolean).join(' · ')),
            ),
            cell(t('Rooms'), known(dwelling.rooms || null, measure)),
            cell(t('Floor area'), known(dwelling.area_m2 || null, area => `${measure(area)} m²`)),
            cell(t('Rent'), known(dwelling.rent_gross_eur ?? dwelling.rent_net_eur, money)),
            cell(t('Corporation'), dwelling.corporation ?? '–'),
            cell(t('State'), stateName(dwelling.state)),
            cell(t('Steps'), this.#stepButton(dwelling)),
        );
    }

    #stepButton(dwelling) {
        const off = ['announced', 'available'].includes(dwelling.state);
        if (!off && dwelling.state !== 'withdrawn') return '–';
        return el(
            'button',
            { type: 'button', class: 'link-button', onclick: () => this.steps.open(this.#step(dwelling, off)) },
            off ? t('Take off the list') : t('Back on the list'),
            el('span', { class: 'visually-hidden' }, `: ${dwelling.address ?? dwelling.id}`),
        );
    }

    #step(dwelling, off) {
        const name = `${dwelling.address ?? t('Address not given')} (${dwelling.id})`;
        return {
            name: `dwelling.${dwelling.id}`,
            title: off ? t('Take off the list') : t('Back on the list'),
            sentence: () =>
                off ? t('{dwelling} is taken off the list.', { dwelling: name }) : t('{dwelling} is on the list again.', { dwelling: name }),
            requests: () => [
                {
                    method: 'PATCH',
                    path: `dwellings/${encodeURIComponent(dwelling.id)}`,
                    version: dwelling.version,
                    body: { state: off ? 'withdrawn' : 'available' },
                },
            ],
            ondone: () => this.#reload(),
        };
    }

    #stateChoice() {
        const select = byId('stock-state'),
            { value } = select;
        select.replaceChildren(
            el('option', { value: '' }, t('all')),
            ...STATES.map(state => el('option', { value: state }, stateName(state))),
        );
        select.value = value;
    }

    #showAll() {
        byId('stock-words').value = '';
        byId('stock-state').value = '';
        this.#filter();
    }

    #filter() {
        const matches = wordsFilter(byId('stock-words').value),
            state = byId('stock-state').value;
        let shown = 0;
        for (const { dwelling, text, row } of this.rows ?? []) {
            row.hidden = !matches(text) || (state !== '' && dwelling.state !== state);
            shown += !row.hidden;
        }
        const total = this.rows?.length ?? 0;
        byId('stock-all').hidden = shown === total;
        byId('stock-status').textContent =
            shown === total
                ? t('All {total} are shown.', { total: number(total) })
                : t('{shown} of {total} shown; hidden: {parts}', {
                      shown: number(shown),
                      total: number(total),
                      parts: t('{n} others', { n: number(total - shown) }),
                  });
    }
}
