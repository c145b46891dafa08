// Areas as a layer of Leaflet: one canvas for all of them, and one above it for what is marked, so that a mark
// costs no new drawing. Both are a little larger than the window, move with it, and are drawn anew when the map
// has come to rest.
import { DomUtil, Layer, point } from './leaflet.js';
import { paintAreas, paintMark, paintNames, prepare } from './areas_painter.js';

const MARGIN = 0.25; // of the window, on each side
const MEASURE = 'xenia:areas-drawn';

export class AreasLayer extends Layer {
    constructor(palette) {
        super();
        this.palette = palette;
        this.marked = [];
    }

    onAdd(map) {
        this.map = map;
        this.canvases = ['areas-canvas', 'marks-canvas'].map(name => {
            const canvas = DomUtil.create('canvas', `${name} leaflet-zoom-animated`, this.getPane());
            canvas.setAttribute('aria-hidden', 'true');
            return canvas;
        });
    }

    onRemove() {
        for (const canvas of this.canvases) canvas.remove();
    }

    getEvents() {
        return { viewreset: this.redraw, moveend: this.redraw, move: this.#follow, zoomanim: this.#animate };
    }

    setAreas(areas) {
        this.areas = areas;
        this.marked = [];
    }

    /** lookOf(position): a look of the palette. */
    setLook(lookOf) {
        this.lookOf = lookOf;
        this.redraw();
    }

    /** Marks arcs; [] marks nothing. */
    mark(arcs) {
        this.marked = arcs;
        if (this.view) this.#drawMarks();
    }

    redraw() {
        if (!this.areas || !this.lookOf || !this.map?.getSize().x) return;
        const start = performance.now();
        this.view = this.#frame();
        const context = prepare(this.canvases[0], this.view);
        const drawn = paintAreas(context, this.areas, this.lookOf, this.view, this.palette);
        paintNames(context, this.areas, this.view, this.palette);
        this.#drawMarks();
        performance.clearMeasures(MEASURE);
        performance.measure(MEASURE, { start, detail: { areas: drawn, step: this.view.step } });
    }

    /** The window and a margin around it, and where it lies. */
    #frame() {
        const { map } = this,
            size = map.getSize(),
            margin = size.multiplyBy(MARGIN).round(),
            corner = map.containerPointToLayerPoint(margin.multiplyBy(-1)),
            origin = map.getPixelOrigin().add(corner),
            zoom = map.getZoom();
        this.corner = corner;
        this.northWest = map.layerPointToLatLng(corner);
        for (const canvas of this.canvases) {
            DomUtil.setTransform(canvas, corner, 1);
            canvas.style.width = `${size.x + 2 * margin.x}px`;
            canvas.style.height = `${size.y + 2 * margin.y}px`;
        }
        return {
            scale: 2 ** zoom,
            x: -origin.x,
            y: -origin.y,
            width: size.x + 2 * margin.x,
            height: size.y + 2 * margin.y,
            ratio: devicePixelRatio,
            step: this.areas.stepAt(zoom),
        };
    }

    #drawMarks() {
        const context = prepare(this.canvases[1], this.view);
        if (this.marked.length) paintMark(context, this.areas, this.marked, this.view, this.palette);
    }

    /** A drag beyond the margin is drawn on the way; a step of a zoom without animation waits for its end. */
    #follow() {
        if (!this.view || this.view.scale !== 2 ** this.map.getZoom()) return;
        const moved = this.map.containerPointToLayerPoint([0, 0]).subtract(this.corner);
        const { x, y } = this.map.getSize();
        if (moved.x < 0 || moved.y < 0 || moved.x + x > this.view.width || moved.y + y > this.view.height)
            this.redraw();
    }

    #animate({ center, zoom }) {
        if (!this.view) return;
        const { map } = this;
        const half = map.getSize().divideBy(2);
        const origin = map
            .project(center, zoom)
            .subtract(half)
            .add(DomUtil.getPosition(map.getPane('mapPane')))
            .round();
        const corner = map.project(this.northWest, zoom).subtract(origin);
        for (const canvas of this.canvases)
            DomUtil.setTransform(canvas, point(corner), 2 ** zoom / this.view.scale);
    }

    /** The area at a place: its position, or -1. */
    at(latlng) {
        if (!this.areas || !this.view) return -1;
        const { x, y } = this.map.project(latlng, 0);
        return this.areas.at(x, y, this.view.step);
    }
}
