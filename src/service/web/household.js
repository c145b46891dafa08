// The household form: what is typed, kept in this window until it is cleared, and read as the household of
// the service (SERVICE 1). Only what the ranking may know is asked for. Texts in fields, never number inputs:
// people write 52,22 as well as 52.22, and the page answers in its own language.
import { byId, el, fieldError } from './dom.js';
import { date, measure, money, t } from './i18n.js';

const KEPT = 'xenia.household';
const TIE_MAX = 16;
const KINDS = ['care', 'school', 'work', 'course', 'institution'];
const kindName = kind =>
    ({
        care: t('care of a relative'),
        school: t('school'),
        work: t('work'),
        course: t('course'),
        institution: t('institution'),
    })[kind];

/** Calls onsubmit(household) with a readable form, onties([{letter, lat, lon}]) when a place changes, onclear(). */
export class HouseholdForm {
    constructor({ onsubmit, onties, onclear }) {
        this.form = byId('household');
        this.ties = byId('ties');
        this.onties = onties;
        this.form.addEventListener('input', () => this.#changed());
        this.form.addEventListener('submit', event => {
            event.preventDefault();
            const household = this.read();
            if (household) onsubmit(household);
        });
        this.form.addEventListener('reset', event => {
            event.preventDefault();
            this.#write({});
            this.#clearErrors();
            this.#changed();
            onclear();
            byId('size').focus();
        });
        byId('tie-add').addEventListener('click', () => this.addTie());
        this.#write(JSON.parse(sessionStorage.getItem(KEPT) ?? '{}'));
    }

    /** A new place to be near; without coordinates the cursor goes to where they are typed. */
    addTie({ lat, lng } = {}) {
        if (this.ties.children.length >= TIE_MAX) return;
        this.#appendTie({ kind: 'care', lat: lat?.toFixed(5) ?? '', lon: lng?.toFixed(5) ?? '' });
        this.#changed();
        this.ties.lastElementChild
            .querySelector(lat === undefined ? '[data-part=lat]' : '[data-part=kind]')
            .focus();
    }

    /** The places again, for a new language or a new map. */
    refreshTies() {
        const kept = this.#keptTies();
        this.ties.replaceChildren();
        kept.forEach(tie => this.#appendTie(tie));
        this.#tiesMoved();
    }

    /** The household as the service reads it, or null after showing what cannot be read. */
    read() {
        this.#clearErrors();
        const size = this.#whole('size', true);
        const household = {
            size,
            age_bands: this.#ages(size),
            step_free: byId('step-free').checked || undefined,
            rent_limit_eur: this.#decimal('rent_limit_eur'),
            rooms_min: this.#decimal('rooms_min'),
            available_by: this.form.elements.available_by.value || undefined,
            entitlement: list(this.form.elements.entitlement.value.split(/[\s,;]+/)),
            ties: list([...this.ties.children].map(row => this.#readTie(row))),
            filters: list(
                ['CARE_OF_RELATIVES', 'OWN_WISH'].map(name => this.form.elements[name].checked && name),
            ),
        };
        const wrong = this.form.querySelector('[aria-invalid]');
        wrong?.focus();
        return wrong ? null : household;
    }

    /** Shows the service's sentence at the field it is about; false when no field of the form is meant. */
    showProblem(field, message) {
        const name = field?.replace(/\[(\d+)\]/g, '.$1');
        const input =
            name && [...this.form.elements].find(e => e.name === name || e.name?.startsWith(`${name}.`));
        if (!input) return false;
        fieldError(input, message);
        input.focus();
        return true;
    }

    #whole(name, required = false) {
        const input = this.form.elements[name],
            text = input.value.trim();
        if (!text && !required) return undefined;
        const good = /^\d{1,3}$/.test(text) && (!required || (Number(text) >= 1 && Number(text) <= 30));
        if (!good)
            fieldError(
                input,
                required ? t('Please enter a number from 1 to 30.') : t('Please enter a whole number.'),
            );
        return Number(text);
    }

    #decimal(name) {
        const input = this.form.elements[name],
            text = input.value.trim();
        if (!text) return undefined;
        if (/^\d{1,3}[.,]\d{3}$/.test(text))
            fieldError(input, t('Please leave out the thousands separator.'));
        else if (!/^\d+([.,]\d+)?$/.test(text))
            fieldError(input, t('Please enter a number, for example 750.'));
        return Number(text.replace(',', '.'));
    }

    #ages(size) {
        const bands = {};
        for (const input of this.form.querySelectorAll('[name^="age_bands."]')) {
            const count = this.#whole(input.name);
            if (count !== undefined) bands[input.name.slice('age_bands.'.length)] = count;
        }
        const total = Object.values(bands).reduce((sum, count) => sum + count, 0);
        if (size >= 1 && total > size)
            fieldError(
                byId('age-0'),
                t('The ages count {total} persons; the household has {size}.', { total, size }),
            );
        return Object.keys(bands).length ? bands : undefined;
    }

    #readTie(row) {
        const part = name => row.querySelector(`[data-part=${name}]`);
        const degrees = (input, most) => {
            const value = Number(input.value.trim().replace(',', '.') || NaN);
            if (!(Math.abs(value) <= most)) fieldError(input, t('Please enter degrees, for example 51.96.'));
            return value;
        };
        return { kind: part('kind').value, lat: degrees(part('lat'), 90), lon: degrees(part('lon'), 180) };
    }

