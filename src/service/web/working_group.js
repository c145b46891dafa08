// The working group's view: maps, the city in numbers, the programme, packs, and a sheet for each index, every
// one under an address of its own. Reads published data only.
import * as api from './api.js';
import { readAddress } from './address.js';
import { copyAndSay } from './copy.js';
import { byId } from './dom.js';
import { t } from './i18n.js';
import { MapsPage } from './maps_page.js';

const MADE = {
    figures: async () => (await import('./figures.js')).figuresPage,
    programme: async () => (await import('./programme.js')).programmePage,
    packs: async () => (await import('./packs.js')).packsPage,
    index: async () => (await import('./index_sheet.js')).indexPage,
};

export class WorkingGroup {
    constructor(listeners) {
        this.listeners = listeners;
        this.maps = new MapsPage(listeners);
        byId('copy-link').addEventListener('click', () =>
            copyAndSay(location.href, t('The link is copied.')),
        );
    }

    /** Shows the page that the address names, of a city. */
    async open(city) {
        if (city !== this.city) {
            this.publications = await api.publications(city);
            this.city = city;
        }
        if (!this.publications.length) throw new api.Problem(404, { code: 'nothing_published' });
        const { page } = readAddress(),
            onMaps = !(page in MADE);
        byId('maps-page').hidden = !onMaps;
        byId('group-page').hidden = onMaps;
        this.#markPage(onMaps ? 'maps' : page);
        byId('copied').textContent = '';
        byId('group-heading').classList.toggle('visually-hidden', onMaps); // the map is what is looked for
        if (onMaps) {
            this.#entitle(this.maps.heading());
            return this.maps.open(city, this.publications);
        }
        await this.#showMade(page);
    }

    async #showMade(page) {
        const { city, publications } = this,
            asked = (this.asked = {});
        byId('working-group').setAttribute('aria-busy', 'true');
        try {
            const make = await MADE[page]();
            const { heading, content } = await make({
                city,
                publications,
                address: readAddress(),
                ...this.listeners,
            });
            if (asked !== this.asked) return;
            this.#entitle(heading);
            byId('group-page').replaceChildren(...content.filter(Boolean));
        } finally {
            if (asked === this.asked) byId('working-group').removeAttribute('aria-busy');
        }
    }

    #entitle(heading) {
        byId('group-heading').textContent = heading;
        document.title = [heading, this.city.title, 'Xenia'].join(' · ');
    }

    #markPage(page) {
        for (const link of byId('group-pages').children)
            if (link.hash === `#${page === 'index' ? 'figures' : page}`)
                link.setAttribute('aria-current', 'page');
            else link.removeAttribute('aria-current');
    }
}
