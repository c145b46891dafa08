// A newspaper ad: the fields in the order in which an ad has them, filled from its text where it is pasted, the place
// from the map. Kept as a draft until it is recorded.
import { readAd } from './ad_text.js';
import { readDate } from './dates.js';
import { byId } from './dom.js';
import { draft, dropDraft, keepDraft } from './drafts.js';
import { Fields, readNumber } from './fields.js';
import { date, measure, money, number, t } from './i18n.js';
import { kindName } from './words.js';

const DRAFT = 'ad';
const NUMBERS = ['rooms', 'area_m2', 'rent_gross_eur', 'rent_net_eur', 'floor', 'lat', 'lon'];
const yesNo = () => [
    ['yes', t('yes')],
    ['no', t('no')],
];

const FIELDS = [
    { name: 'address', kind: 'text', label: () => t('Street and number'), required: true, wide: true },
    { name: 'postcode', kind: 'text', label: () => t('Postcode') },
    { name: 'rooms', kind: 'number', label: () => t('Rooms') },
    { name: 'area_m2', kind: 'number', label: () => t('Floor area (m²)') },
    { name: 'rent_gross_eur', kind: 'number', label: () => t('Rent with costs (€)') },
    { name: 'rent_net_eur', kind: 'number', label: () => t('Rent without costs (€)') },
    { name: 'available', kind: 'date', label: () => t('Available from') },
    { name: 'floor', kind: 'number', label: () => t('Storey (0: ground floor)') },
    { name: 'lift', kind: 'choice', label: () => t('Lift'), options: yesNo },
    { name: 'step_free', kind: 'choice', label: () => t('Step-free access'), options: yesNo },
    {
        name: 'kind',
        kind: 'choice',
        label: () => t('Kind of dwelling'),
        options: () => ['flat', 'house', 'studio', 'room'].map(kind => [kind, kindName(kind)]),
    },
    { name: 'entitlement', kind: 'text', label: () => t('Entitlement asked for') },
    { name: 'corporation', kind: 'text', label: () => t('Landlord') },
    { name: 'lat', kind: 'number', label: () => t('Latitude') },
    { name: 'lon', kind: 'number', label: () => t('Longitude') },
].map(field => ({ ...field, of: 'ad' }));

export class DwellingForm {
    /** onplace({lat, lon}|null) when the place is another; ondone() when one is recorded. */
    constructor({ steps, corporation, onplace, ondone }) {
        Object.assign(this, { steps, corporation, onplace, ondone });
        byId('ad').addEventListener('submit', event => {
            event.preventDefault();
            if (this.fields.check() && this.#checkPlace()) this.#confirm();
        });
        byId('ad').addEventListener('reset', event => {
            event.preventDefault();
            this.#forget();
            byId('ad-text').focus();
        });
        byId('ad-text').addEventListener('input', () => this.#readText());
    }

    /** The fields in the language of the page, with what was typed. */
    show() {
        const fields = this.corporation ? FIELDS.filter(({ name }) => name !== 'corporation') : FIELDS;
        this.fields = new Fields(fields, draft(DRAFT) ?? {}, () => this.#changed());
        byId('ad-fields').replaceChildren(this.fields.body);
        this.#placed();
    }

    setPlace({ lat, lng }) {
        this.fields.fill({ lat: lat.toFixed(5), lon: lng.toFixed(5) });
        this.#changed();
    }

    #readText() {
        const values = readAd(byId('ad-text').value);
        const n = Object.keys(values).length;
        this.fields.fill(values);
        this.#changed();
        byId('ad-read').textContent = n ? t('{n} fields are filled in: please look them over.', { n: number(n) }) : '';
    }

    #changed() {
        keepDraft(DRAFT, this.fields.values());
        this.#placed();
    }

    #placed() {
        const { lat, lon } = this.#numbers(this.fields.values());
        const there = Number.isFinite(lat) && Number.isFinite(lon);
        byId('ad-place').textContent = there
            ? t('The place is set.')
            : t('Without a place its area is not known: it is listed after those that are known.');
        this.onplace(there ? { lat, lon } : null);
    }

    #checkPlace() {
        const { lat, lon } = this.fields.values();
        if (Boolean(lat) === Boolean(lon)) return true;
        this.fields.showProblem(lat ? 'lon' : 'lat', t('Please enter both coordinates, or none.'));
        return false;
    }

    #numbers(values) {
        return Object.fromEntries(NUMBERS.map(name => [name, readNumber(values[name])]));
    }

    #body() {
        const values = this.fields.values();
        const body = { ...values, ...this.#numbers(values), available: readDate(values.available) ?? undefined };
        for (const name of ['lift', 'step_free']) body[name] = values[name] ? values[name] === 'yes' : undefined;
        return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== '' && value !== undefined));
    }

    #confirm() {
        const body = this.#body();
        this.steps.open({
            name: 'ad',
            title: t('Enter a newspaper ad'),
            sentence: () => t('{dwelling} is put on the list. {facts}', { dwelling: body.address, facts: facts(body) }),
            requests: () => [{ method: 'POST', path: 'dwellings', body }],
            onproblem: error => {
                if (!error.field || !FIELDS.some(({ name }) => name === error.field)) return false;
                this.steps.close();
                return this.fields.showProblem(error.field, error.message);
            },
            ondone: () => {
                this.#forget();
                this.ondone();
            },
        });
    }

    #forget() {
        dropDraft(DRAFT);
        byId('ad-text').value = '';
        byId('ad-read').textContent = '';
        this.show();
    }
}

/** What is known of it, and what is not, so that a slip is seen before it is recorded. */
function facts(body) {
    const known = (name, show) => (body[name] === undefined ? t('not known') : show(body[name]));
    return [
        t('Rooms: {value}.', { value: known('rooms', measure) }),
        t('Floor area: {value}.', { value: known('area_m2', area => `${measure(area)} m²`) }),
        t('Rent: {value}.', { value: body.rent_gross_eur ? money(body.rent_gross_eur) : known('rent_net_eur', money) }),
        t('Available: {value}.', { value: known('available', date) }),
        body.lat === undefined ? t('Its place is not known.') : t('Its place is set.'),
    ].join(' ');
}
