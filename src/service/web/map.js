// A map of areas without a base map: borders as SVG, coloured by style sheet classes (so light, dark and
// print come from app.css), names where they fit. Every area is also in a list or table beside the map, so
// the areas themselves need no keyboard; the map's own keys (arrows, plus, minus) stay Leaflet's.
import { control, divIcon, geoJSON, map as leafletMap, marker, svg } from './leaflet.js';
import { el } from './dom.js';
import { t } from './i18n.js';

const LETTER_WIDTH = 6.3,
    LABEL_HEIGHT = 16;
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
            renderer: svg({ padding: 0.6 }),
            tap: false,
            zoomAnimation: !still,
            fadeAnimation: !still,
            inertia: !still,
            maxBoundsViscosity: 0.8,
        }).setView([0, 0], 0); // somewhere, so that layers can be added before the borders are known
        this.leaflet.createPane('names').classList.add('names-pane');
        container.setAttribute('role', 'region');
        container.addEventListener('focusin', () => this.leaflet.scrollWheelZoom.enable());
        container.addEventListener('focusout', () => this.leaflet.scrollWheelZoom.disable());
        this.leaflet.on('zoomstart dragstart', () => {
            this.moved ||= !this.fitting;
        });
        this.leaflet.on('zoomend', () => this.#placeNames());
        new ResizeObserver(() => this.#resized()).observe(container);
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
    }

    /** Draws the borders; onpick(unit_id) when an area is clicked, describe(unit_id) for the one pointed at. */
    setAreas(collection, { onpick, describe }) {
        this.areas?.remove();
        this.moved = false;
        this.areas = geoJSON(collection, {
            style: { className: 'area' },
            onEachFeature: ({ properties }, layer) => {
                layer.on('click', () => onpick?.(properties.unit_id));
                layer.bindTooltip(() => el('span', {}, describe(properties.unit_id) ?? properties.name), {
                    sticky: true,
                });
            },
        }).addTo(this.leaflet);
        this.byUnit = new Map(this.areas.getLayers().map(layer => [layer.feature.properties.unit_id, layer]));
        this.#fit();
    }

    /** Colours each area: look(unit_id) is a class of app.css. */
    paint(look) {
        this.look = look;
        for (const unit of this.byUnit?.keys() ?? []) this.#paintOne(unit);
    }

    /** Marks one area; null marks none. */
    highlight(unit) {
        const before = this.marked;
        this.marked = unit;
        for (const id of [before, unit]) if (this.byUnit?.has(id)) this.#paintOne(id);
        this.byUnit?.get(unit)?.bringToFront();
    }

    #paintOne(unit) {
        const classes = [
            'area',
            'leaflet-interactive',
            this.look(unit),
            unit === this.marked && 'is-selected',
        ];
        this.byUnit.get(unit).getElement()?.setAttribute('class', classes.filter(Boolean).join(' '));
    }

    #resized() {
        this.leaflet.invalidateSize({ pan: false });
        if (this.areas && !this.moved) this.#fit();
    }

    #fit() {
        if (!this.container.clientWidth) return;
        const bounds = this.areas.getBounds();
        if (!bounds.isValid()) return;
        this.fitting = true;
        this.leaflet.setMinZoom(0).fitBounds(bounds, { padding: [14, 14], animate: false });
        this.leaflet.setMinZoom(this.leaflet.getZoom() - 1).setMaxBounds(bounds.pad(0.6));
        this.wholeZoom = this.leaflet.getZoom();
        this.fitting = false;
        if (this.look) this.paint(this.look);
        this.#placeNames();
        this.leaflet.fire('fitted');
    }

    /** Names stand only where they fit into their area at this zoom. */
    #placeNames() {
        for (const name of this.names ?? []) name.remove();
        this.names = [];
        for (const layer of this.areas?.getLayers() ?? []) {
            const { name } = layer.feature.properties,
                bounds = layer.getBounds();
            const low = this.leaflet.latLngToLayerPoint(bounds.getSouthWest());
            const high = this.leaflet.latLngToLayerPoint(bounds.getNorthEast());
            if (name.length * LETTER_WIDTH > (high.x - low.x) * 0.85 || LABEL_HEIGHT > low.y - high.y)
                continue;
            const icon = divIcon({
                className: 'area-name',
                html: el('span', { 'aria-hidden': 'true' }, name),
                iconSize: [0, 0],
            });
            this.names.push(
                marker(layer.getCenter(), { icon, pane: 'names', interactive: false, keyboard: false }).addTo(
                    this.leaflet,
                ),
            );
        }
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
