// A background map under the areas: from the server that the operator has named, off until a reader turns it on. The
// choice is the browser's and holds for every map.
import { Control, tileLayer } from './leaflet.js';
import { el } from './dom.js';
import { t } from './i18n.js';

const KEPT = 'xenia.basemap';
const CHANGED = 'xenia:basemap';
let source = null;

/** {url, attribution} of the tiles, or null. */
export function useBasemap(basemap) {
    source = basemap;
}

const isOn = () => source !== null && localStorage.getItem(KEPT) === 'on';

export class Basemap {
    /** onchange() when the areas above it have to look otherwise. */
    constructor(leaflet, onchange) {
        Object.assign(this, { leaflet, onchange });
        addEventListener(CHANGED, () => this.#show());
    }

    /** The box to turn it on, again at each change of language. */
    label() {
        this.control?.remove();
        if (!source) return;
        this.box = el('input', { type: 'checkbox', checked: isOn(), onchange: ({ target }) => this.#choose(target.checked) });
        const label = el('label', { class: 'basemap-choice' }, this.box, t('Background map'));
        this.control = Object.assign(new Control({ position: 'bottomleft' }), { onAdd: () => label });
        this.control.addTo(this.leaflet);
        this.#show();
    }

    #choose(on) {
        localStorage.setItem(KEPT, on ? 'on' : 'off');
        dispatchEvent(new Event(CHANGED));
    }

    #show() {
        const on = isOn();
        if (this.box) this.box.checked = on;
        if (on === Boolean(this.tiles)) return;
        if (on) {
            this.tiles = tileLayer(source.url, { maxZoom: 19 }).addTo(this.leaflet);
            const whose = el('p', { class: 'basemap-source' }, source.attribution);
            this.whose = Object.assign(new Control({ position: 'bottomright' }), { onAdd: () => whose });
            this.whose.addTo(this.leaflet);
        } else {
            this.tiles.remove();
            this.whose.remove();
            this.tiles = null;
        }
        this.leaflet.getContainer().classList.toggle('has-basemap', on);
        this.onchange();
    }
}
