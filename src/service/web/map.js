// A map of areas, above a background map where there is one (basemap.js). The areas are one canvas (areas_layer.js); every area is also in a list
// or table beside the map, so the areas themselves need no keyboard; the map's own keys (arrows, plus, minus)
// stay Leaflet's.
import { control, latLngBounds, map as leafletMap, point, tooltip } from './leaflet.js';
import { AreasLayer } from './areas_layer.js';
import { Basemap } from './basemap.js';
import { paintAreas, paintMark, paintNames, prepare } from './areas_painter.js';
import { el } from './dom.js';
import { t } from './i18n.js';
import { Palette, onNewLook } from './palette.js';

const PRINT_WIDTH = 2400; // dots
const still = matchMedia('(prefers-reduced-motion: reduce)').matches;

export class AreaMap {
    constructor(container) {
        this.container = container;
        this.leaflet = leafletMap(container, {
            attributionControl: false,
            zoomControl: false,
            zoomSnap: 0.25,
            zoomDelta: 0.5,
            scrollWheelZoom: false,
            tap: false,
            zoomAnimation: !still,
            fadeAnimation: !still,
            inertia: !still,
            maxBoundsViscosity: 0.8,
        }).setView([0, 0], 0); // somewhere, so that layers can be added before the borders are known
        container.setAttribute('role', 'region');
        container.addEventListener('focusin', () => this.leaflet.scrollWheelZoom.enable());
        container.addEventListener('focusout', () => this.leaflet.scrollWheelZoom.disable());
        this.palette = new Palette(container);
        this.layer = new AreasLayer(this.palette).addTo(this.leaflet);
        this.basemap = new Basemap(this.leaflet, () => this.#lookAgain());
        this.tip = tooltip({ direction: 'top', offset: [0, -6] });
        this.leaflet.on('zoomstart dragstart', () => {
            this.moved ||= !this.fitting;
        });
        this.leaflet.on('mousemove', ({ latlng }) => this.#point(latlng));
        this.leaflet.on('mouseout zoomstart dragstart', () => this.#point(null));
        this.leaflet.on('click', ({ latlng }) => this.#click(latlng));
        new ResizeObserver(() => this.#resized()).observe(container);
        onNewLook(() => this.#lookAgain());
        addEventListener('beforeprint', () => this.#printCopy());
        addEventListener('afterprint', () => this.#screenAgain());
    }

    /** The map's name and the names of its buttons, again at each change of language. */
    setLabel(label) {
        this.container.setAttribute('aria-label', label);
        if (this.zoomButtons) this.zoomButtons.remove();
        this.zoomButtons = control.zoom({
            position: 'topright',
            zoomInTitle: t('Zoom in'),
            zoomOutTitle: t('Zoom out'),
        });
        this.zoomButtons.addTo(this.leaflet);
        this.basemap.label();
    }

    /** Draws the borders; onpick(unit_id) when an area is clicked, describe(unit_id) for the one pointed at. */
    setAreas(areas, { onpick, describe }) {
        const before = this.moved && this.areas ? this.view() : null;
        Object.assign(this, { areas, onpick, describe, moved: false });
        this.layer.setAreas(areas);
        this.#fit();
        if (before) this.show(before); // another level of the same city
    }

    /** Where the reader has moved the map to: [lat, lon, zoom]; null: the whole city is shown. */
    view() {
        if (!this.moved) return null;
        const { lat, lng } = this.leaflet.getCenter();
        return [lat, lng, this.leaflet.getZoom()];
    }

    /** Shows a piece of the city, or (null) all of it; a piece that has nothing of the city is not shown. */
    show(view) {
        if (!view) return this.#fit();
        const [lat, lon, zoom] = view;
        const box = this.areas?.around(Array.from(this.areas.ids, (_, i) => i));
        if (!box || !this.#bounds(box).contains([lat, lon])) return;
        this.moved = true;
        this.leaflet.setView([lat, lon], zoom, { animate: false });
    }

    /** Colours each area: look(unit_id) is a look of the palette. */
    paint(look) {
        this.lookOf = position => look(this.areas.ids[position]);
        this.layer.setLook(this.lookOf);
    }

    /** Marks one area, or several as one; null marks none. */
    highlight(units) {
        const places = [units ?? []].flat().map(id => this.areas?.position.get(id));
        this.marked = this.areas?.outline(places.filter(place => place !== undefined)) ?? [];
        this.layer.mark(this.marked);
    }

    /** Brings areas into view, with some of what lies around them. */
    zoomTo(units) {
        const box = this.areas.around(
            units.map(id => this.areas.position.get(id)).filter(p => p !== undefined),
        );
        if (!box) return;
        this.moved = true;
        const bounds = this.#bounds(box).pad(units.length > 1 ? 0.1 : 1.5);
        this.leaflet.fitBounds(bounds, { maxZoom: this.wholeZoom + 6, animate: !still });
    }

    /** Two maps that always show the same piece of the city. */
    linkTo(other) {
        this.leaflet.on('move zoomend', () => this.#lead(other));
        other.leaflet.on('move zoomend', () => other.#lead(this));
        other.partner = this;
    }

    #lead(other) {
        if (this.following || this.fitting || !this.#isShown() || !other.#isShown()) return;
        other.following = true;
        other.moved = this.moved;
        other.leaflet.setView(this.leaflet.getCenter(), this.leaflet.getZoom(), { animate: false });
        other.following = false;
    }

    #isShown() {
        return this.wholeZoom !== undefined && this.container.clientWidth > 0;
    }

    #bounds([west, north, east, south]) {
        return latLngBounds(
            this.leaflet.unproject(point(west, south), 0),
            this.leaflet.unproject(point(east, north), 0),
        );
    }

    #fit() {
        const box = this.areas?.around(Array.from(this.areas.ids, (_, i) => i));
        if (!box || !this.container.clientWidth) return;
        this.moved = false;
        const bounds = this.#bounds(box);
        this.fitting = true;
        this.leaflet.invalidateSize({ pan: false }); // it may have been hidden
        this.leaflet
            .setMinZoom(0)
            .setMaxBounds(null)
            .fitBounds(bounds, { padding: [14, 14], animate: false });
        this.leaflet.setMinZoom(this.leaflet.getZoom() - 1).setMaxBounds(bounds.pad(0.6));
        this.wholeZoom = this.leaflet.getZoom();
        this.fitting = false;
        this.leaflet.fire('fitted');
        if (this.partner?.moved) this.partner.#lead(this);
    }

    #resized() {
        if (!this.container.clientWidth) return;
        if (this.areas && !this.moved) return this.#fit();
        this.leaflet.invalidateSize({ pan: false });
        this.layer.redraw();
    }

    /* --- pointing ------------------------------------------------------------------------------------------ */

    #point(latlng) {
        const place = latlng ? this.layer.at(latlng) : -1;
        this.container.classList.toggle('is-on-area', place >= 0 && Boolean(this.onpick));
        if (place < 0) return this.tip.remove();
        if (place !== this.pointed || !this.tip.isOpen()) {
            const id = this.areas.ids[place];
            this.tip.setContent(el('span', {}, this.describe?.(id) ?? this.areas.names[place]));
        }
        this.pointed = place;
        this.leaflet.openTooltip(this.tip.setLatLng(latlng));
    }

    #click(latlng) {
        const place = this.layer.at(latlng);
        if (place >= 0 && !this.container.classList.contains('is-picking'))
            this.onpick?.(this.areas.ids[place]);
    }

    /* --- looks ----------------------------------------------------------------------------------------------- */

    #lookAgain() {
        this.palette.read();
        this.layer.redraw();
        this.leaflet.fire('newlook');
    }

    /** Paper gets a drawing of its own, of what the window shows, in the colours of paper. */
    #printCopy() {
        const { width, height } = this.container.getBoundingClientRect();
        if (!this.areas || !this.lookOf || !width || this.copy) return;
        document.documentElement.classList.add('is-printing');
        this.palette.read();
        const origin = this.leaflet.getPixelBounds().min,
            zoom = this.leaflet.getZoom();
        const view = {
            scale: 2 ** zoom,
            x: -origin.x,
            y: -origin.y,
            width,
            height,
            ratio: PRINT_WIDTH / width,
            step: this.areas.stepAt(zoom + Math.log2(PRINT_WIDTH / width)),
        };
        this.copy = el('canvas', { class: 'map-on-paper', 'aria-hidden': 'true' });
        const context = prepare(this.copy, view);
        paintAreas(context, this.areas, this.lookOf, view, this.palette);
        paintNames(context, this.areas, view, this.palette);
        if (this.marked?.length) paintMark(context, this.areas, this.marked, view, this.palette);
        this.container.append(this.copy);
    }

    #screenAgain() {
        document.documentElement.classList.remove('is-printing');
        this.copy?.remove();
        this.copy = null;
        this.#lookAgain();
    }
}

/** One pick of a place: a click, or Enter for the middle of the map. Resolves to {lat, lng}, or null when it is
 *  given up with Escape or by the signal. */
export function pickPlace(areaMap, signal) {
    const { leaflet, container } = areaMap;
    container.classList.add('is-picking');
    container.focus({ preventScroll: true });
    return new Promise(resolve => {
        const done = place => {
            container.classList.remove('is-picking');
            leaflet.off('click', clicked);
            container.removeEventListener('keydown', pressed, true);
            resolve(place);
        };
        const clicked = event => done(event.latlng);
        const pressed = event => {
            if (event.key === 'Enter') done(leaflet.getCenter());
            else if (event.key === 'Escape') done(null);
            else return;
            event.preventDefault();
            event.stopPropagation();
        };
        leaflet.on('click', clicked);
        container.addEventListener('keydown', pressed, true);
        signal.addEventListener('abort', () => done(null), { once: true });
    });
}
