// The household card: what is typed of a household, read as the household of the service (SERVICE 1). Only what the
// ranking may know is asked for. A card is empty, or of a household in the queue; what is typed over it is kept as a
// draft until it is saved. Texts in fields, never number inputs: people write 52,22 as well as 52.22, and the page
// answers in its own language.
import { dateFault, dateHint, readDate, rewriteDate } from './dates.js';
import { byId, el, fieldError } from './dom.js';
import { draft, dropDraft, keepDraft } from './drafts.js';
import { currentLanguage, t } from './i18n.js';
import { TIE_KINDS, tieName } from './needs.js';

const TIE_MAX = 16;
const FILTERS = ['CARE_OF_RELATIVES', 'OWN_WISH'];
const DATES = ['available_by', 'arrived_on'];

/** Calls onsubmit(needs) with a readable form, ontyped() at each change, onties([{letter, lat, lon}]) when a place
 *  changes, onclear(). */
export class HouseholdForm {
    constructor({ onsubmit, ontyped, onties, onclear }) {
        this.form = byId('household');
        this.ties = byId('ties');
        this.ontyped = ontyped;
        this.onties = onties;
        this.form.addEventListener('input', () => this.#changed());
        this.form.addEventListener('submit', event => {
            event.preventDefault();
            const needs = this.read();
            if (needs) onsubmit(needs);
        });
        this.form.addEventListener('reset', event => {
            event.preventDefault();
            this.#clearErrors();
            dropDraft(this.draftName);
            this.#write(this.saved);
            this.#tiesMoved();
            onclear();
            byId('size').focus();
        });
        byId('tie-add').addEventListener('click', () => this.addTie());
    }

    /** The card of a household in the queue, or with null a new one; what was typed on it before is there again. */
    show(household) {
        this.id = household?.id ?? null;
        this.draftName = `household.${this.id ?? 'new'}`;
        this.saved = valuesOf(household);
        this.#clearErrors();
        const kept = draft(this.draftName);
        this.#write(kept ?? this.saved);
        this.typedOver = kept?.version ?? household?.version;
        this.#tiesMoved();
    }

    /** Is anything typed that is not saved? */
    get isDirty() {
        return draft(this.draftName) !== null;
    }

    /** What was typed is recorded. */
    settle() {
        dropDraft(this.draftName);
    }

    /** What is typed stands now over this version of the household, which somebody else has saved. */
    rebase(household) {
        this.saved = valuesOf(household);
        this.typedOver = household.version;
        this.#changed();
    }

    /** Is there nothing on the card that cannot be read? The first such field has the cursor then. */
    isReadable() {
        const wrong = this.form.querySelector('[aria-invalid]');
        wrong?.focus();
        return !wrong;
    }

    /** The file of the household beside its needs: {reference, centre, arrived_on}, what is empty left out. */
    readFile() {
        const text = name => this.form.elements[name].value.trim() || undefined;
        return { reference: text('reference'), centre: text('centre'), arrived_on: this.#date('arrived_on') };
    }

    /** A new place to be near; without coordinates the cursor goes to where they are typed. */
    addTie({ lat, lng, kind = 'care', name = '' } = {}) {
        if (this.ties.children.length >= TIE_MAX) return;
        this.#appendTie({ kind, name, lat: lat?.toFixed(5) ?? '', lon: lng?.toFixed(5) ?? '' });
        this.#changed();
        if (name) return;
        this.ties.lastElementChild
            .querySelector(lat === undefined ? '[data-part=lat]' : '[data-part=kind]')
            .focus();
    }

    /** The places and dates again, for a new language. */
    refresh() {
        for (const name of DATES) {
            const input = this.form.elements[name];
            input.placeholder = dateHint();
            input.value = rewriteDate(input.value);
        }
        this.#refreshTies();
    }

    #refreshTies() {
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
            available_by: this.#date('available_by'),
            entitlement: list(this.form.elements.entitlement.value.split(/[\s,;]+/)),
            ties: list([...this.ties.children].map(row => this.#readTie(row))),
            filters: list(FILTERS.map(name => this.form.elements[name].checked && name)),
        };
        return this.isReadable() ? household : null;
    }

    /** Shows the service's sentence at the field it is about; false when no field of the form is meant. */
    showProblem(field, message) {
        const name = field?.replace(/^needs\./, '').replace(/\[(\d+)\]/g, '.$1');
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

    #date(name) {
        const input = this.form.elements[name],
            text = input.value.trim();
        if (text && !readDate(text)) fieldError(input, dateFault());
        return readDate(text) ?? undefined;
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
        const weight = Number(row.dataset.weight || 1);
        return {
            kind: part('kind').value,
            lat: degrees(part('lat'), 90),
            lon: degrees(part('lon'), 180),
            ...(weight !== 1 && { weight }),
        };
    }

    #appendTie({ kind, lat, lon, name = '', weight = '' }) {
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
            TIE_KINDS.map(k => el('option', { value: k, selected: k === kind }, tieName(k))),
        );
        this.ties.append(
            el(
                'li',
                { class: 'tie', 'data-name': name, 'data-weight': weight },
                el(
                    'div',
                    { class: 'field' },
                    el('label', { for: id }, el('span', { class: 'tie__letter' }, letter), t('Kind')),
                    select,
                ),
                name && el('p', { class: 'tie__name' }, name),
                el(
                    'details',
                    { class: 'tie__place', open: !lat },
                    el('summary', {}, t('Coordinates')),
                    coordinate('lat', t('Latitude'), lat),
                    coordinate('lon', t('Longitude'), lon),
                ),
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
        this.#refreshTies();
        this.#changed();
        byId('tie-add').focus();
    }

    #keptTies() {
        return [...this.ties.children].map(row => ({
            name: row.dataset.name,
            weight: row.dataset.weight,
            ...Object.fromEntries(
                [...row.querySelectorAll('[data-part]')].map(input => [input.dataset.part, input.value]),
            ),
        }));
    }

    /** Kept as a draft as long as it differs from what is saved. */
    #changed() {
        const typed = { values: this.#values(), ties: this.#keptTies() };
        if (JSON.stringify(typed) === JSON.stringify(this.saved)) dropDraft(this.draftName);
        else keepDraft(this.draftName, { ...typed, version: this.typedOver });
        this.#tiesMoved();
        this.ontyped();
    }

    #values() {
        const values = {};
        for (const input of this.form.elements) {
            if (!input.name || input.dataset.part) continue;
            const value = input.type === 'checkbox' ? input.checked : (readDateOf(input) ?? input.value);
            if (value) values[input.name] = value;
        }
        return values;
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
            else input.value = DATES.includes(input.name) ? rewriteDate(values[input.name] ?? '') : (values[input.name] ?? '');
        }
        this.ties.replaceChildren();
        ties.forEach(tie => this.#appendTie(tie));
    }

