// One answer of the service on the screen: the ranked list with filters that say what they hide, what goes onto the
// family's sheet, and "Why not this one?" for every other offer. A new answer replaces the old one whole.
import { byId, el } from './dom.js';
import { date, number, t, tNodes } from './i18n.js';
import { address, excludedItem, intervalScale, rankedItem, searchText, wordsFilter } from './ranking.js';

const CLASSES = ['mixed', 'undetermined', 'concentrated'];
const FOR_FAMILY = 3; // rows that are on the sheet unless somebody chooses others
export const FOR_FAMILY_MAX = 10; // rows that a sheet holds

export class Results {
    /** onselect(offer_id) when a row is chosen; onfilter(Set of shown ids); actions(row, fits) what can be done with one;
     *  onchosen(ids) when other rows are meant for the family. */
    constructor({ onselect, onfilter, actions, onchosen }) {
        Object.assign(this, { onselect, onfilter, actions, onchosen });
        this.filters = { words: '', classes: new Set(CLASSES), certain: false };
        byId('list-filters').addEventListener('input', () => this.#filter());
        byId('list-filters').addEventListener('submit', event => event.preventDefault());
        byId('list-all').addEventListener('click', () => this.#showAll());
        byId('why-search').addEventListener('input', () => this.#search());
    }

    /** heading: the household in one line; notice: what must be known before reading on. */
    show(answer, { line, notice }) {
        this.answer = answer;
        answer.scale = intervalScale(answer.ranked.map(({ area }) => area));
        this.selected = null;
        this.rows = new Map([...answer.ranked, ...answer.excluded].map(row => [row.offer_id, row]));
        this.chosen = new Set(answer.ranked.slice(0, FOR_FAMILY).map(row => row.offer_id));
        byId('results-status').replaceChildren(...this.#counts());
        byId('results-head').replaceChildren(...this.#head(line, notice));
        byId('ranked').replaceChildren(...answer.ranked.map(row => this.#ranked(row)));
        byId('list-empty').hidden = answer.ranked.length > 0;
        byId('results-body').hidden = false;
        byId('results-invite').hidden = true;
        this.#openFirst();
        this.#listExcluded();
        this.#filter();
        this.onchosen([...this.chosen]);
    }

    clear() {
        this.rows = new Map();
        byId('results-status').replaceChildren();
        byId('results-head').replaceChildren();
        byId('results-body').hidden = true;
        byId('results-invite').hidden = false;
    }

    /** Marks one row, and brings it into view unless it was chosen there. */
    mark(id, from) {
        this.#light(this.selected, false);
        this.selected = id;
        const item = this.#light(id, true);
        if (item && item.hidden) this.#showAll();
        if (from !== 'list') item?.scrollIntoView({ block: 'nearest' });
    }

    focus(id) {
        byId(`offer-${id}`)?.querySelector('.link-button').focus();
    }

    /** What is done with each row again: another state of the case. */
    refreshActions() {
        for (const row of this.rows?.values() ?? [])
            byId(`offer-${row.offer_id}`)
                ?.querySelector('.dwelling__actions')
                ?.replaceWith(this.#actionsOf(row));
    }

    #light(id, on) {
        const item = id && byId(`offer-${id}`);
        if (!item) return null;
        item.classList.toggle('is-selected', on);
        item.querySelector('.link-button').setAttribute('aria-pressed', String(on));
        const more = item.querySelector('details');
        if (on && more) more.open = true;
        return item;
    }

    #openFirst() {
        const first = byId('ranked').querySelector('details');
        if (first) first.open = true;
    }

    #counts() {
        const { ranked, excluded } = this.answer;
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

    #head(line, notice) {
        const { as_of: day, effect, request_digest: digest } = this.answer;
        return [
            el('p', { class: 'household-line' }, line),
            notice ? el('p', { class: 'notice' }, notice) : '',
            el(
                'p',
                { class: 'note' },
                t('This list is for {date}.', { date: date(day) }),
                ' ',
                effect.reason ? `${t('The effect is not shown: {reason}', { reason: effect.reason })} ` : '',
                t('Request {digest}', { digest: digest.slice(0, 12) }),
            ),
        ];
    }

    #ranked(row) {
        return rankedItem(row, this.answer, id => this.onselect(id, 'list'), this.#actionsOf(row));
    }

    #actionsOf(row) {
        const fits = row.rank !== undefined;
        const nodes = [fits && this.#familyCheck(row), ...this.actions(row, fits)].filter(Boolean);
        return el('div', { class: 'dwelling__actions' }, nodes);
    }

    #familyCheck({ offer_id: id, dwelling }) {
        const input = el('input', {
            type: 'checkbox',
            id: `family-${id}`,
            checked: this.chosen.has(id),
            onchange: event => {
                if (event.target.checked) this.chosen.add(id);
                else this.chosen.delete(id);
                this.#markChosen();
            },
        });
        return el(
            'div',
            { class: 'check check--family' },
            input,
            el(
                'label',
                { for: input.id },
                t('For the family'),
                el('span', { class: 'visually-hidden' }, `: ${address(dwelling)}`),
            ),
        );
    }

    #markChosen() {
        for (const { offer_id: id } of this.answer.ranked) {
            const item = byId(`offer-${id}`);
            item.classList.toggle('is-for-family', this.chosen.has(id));
        }
        this.onchosen(this.answer.ranked.map(row => row.offer_id).filter(id => this.chosen.has(id)));
    }

    /* --- filters over the list ---------------------------------------------------------------------------- */

    #showAll() {
        byId('list-words').value = '';
        byId('list-certain').checked = false;
        for (const name of CLASSES) byId(`list-${name}`).checked = true;
        this.#filter();
    }

    #filter() {
        const matches = wordsFilter(byId('list-words').value);
        const certain = byId('list-certain').checked;
        const hidden = { concentrated: 0, undetermined: 0, mixed: 0, check: 0, words: 0 };
        const shown = new Set();
        for (const row of this.answer?.ranked ?? []) {
            const why = !byId(`list-${row.tier}`).checked
                ? row.tier
                : certain && row.to_check.length
                  ? 'check'
                  : matches(searchText(row))
                    ? null
                    : 'words';
            byId(`offer-${row.offer_id}`).hidden = why !== null;
            if (why) hidden[why]++;
            else shown.add(row.offer_id);
        }
        this.#sayHidden(shown.size, hidden);
        if (this.answer) this.#markChosen();
        this.onfilter(shown);
    }

    #sayHidden(shown, hidden) {
        const total = this.answer?.ranked.length ?? 0;
        const names = {
            mixed: t('mixed'),
            undetermined: t('undetermined'),
            concentrated: t('concentrated'),
            check: t('with something to check'),
            words: t('without these words'),
        };
        const parts = Object.entries(hidden)
            .filter(([, n]) => n > 0)
            .map(([why, n]) => `${number(n)} ${names[why]}`);
        byId('list-hidden').textContent = parts.length
            ? t('Filters: {shown} of {total} shown; hidden: {parts}', {
                  shown: number(shown),
                  total: number(total),
                  parts: parts.join(', '),
              })
            : t('Filters: all {total} are shown', { total: number(total) });
        byId('list-all').hidden = parts.length === 0;
    }

