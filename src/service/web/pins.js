// Dwellings and ties as marks on an AreaMap. The shape says the class of the address, the number the rank. All
// marks of dwellings together are one stop of the Tab key: arrows go from rank to rank, Enter picks.
import { divIcon, layerGroup, marker } from './leaflet.js';
import { el, shape } from './dom.js';

const SIZE = 30;
const ALWAYS_LARGE = 20;

export class Pins {
    constructor(areaMap, onpick) {
        this.areaMap = areaMap;
        this.onpick = onpick;
        this.layer = layerGroup().addTo(areaMap.leaflet);
        this.extra = layerGroup().addTo(areaMap.leaflet);
        this.ties = layerGroup().addTo(areaMap.leaflet);
        this.marks = [];
        areaMap.leaflet.on('zoomend fitted', () => this.#density());
    }

    /** Dwellings in the order of their rank: {id, rank, lat, lon, look, label}; without a place they have none. */
    setDwellings(dwellings) {
        this.layer.clearLayers();
        this.extra.clearLayers();
        this.marks = dwellings.filter(hasPlace).map((dwelling, position) => this.#mark(dwelling, position));
        this.marks[0]?.mark.getElement().setAttribute('tabindex', '0');
        this.chosen = null;
        this.#density();
    }

    /** Only these dwellings have marks now; the others are filtered out of the list. */
    show(ids) {
        for (const { id, mark } of this.marks) mark.getElement().hidden = !ids.has(id);
        const reachable = this.marks.find(({ id }) => ids.has(id));
        if (reachable) this.#focusable(reachable);
    }

    /** Ties by their letters: {letter, lat, lon}. */
    setTies(ties) {
        this.ties.clearLayers();
        for (const tie of ties) this.#plain(tie, 'tie', tie.letter).addTo(this.ties);
    }

    /** Brings a dwelling to the front and into view; one that is not ranked gets a mark of its own. */
    choose(dwelling) {
        this.extra.clearLayers();
        this.#light(this.chosen, false);
        this.chosen = this.marks.find(({ id }) => id === dwelling?.id) ?? null;
        this.#light(this.chosen, true);
        if (!dwelling || !hasPlace(dwelling)) return;
        if (!this.chosen) this.#plain(dwelling, 'excluded', '').addTo(this.extra);
        this.areaMap.leaflet.panInside([dwelling.lat, dwelling.lon], { padding: [48, 48] });
    }

    #mark(dwelling, position) {
        const large = dwelling.rank <= ALWAYS_LARGE ? '' : ' pin--late';
        const mark = marker([dwelling.lat, dwelling.lon], {
            icon: icon(`pin pin--${dwelling.look}${large}`, dwelling.look, dwelling.rank),
            keyboard: false,
            zIndexOffset: -1000 * dwelling.rank,
        });
        mark.bindTooltip(el('span', {}, dwelling.label), { direction: 'top', offset: [0, -14] }).addTo(
            this.layer,
        );
        const element = mark.getElement();
        for (const [name, value] of [
            ['role', 'button'],
            ['tabindex', '-1'],
            ['aria-label', dwelling.label],
            ['aria-pressed', 'false'],
            ['data-offer', dwelling.id],
        ])
            element.setAttribute(name, value);
        mark.on('click', () => this.onpick(dwelling.id, 'pointer'));
        element.addEventListener('keydown', event => this.#key(event, position));
        return { id: dwelling.id, mark, zIndexOffset: -1000 * dwelling.rank };
    }

    #plain(place, look, text) {
        return marker([place.lat, place.lon], {
            icon: icon(`pin pin--${look}`, look, text),
            keyboard: false,
            interactive: false,
            zIndexOffset: 900000,
        });
    }

    #light(entry, on) {
        if (!entry) return;
        const element = entry.mark.getElement();
        element.classList.toggle('is-selected', on);
        element.setAttribute('aria-pressed', String(on));
        entry.mark.setZIndexOffset(on ? 1000000 : entry.zIndexOffset);
        if (on) this.#focusable(entry);
    }

    #focusable(entry) {
        for (const { mark } of this.marks) mark.getElement().setAttribute('tabindex', '-1');
        entry.mark.getElement().setAttribute('tabindex', '0');
    }

    #key(event, position) {
        const shown = this.marks.filter(({ mark }) => !mark.getElement().hidden);
        const last = shown.length - 1;
        position = shown.findIndex(({ id }) => id === this.marks[position].id);
        const to = {
            ArrowRight: position + 1,
            ArrowDown: position + 1,
            ArrowLeft: position - 1,
            ArrowUp: position - 1,
            Home: 0,
            End: last,
        }[event.key];
        if (to !== undefined) {
            const entry = shown[Math.min(Math.max(to, 0), last)];
            this.#focusable(entry);
            this.areaMap.leaflet.panInside(entry.mark.getLatLng(), { padding: [48, 48] });
            entry.mark.getElement().focus();
        } else if (event.key === 'Enter' || event.key === ' ') {
            this.onpick(shown[position].id, 'keyboard');
        } else {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
    }

    /** While the whole city is in view only the first ranks are drawn large. */
    #density() {
        const { leaflet, wholeZoom, container } = this.areaMap;
        container.classList.toggle('is-far', leaflet.getZoom() < wholeZoom + 1);
    }
}

const hasPlace = ({ lat, lon }) => typeof lat === 'number' && typeof lon === 'number';

const icon = (className, look, text) =>
    divIcon({
        className,
        iconSize: [SIZE, SIZE],
        html: el(
            'span',
            { class: 'pin__face' },
            shape(look),
            el('span', { class: 'pin__text' }, String(text)),
        ),
    });
