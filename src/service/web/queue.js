// The work queue: every household that the coordinator may see, longest waiting first, what is to be done by when, and
// filters that say what they hide. Waiting orders the queue; it never changes a score of anything.
import * as api from './api.js';
import { byId, el } from './dom.js';
import { date, number, t, tNodes } from './i18n.js';
import { caseName, objectionDue, standing, waited, whoseCase } from './case.js';
import { handOverStep, takeStep } from './case_steps.js';
import { describeNeeds } from './needs.js';

const STATES = { waiting: ['waiting'], offer: ['draft', 'made', 'accepted'], placed: ['placed'], left: ['left'] };
const stateGroup = state => Object.keys(STATES).find(group => STATES[group].includes(state));

export class Queue {
    constructor({ onerror, steps, who }) {
        Object.assign(this, { onerror, steps, who });
        byId('queue-filters').addEventListener('input', () => this.#filter());
        byId('queue-filters').addEventListener('submit', event => event.preventDefault());
        byId('queue-all').addEventListener('click', () => this.#showAll());
    }

    async open(city) {
        this.city = city;
        byId('queue').setAttribute('aria-busy', 'true');
        try {
            const [households, offers, objections] = await Promise.all([
                api.households(city.id),
                api.offers(city.id, { live: 'yes' }),
                api.objections(city.id, { open: 'yes' }),
            ]);
            if (city === this.city) this.#show(households, offers, objections);
        } finally {
            byId('queue').removeAttribute('aria-busy');
        }
    }

    #show(households, offers, objections) {
        const offerOf = new Map(offers.map(offer => [offer.household, offer]));
        const objectionOf = new Map(objections.map(objection => [objection.household, objection]));
        this.rows = households
            .map(household => this.#entry(household, offerOf.get(household.id), objectionOf.get(household.id)))
            .sort((a, b) => order(a) - order(b) || b.household.days_waited - a.household.days_waited);
        byId('queue-due').replaceChildren(...due(this.rows));
        byId('queue-rows').replaceChildren(...this.rows.map(({ row }) => row));
        byId('queue-table').hidden = this.rows.length === 0;
        byId('queue-filters').hidden = this.rows.length === 0;
        byId('queue-empty').hidden = this.rows.length > 0;
        this.#filter();
    }

    #entry(household, offer, objection) {
        const [state, words] = standing(household, offer);
        const login = this.who().login;
        return {
            household,
            offer,
            objection,
            state,
            group: stateGroup(state),
            whose: !household.coordinator ? 'nobody' : household.coordinator === login ? 'mine' : 'others',
            text: [household.reference, household.id, household.centre, household.coordinator].join(' ').toLowerCase(),
            row: this.#row(household, [state, words], objection),
        };
    }

    #row(household, [state, words], objection) {
        const { needs } = household;
        const cell = (label, ...content) => el('td', { 'data-label': label }, content);
        return el(
            'tr',
            { 'data-household': household.id },
            el('th', { scope: 'row' }, el('a', { href: `#case/${household.id}` }, caseName(household))),
            cell(t('Persons'), needs ? number(needs.size) : '–'),
            cell(t('Needs'), needs ? describeNeeds(needs).join(' · ') || t('nothing special') : t('Its data are erased.')),
            cell(t('Waiting time'), waited(household)),
            cell(
                t('State'),
                el(
                    'span',
                    { class: 'states' },
                    el('span', { class: `state state--${state}` }, words),
                    objection && el('span', { class: `state state--${objection.overdue ? 'overdue' : 'objection'}` }, objectionDue(objection)),
                ),
            ),
            cell(t('Case'), whoseCase(household, this.who().login), ' ', this.#hand(household)),
        );
    }

    #hand(household) {
        const login = this.who().login;
        if (household.coordinator && household.coordinator !== login) return null;
        const done = () => this.open(this.city).catch(error => this.onerror(error, () => this.open(this.city)));
        const [label, step] = household.coordinator
            ? [t('Hand over'), () => handOverStep(household, done)]
            : [t('Take'), () => takeStep(household, login, done)];
        return el(
            'button',
            { type: 'button', class: 'link-button', onclick: () => this.steps.open(step()) },
            label,
            el('span', { class: 'visually-hidden' }, `: ${caseName(household)}`),
        );
    }

    /* --- filters ------------------------------------------------------------------------------------------- */

    #showAll() {
        byId('queue-words').value = '';
        byId('queue-whose').value = '';
        for (const group of Object.keys(STATES)) byId(`queue-${group}`).checked = true;
        this.#filter();
    }

    #filter() {
        const words = byId('queue-words').value.trim().toLowerCase();
        const whose = byId('queue-whose').value;
        const hidden = { waiting: 0, offer: 0, placed: 0, left: 0, whose: 0, words: 0 };
        for (const entry of this.rows ?? []) {
            const why = !byId(`queue-${entry.group}`).checked
                ? entry.group
                : whose && entry.whose !== whose
                  ? 'whose'
                  : words && !entry.text.includes(words)
                    ? 'words'
                    : null;
            entry.row.hidden = why !== null;
            if (why) hidden[why]++;
        }
        this.#sayHidden(hidden);
    }

    #sayHidden(hidden) {
        const total = this.rows?.length ?? 0;
        const names = {
            waiting: t('waiting'),
            offer: t('with an offer'),
            placed: t('placed'),
            left: t('has left'),
            whose: t('another’s case'),
            words: t('without these words'),
        };
        const parts = Object.entries(hidden)
            .filter(([, n]) => n > 0)
            .map(([why, n]) => `${number(n)} ${names[why]}`);
        const shown = total - Object.values(hidden).reduce((a, b) => a + b, 0);
        byId('queue-status').textContent = parts.length
            ? t('{shown} of {total} shown; hidden: {parts}', { shown: number(shown), total: number(total), parts: parts.join(', ') })
            : total
              ? t('All {total} are shown.', { total: number(total) })
              : '';
        byId('queue-all').hidden = parts.length === 0;
    }
}

/** Who waits comes first, who is placed or has left last. */
const order = ({ group }) => ({ placed: 1, left: 2 })[group] ?? 0;

/** What somebody must do by a day: offers to be answered, objections to be decided. */
function due(rows) {
    const link = ({ household }, words) => el('a', { href: `#case/${household.id}` }, words);
    const list = (entries, dayOf) =>
        entries
            .sort((a, b) => dayOf(a).localeCompare(dayOf(b)))
            .slice(0, 5)
            .flatMap((entry, i) => [i ? ', ' : '', link(entry, `${caseName(entry.household)} (${date(dayOf(entry).slice(0, 10))})`)]);
    const answers = rows.filter(({ state }) => state === 'made');
    const objections = rows.filter(({ objection }) => objection);
    return [
        answers.length > 0 &&
            el('p', {}, tNodes('Offers to be answered: {list}', { list: el('span', {}, list(answers, ({ offer }) => offer.expires_at)) })),
        objections.length > 0 &&
            el(
                'p',
                {},
                tNodes('Objections to be decided: {list}', {
                    list: el('span', {}, list(objections, ({ objection }) => objection.deadline)),
                }),
            ),
    ].filter(Boolean);
}