    /* --- why not this one? ---------------------------------------------------------------------------------- */

    #listExcluded() {
        this.items = this.answer.excluded.map(row => ({
            text: searchText(row),
            item: excludedItem(row, id => this.onselect(id, 'list'), this.#actionsOf(row)),
        }));
        byId('excluded').replaceChildren(...this.items.map(({ item }) => item));
        this.#search();
    }

    #search() {
        const typed = byId('why-search').value;
        const matches = wordsFilter(typed);
        for (const { text, item } of this.items ?? []) item.hidden = !matches(text);
        byId('why-shown').textContent = t('Shown: {shown} of {total} excluded offers', {
            shown: number((this.items ?? []).filter(({ item }) => !item.hidden).length),
            total: number(this.items?.length ?? 0),
        });
        const listed = typed.trim() ? this.answer.ranked.filter(row => matches(searchText(row))) : [];
        byId('why-listed').replaceChildren(...listed.slice(0, 10).map(row => this.#listed(row)));
    }

    #listed(row) {
        const go = () => {
            this.onselect(row.offer_id, 'search');
            this.focus(row.offer_id);
        };
        return el(
            'li',
            {},
            el(
                'button',
                { type: 'button', class: 'link-button', onclick: go },
                t('In the list, number {rank}: {address}', { rank: row.rank, address: address(row.dwelling) }),
            ),
        );
    }
}

/** What is folded in on the screen is printed too, where it is for the family. */
addEventListener('beforeprint', () => {
    const folded = [...document.querySelectorAll('.is-for-family details:not([open])')];
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
