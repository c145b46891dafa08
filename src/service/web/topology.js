// The borders of a level as arcs (TopoJSON, each border between two areas once), decoded once into typed
// arrays.
//
// Coordinates are Leaflet's pixels at zoom 0 (Web Mercator, 256 wide), so a zoom is one multiplication. Every
// point knows from which step of detail on it is drawn; neighbours use the same arc, so they share it at every
// step.

const WORLD = 256;
const METRES_PER_WORLD = 40075016.686;

const projectX = lon => WORLD * (lon / 360 + 0.5);
const projectY = lat =>
    WORLD * (0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI));

export class Areas {
    constructor({ transform, arcs, detail, objects }) {
        this.metres = detail.metres;
        this.#readArcs(arcs, detail.arcs, transform);
        this.#readAreas(objects.areas.geometries);
        this.parents = Int32Array.from((objects.parents?.arcs ?? []).flat());
        this.#findBoxes();
        this.#placeCenters(objects.areas.geometries);
    }

    /* details: a digit for each position of each arc. */
    #readArcs(arcs, details, { scale, translate }) {
        const n = arcs.reduce((sum, arc) => sum + arc.length, 0);
        this.x = new Float64Array(n);
        this.y = new Float64Array(n);
        this.detail = new Uint8Array(n);
        this.arcStart = new Uint32Array(arcs.length + 1);
        let at = 0;
        arcs.forEach((arc, a) => {
            let x = 0,
                y = 0;
            arc.forEach(([dx, dy], i) => {
                x += dx;
                y += dy;
                this.x[at] = projectX(x * scale[0] + translate[0]);
                this.y[at] = projectY(y * scale[1] + translate[1]);
                this.detail[at++] = details[a].charCodeAt(i) - 48;
            });
            this.arcStart[a + 1] = at;
        });
    }

    /* Areas have rings, rings use arcs; a use below 0 is ~arc, against its direction. */
    #readAreas(geometries) {
        const areaRing = [0],
            ringUse = [0],
            uses = [];
        for (const { type, arcs } of geometries) {
            for (const ring of type === 'MultiPolygon' ? arcs.flat() : (arcs ?? [])) {
                for (const use of ring) uses.push(use);
                ringUse.push(uses.length);
            }
            areaRing.push(ringUse.length - 1);
        }
        this.count = geometries.length;
        this.ids = geometries.map(({ id }) => String(id));
        this.names = geometries.map(({ properties }) => properties.name);
        this.position = new Map(this.ids.map((id, i) => [id, i]));
        this.areaRing = Uint32Array.from(areaRing);
        this.ringUse = Uint32Array.from(ringUse);
        this.uses = Int32Array.from(uses);
    }

    #findBoxes() {
        this.box = new Float64Array(4 * this.count);
        for (let area = 0; area < this.count; area++) this.box.set(this.#boxOf(area), 4 * area);
    }

    #boxOf(area) {
        const box = [Infinity, Infinity, -Infinity, -Infinity];
        for (const arc of this.arcsOf(area))
            for (let p = this.arcStart[arc]; p < this.arcStart[arc + 1]; p++) {
                box[0] = Math.min(box[0], this.x[p]);
                box[1] = Math.min(box[1], this.y[p]);
                box[2] = Math.max(box[2], this.x[p]);
                box[3] = Math.max(box[3], this.y[p]);
            }
        return box;
    }

    #placeCenters(geometries) {
        this.centerX = new Float64Array(this.count);
        this.centerY = new Float64Array(this.count);
        geometries.forEach(({ properties: { center } }, i) => {
            this.centerX[i] = center ? projectX(center[0]) : (this.box[4 * i] + this.box[4 * i + 2]) / 2;
            this.centerY[i] = center ? projectY(center[1]) : (this.box[4 * i + 1] + this.box[4 * i + 3]) / 2;
        });
    }

    /** The arcs of an area, whatever their direction. */
    arcsOf(area) {
        const uses = this.uses.subarray(
            this.ringUse[this.areaRing[area]],
            this.ringUse[this.areaRing[area + 1]],
        );
        return uses.map(use => (use < 0 ? ~use : use));
    }

    /** The arcs around some areas taken together: those that only one of them has. */
    outline(areas) {
        const odd = new Set();
        for (const area of areas) for (const arc of this.arcsOf(area)) odd.delete(arc) || odd.add(arc);
        return [...odd];
    }

    /** [west, north, east, south] around some areas, in pixels of zoom 0; null: they have no shape. */
    around(areas) {
        const box = [Infinity, Infinity, -Infinity, -Infinity];
        for (const area of areas)
            for (let k = 0; k < 4; k++)
                box[k] = (k < 2 ? Math.min : Math.max)(box[k], this.box[4 * area + k]);
        return box[0] < box[2] ? box : null;
    }

    /** The step of detail that is right within half a pixel at a zoom. */
    stepAt(zoom) {
        const middle = this.count ? (this.box[1] + this.box[3]) / 2 : WORLD / 2;
        const stretch = Math.cosh(Math.PI * (1 - (2 * middle) / WORLD)); // Mercator's, at this latitude
        const metresPerPixel = METRES_PER_WORLD / stretch / (WORLD * 2 ** zoom);
        const step = this.metres.findIndex(metres => metres <= metresPerPixel / 2);
        return step < 0 ? this.metres.length - 1 : step;
    }

    /** The area at a place, as it is drawn at a step of detail; -1: none. */
    at(x, y, step) {
        for (let area = 0; area < this.count; area++) {
            const b = 4 * area;
            if (x < this.box[b] || y < this.box[b + 1] || x > this.box[b + 2] || y > this.box[b + 3])
                continue;
            if (this.#contains(area, x, y, step)) return area;
        }
        return -1;
    }

    /** Even-odd over all rings: an edge counts when it crosses the line from the place to the east. Edges are taken
     *  arc by arc: their direction does not matter. */
    #contains(area, x, y, step) {
        let inside = false;
        for (const arc of this.arcsOf(area)) {
            let last = this.arcStart[arc];
            for (let p = last + 1; p < this.arcStart[arc + 1]; p++) {
                if (this.detail[p] > step) continue;
                const above = this.y[p] > y;
                if (
                    above !== this.y[last] > y &&
                    x <
                        ((this.x[last] - this.x[p]) * (y - this.y[p])) / (this.y[last] - this.y[p]) +
                            this.x[p]
                )
                    inside = !inside;
                last = p;
            }
        }
        return inside;
    }
}
