// What is chosen for the maps: read from the address, corrected to what the city has, written back. All of it
// is in the address, so that a link shows somebody else the same.
import { readAddress, writeAddress } from './address.js';

export const CLASSES = 'classes';
export const METHODS = ['default', 'quantile', 'fisher-jenks', 'equal', 'deviation', 'manual'];
const COMPARISONS = ['date', 'measure', 'change'];
const SHORT = 12; // digits of a publication's id that stand for it

const among = (value, list, otherwise) => (list.includes(value) ? value : otherwise);

export class Choice {
    constructor(city, publications) {
        this.city = city;
        this.publications = publications; // newest first
    }

    read(query = readAddress().query) {
        const { city, publications } = this,
            measures = city.local_indices.map(({ id }) => id);
        this.level = among(
            query.get('level'),
            city.levels.map(({ name }) => name),
            city.levels[0].name,
        );
        this.show = among(query.get('show'), measures, CLASSES);
        this.group = among(query.get('group'), city.groups, city.groups[0]);
        this.date = this.#publication(query.get('date')) ?? publications[0].id;
        this.compare = among(query.get('compare'), this.comparisons(), '');
        this.other = query.get('with') ?? '';
        this.breaks = among(query.get('breaks'), METHODS, 'default');
        this.limits = (query.get('limits') ?? '')
            .split(',')
            .filter(Boolean)
            .map(Number)
            .filter(Number.isFinite);
        this.fixed = { yes: true, no: false }[query.get('fixed')] ?? null;
        this.threshold = Number(query.get('threshold')) || null;
        this.area = query.get('area');
        this.series = query.get('series');
        const view = (query.get('view') ?? '').split(',').map(Number);
        this.view = view.length === 3 && view.every(Number.isFinite) ? view : null;
        this.settle();
        return this;
    }

    /** Makes the choice whole after a part of it has changed. */
    settle() {
        this.compare = among(this.compare, this.comparisons(), '');
        if (this.compare === 'measure')
            this.other = among(this.other, this.otherMeasures(), this.otherMeasures()[0]);
        else if (this.compare)
            this.other = among(this.#publication(this.other), this.otherDates(), this.otherDates()[0]);
        else this.other = '';
        if (this.breaks === 'manual' && !this.limits.length) this.breaks = 'default';
        if (this.breaks !== 'manual') this.limits = [];
        if (this.show !== CLASSES) this.threshold = null;
    }

    write(quietly) {
        writeAddress('maps', this.parts(), quietly);
    }

    parts() {
        const short = id => id.slice(0, SHORT);
        return {
            level: this.level,
            show: this.show,
            group:
                this.#entry(this.show)?.takes_group || this.#entry(this.other)?.takes_group ? this.group : '',
            date: short(this.date),
            compare: this.compare,
            with: this.compare === 'measure' ? this.other : short(this.other),
            breaks: this.breaks === 'default' ? '' : this.breaks,
            limits: this.limits.join(','),
            fixed: this.fixed === null ? '' : this.fixed ? 'yes' : 'no',
            threshold: this.threshold ?? '',
            area: this.area,
            series: this.series,
            view: this.view?.map((part, k) => part.toFixed(k < 2 ? 5 : 2)).join(','),
        };
    }

    #publication(id) {
        return id ? this.publications.find(publication => publication.id.startsWith(id))?.id : undefined;
    }

    #entry(measure) {
        return this.city.local_indices.find(({ id }) => id === measure);
    }

    /** What there is to compare with. */
    comparisons() {
        const dates = this.publications.length > 1,
            changes = this.show !== CLASSES && this.#otherDates('change').length > 0;
        return COMPARISONS.filter(kind => kind === 'measure' || (kind === 'date' ? dates : changes));
    }

    otherMeasures() {
        return [CLASSES, ...this.city.local_indices.map(({ id }) => id)].filter(id => id !== this.show);
    }

    /** All dates but the shown one: the one before it first. */
    otherDates() {
        return this.#otherDates(this.compare);
    }

    /** Numbers are subtracted from those of the same areas only. */
    #otherDates(compare) {
        const { publications } = this,
            at = publications.findIndex(({ id }) => id === this.date),
            others = [...publications.slice(at + 1), ...publications.slice(0, Math.max(at, 0)).reverse()];
        return others
            .filter(({ areas }) => compare !== 'change' || areas === publications[at].areas)
            .map(({ id }) => id);
    }

    /** The publication whose borders a date is drawn with: the newest one of the same areas; undefined: the newest. */
    bordersOf(date) {
        const { publications } = this,
            areas = id => publications.find(publication => publication.id === id).areas;
        const same = publications.findIndex(publication => publication.areas === areas(date));
        return same > 0 ? publications[same].id : undefined;
    }

    takesGroup() {
        return Boolean(this.#entry(this.show)?.takes_group || this.#entry(this.other)?.takes_group);
    }

    /** Limits that are the same on every date are the rule where dates are compared. */
    get isFixed() {
        return this.fixed ?? this.compare === 'date';
    }

    /** The questions to the service, one a map: the shown one, and the one beside it. */
    questions() {
        const beside = {
            date: { date: this.other, show: this.show },
            measure: { date: this.date, show: this.other },
        }[this.compare];
        return [
            { date: this.date, show: this.show, since: this.compare === 'change' ? this.other : null },
            beside,
        ]
            .filter(Boolean)
            .map(part => this.#question(part));
    }

    #question({ date, show, since }) {
        const entry = this.#entry(show),
            own = show === this.show; // limits are given in the unit of the shown measure
        return {
            measure: show,
            date,
            query: {
                level: this.level,
                publication: date,
                ...(entry?.takes_group && { group: this.group }),
                ...(since && { since }),
                ...(entry && own && this.breaks !== 'default' && { breaks: this.breaks }),
                ...(entry && own && this.breaks === 'manual' && { limits: this.limits.join(',') }),
                ...(entry && !since && this.isFixed && { fixed: 'yes' }),
            },
        };
    }
}
