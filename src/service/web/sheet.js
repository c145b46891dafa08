// The family's sheet: the dwellings that are meant for the family, as a PDF in its own language, from the service. No
// name is on it, and of the household only what it needs.
import * as api from './api.js';
import { byId, el } from './dom.js';
import { number, t } from './i18n.js';
import { FOR_FAMILY_MAX } from './results.js';

export class FamilySheet {
    constructor({ onerror }) {
        this.onerror = onerror;
        byId('sheet-form').addEventListener('submit', event => {
            event.preventDefault();
            this.#make();
        });
        this.ids = [];
    }

    /** For whom it is; household is null for one that is not in the queue, or not as it is typed. */
    setHousehold(city, needs, household) {
        Object.assign(this, { city, needs, household });
    }

    /** Which dwellings are on it, in the order of the list. */
    choose(ids) {
        this.ids = ids;
        byId('sheet-chosen').textContent =
            ids.length > FOR_FAMILY_MAX
                ? t('For the family: {n} dwellings; a sheet holds {most}.', { n: number(ids.length), most: number(FOR_FAMILY_MAX) })
                : t('For the family: {n} dwellings', { n: number(ids.length) });
        byId('sheet-make').disabled = ids.length === 0 || ids.length > FOR_FAMILY_MAX;
        byId('print').disabled = ids.length === 0;
        byId('sheet-ready').replaceChildren();
        if (this.address) URL.revokeObjectURL(this.address);
        this.address = null;
    }

    async #make() {
        const lang = byId('sheet-language').value;
        byId('sheet-make').setAttribute('aria-busy', 'true');
        try {
            const file = await api.sheet(this.city.id, { lang, paper: 'a4' }, {
                household: this.needs,
                dwellings: this.ids,
                ...(this.household && { household_id: this.household.id }),
            });
            this.#offer(file, `${this.household?.reference ?? 'xenia'}-${lang}.pdf`);
        } catch (error) {
            this.onerror(error, () => this.#make());
        } finally {
            byId('sheet-make').removeAttribute('aria-busy');
        }
    }

    #offer(file, name) {
        this.address = URL.createObjectURL(file);
        const open = el('a', { href: this.address, target: '_blank', rel: 'noopener' }, t('Open and print (PDF)'));
        byId('sheet-ready').replaceChildren(open, ' ', el('a', { href: this.address, download: name }, t('Save')));
        open.focus();
    }
}