    #appendTie({ kind, lat, lon }) {
        const position = this.ties.children.length,
            letter = letterOf(position);
        const coordinate = (part, label, value) => {
            const id = `tie-${position}-${part}`;
            return el(
                'div',
                { class: 'field' },
                el('label', { for: id }, label),
                el('input', {
                    id,
                    name: `ties.${position}.${part}`,
                    'data-part': part,
                    inputmode: 'decimal',
                    autocomplete: 'off',
                    value,
                }),
            );
        };
        const id = `tie-${position}-kind`;
        const select = el(
            'select',
            { id, name: `ties.${position}.kind`, 'data-part': 'kind' },
            KINDS.map(k => el('option', { value: k, selected: k === kind }, kindName(k))),
        );
        this.ties.append(
            el(
                'li',
                { class: 'tie' },
                el(
                    'div',
                    { class: 'field' },
                    el('label', { for: id }, el('span', { class: 'tie__letter' }, letter), t('Kind')),
                    select,
                ),
                coordinate('lat', t('Latitude'), lat),
                coordinate('lon', t('Longitude'), lon),
                el(
                    'button',
                    {
                        type: 'button',
                        class: 'button button--quiet',
                        'aria-label': t('Remove place {letter}', { letter }),
                        onclick: () => this.#removeTie(position),
                    },
                    '×',
                ),
            ),
        );
    }

    #removeTie(position) {
        this.ties.children[position].remove();
        this.refreshTies();
        this.#changed();
        byId('tie-add').focus();
    }

    #keptTies() {
        return [...this.ties.children].map(row =>
            Object.fromEntries(
                [...row.querySelectorAll('[data-part]')].map(input => [input.dataset.part, input.value]),
            ),
        );
    }

    #changed() {
        const values = {};
        for (const input of this.form.elements) {
            if (!input.name || input.dataset.part) continue;
            values[input.name] = input.type === 'checkbox' ? input.checked : input.value;
        }
        sessionStorage.setItem(KEPT, JSON.stringify({ values, ties: this.#keptTies() }));
        this.#tiesMoved();
    }

    #tiesMoved() {
        const places = this.#keptTies().map((tie, i) => ({
            letter: letterOf(i),
            lat: Number(tie.lat.replace(',', '.') || NaN),
            lon: Number(tie.lon.replace(',', '.') || NaN),
        }));
        this.onties(places.filter(({ lat, lon }) => Math.abs(lat) <= 90 && Math.abs(lon) <= 180));
    }

    #write({ values = {}, ties = [] }) {
        for (const input of this.form.elements) {
            if (!input.name || input.dataset.part) continue;
            if (input.type === 'checkbox') input.checked = values[input.name] ?? false;
            else input.value = values[input.name] ?? '';
        }
        this.ties.replaceChildren();
        ties.forEach(tie => this.#appendTie(tie));
    }

    #clearErrors() {
        for (const input of this.form.querySelectorAll('[aria-invalid]')) fieldError(input, null);
    }
}

/** The household in one line, for the head of the list and for its print. */
export function describe(household) {
    return [
        t('persons: {n}', { n: household.size }),
        household.step_free && t('step-free'),
        household.rent_limit_eur !== undefined &&
            t('up to {rent} a month', { rent: money(household.rent_limit_eur) }),
        household.rooms_min !== undefined && t('rooms: {n} or more', { n: measure(household.rooms_min) }),
        household.available_by && t('by {date}', { date: date(household.available_by) }),
        household.entitlement?.join(', '),
        household.ties &&
            t('near {places}', { places: household.ties.map(({ kind }) => kindName(kind)).join(', ') }),
        household.filters?.includes('CARE_OF_RELATIVES') && t('care of relatives first'),
        household.filters?.includes('OWN_WISH') && t('own wish'),
    ]
        .filter(Boolean)
        .join(' · ');
}

const letterOf = position => String.fromCharCode(65 + position);

function list(values) {
    const given = values.filter(Boolean);
    return given.length ? given : undefined;
}
