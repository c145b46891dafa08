// Finding an area by its name: a combobox with a list (WAI-ARIA 1.2). Arrows go through the list, Enter takes,
// Escape closes.
import { el } from './dom.js';

const MOST = 10;

export class Finder {
    constructor(input, list, onpick) {
        Object.assign(this, { input, list, onpick, entries: [], found: [], at: -1 });
        input.addEventListener('input', () => this.#search());
        input.addEventListener('keydown', event => this.#key(event));
        input.addEventListener('blur', () => this.#close());
        list.addEventListener('mousedown', event => {
            event.preventDefault(); // the field keeps the focus
            this.#take(this.found[event.target.closest('[role=option]')?.dataset.at]);
        });
    }

    /** What can be found: {id, name}. */
    setEntries(entries) {
        this.entries = entries.map(entry => ({ ...entry, folded: fold(entry.name) }));
        this.#close();
    }

    #search() {
        const words = fold(this.input.value).split(/\s+/).filter(Boolean);
        const all = words.length
            ? this.entries.filter(({ folded }) => words.every(word => folded.includes(word)))
            : [];
        const first = ({ folded }) => (folded.startsWith(words[0]) ? 0 : 1);
        this.found = all.sort((a, b) => first(a) - first(b)).slice(0, MOST);
        this.#show();
    }

    #show() {
        this.at = -1;
        this.list.replaceChildren(
            ...this.found.map(({ name }, at) =>
                el(
                    'li',
                    { role: 'option', id: `${this.list.id}-${at}`, 'data-at': at, 'aria-selected': 'false' },
                    name,
                ),
            ),
        );
        this.#expand(this.found.length > 0);
    }

    #expand(open) {
        this.list.hidden = !open;
        this.input.setAttribute('aria-expanded', String(open));
        if (!open) this.input.removeAttribute('aria-activedescendant');
    }

    #close() {
        this.found = [];
        this.#show();
    }

    #key(event) {
        const n = this.found.length;
        if (event.key === 'Escape' && n) this.#close();
        else if (event.key === 'ArrowDown' && n) this.#go((this.at + 1) % n);
        else if (event.key === 'ArrowUp' && n) this.#go(this.at <= 0 ? n - 1 : this.at - 1);
        else if (event.key === 'Enter') this.#take(this.found[Math.max(0, this.at)]);
        else return;
        event.preventDefault();
    }

    #go(at) {
        this.list.children[this.at]?.setAttribute('aria-selected', 'false');
        this.at = at;
        const option = this.list.children[at];
        option.setAttribute('aria-selected', 'true');
        option.scrollIntoView({ block: 'nearest' });
        this.input.setAttribute('aria-activedescendant', option.id);
    }

    #take(entry) {
        if (!entry) return;
        this.input.value = entry.name;
        this.#close();
        this.onpick(entry.id);
    }
}

/** Without accents and capitals: "Überwasser" is found by "uber". */
const fold = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