    #clearErrors() {
        for (const input of this.form.querySelectorAll('[aria-invalid]')) fieldError(input, null);
    }
}

const letterOf = position => String.fromCharCode(65 + position);

function list(values) {
    const given = values.filter(Boolean);
    return given.length ? given : undefined;
}

const readDateOf = input => (DATES.includes(input.name) ? readDate(input.value) : null);

/** A household of the service as what stands in the fields, dates as they are stored. */
function valuesOf(household) {
    if (!household) return { values: {}, ties: [] };
    const needs = household.needs ?? {};
    const decimal = value => String(value).replace('.', currentLanguage() === 'en' ? '.' : ',');
    const values = { size: needs.size && String(needs.size) };
    for (const [band, count] of Object.entries(needs.age_bands ?? {})) values[`age_bands.${band}`] = count && String(count);
    values.step_free = needs.step_free;
    values.rent_limit_eur = needs.rent_limit_eur && decimal(needs.rent_limit_eur);
    values.rooms_min = needs.rooms_min && decimal(needs.rooms_min);
    values.available_by = needs.available_by;
    values.entitlement = needs.entitlement?.join(' ');
    for (const name of FILTERS) values[name] = needs.filters?.includes(name);
    for (const name of ['reference', 'centre', 'arrived_on']) values[name] = household[name];
    const ties = (needs.ties ?? []).map(({ kind, lat, lon, weight }) => ({
        name: '',
        weight: weight && weight !== 1 ? String(weight) : '',
        kind,
        lat: String(lat),
        lon: String(lon),
    }));
    return { values: inFormOrder(values), ties };
}

/** The order in which the fields stand in the form, so that equal values are equal texts. */
function inFormOrder(values) {
    const names = [...byId('household').elements].map(({ name }) => name);
    return Object.fromEntries(names.filter(name => values[name]).map(name => [name, values[name]]));
}
