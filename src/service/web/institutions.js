// A place to be near, found by words of an institution's name or address: a combobox over what the service finds. Arrows
// choose, Enter takes, Escape closes. Where the service knows no institutions, the field is not there.
import * as api from './api.js';
import { byId, el } from './dom.js';
import { number, t } from './i18n.js';

const PAUSE_MS = 150;
const TIE_OF = { school: 'school', course: 'course', work: 'work', care: 'care' };

const kindWord = kind =>
    ({
        school: t('school'),
        course: t('course'),
        club: t('club'),
        parish: t('parish'),
        advice: t('advice'),
        care: t('care'),
        work: t('work'),
        sport: t('sport'),
        other: t('institution'),
    })[kind] ?? kind;

export class InstitutionSearch {
    #input = byId('institution');
    #list = byId('institution-list');
    #found = [];
    #at = -1;

    /** onpick({lat, lng, kind, name}) when one is taken. */
    constructor({ onpick, oncity }) {
        Object.assign(this, { onpick, oncity });
        this.#input.addEventListener('input', event => {
            event.stopPropagation(); // what is searched for is nothing of the household
            clearTimeout(this.timer);
            this.timer = setTimeout(() => this.#search(), PAUSE_MS);
        });
        this.#input.addEventListener('keydown', event => this.#key(event));
        this.#input.addEventListener('blur', () => setTimeout(() => this.#close(), 150));
    }

    refresh() {
        this.#close();
    }

    async #search() {
        const words = this.#input.value.trim();
        this.asked?.abort();
        if (words.length < 2) return this.#close();
        this.asked = new AbortController();
        try {
            this.#show(await api.institutions(this.oncity(), words, this.asked.signal));
        } catch (error) {
            if (error.name === 'AbortError') return;
            this.#close();
            byId('institution-status').textContent =
                error instanceof api.Disconnected ? t('The connection to the service is lost. What you typed is kept.') : error.message;
        }
    }

    #show(found) {
        this.#found = found;
        this.#list.replaceChildren(
            ...found.map(({ name, address, kind }, i) =>
                el(
                    'li',
                    {
                        role: 'option',
                        id: `institution-${i}`,
                        'aria-selected': 'false',
                        onmousedown: event => {
                            event.preventDefault();
                            this.#take(i);
                        },
                    },
                    el('strong', {}, name),
                    el('span', { class: 'note' }, [kindWord(kind), address].filter(Boolean).join(' · ')),
                ),
            ),
        );
        byId('institution-status').textContent = found.length ? t('{n} found', { n: number(found.length) }) : t('Nothing is found.');
        this.#list.hidden = found.length === 0;
        this.#input.setAttribute('aria-expanded', String(found.length > 0));
        this.#mark(found.length ? 0 : -1);
        if (this.#list.getBoundingClientRect().bottom > innerHeight) this.#input.scrollIntoView({ block: 'center' });
    }

    #mark(position) {
        this.#at = position;
        [...this.#list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === position)));
        if (position < 0) return this.#input.removeAttribute('aria-activedescendant');
        this.#input.setAttribute('aria-activedescendant', `institution-${position}`);
        this.#list.children[position].scrollIntoView({ block: 'nearest' });
    }

    #key(event) {
        if (event.key === 'Enter') {
            event.preventDefault(); // Enter takes a place; it does not rank
            if (!this.#list.hidden) this.#take(this.#at);
            return;
        }
        if (this.#list.hidden) return;
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step) this.#mark((this.#at + step + this.#found.length) % this.#found.length);
        else if (event.key === 'Escape') this.#close();
        else return;
        event.preventDefault();
    }

    #take(position) {
        const { name, lat, lon, kind } = this.#found[position];
        this.#input.value = '';
        this.#close();
        this.onpick({ lat, lng: lon, kind: TIE_OF[kind] ?? 'institution', name });
        byId('institution-status').textContent = t('{name} is added.', { name });
    }

    #close() {
        this.#found = [];
        this.#list.hidden = true;
        this.#list.replaceChildren();
        this.#input.setAttribute('aria-expanded', 'false');
        this.#mark(-1);
    }
}
