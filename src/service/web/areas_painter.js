// Painting areas on a canvas: fills by look, each border once, hatches, names where they fit, and the marks of
// what is selected. The same for the screen, for paper and for a legend's swatches.
//
// A view is {scale, x, y, width, height, ratio, step}: a place p of the world is at p * scale + (x, y), in CSS
// pixels of a canvas that has `ratio` times as many of its own.

const LINE_HEIGHT = 1.35;

/** Sets the canvas to the view's size and the context to CSS pixels, empty. */
export function prepare(canvas, { width, height, ratio }) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const context = canvas.getContext('2d');
    context.setTransform(canvas.width / width, 0, 0, canvas.height / height, 0, 0);
    return context;
}

/** Paints all areas; lookOf(position) is a look of the palette. Says how much there was to paint. */
export function paintAreas(context, areas, lookOf, view, palette) {
    const shown = visible(areas, view),
        groups = new Map();
    for (const area of shown) {
        const look = lookOf(area);
        if (!groups.has(look)) groups.set(look, []);
        groups.get(look).push(area);
    }
    context.globalAlpha = palette.opacity;
    for (const [look, members] of groups) fill(context, areas, members, palette.fill(look), view, palette);
    context.globalAlpha = 1;
    paintBorders(context, areas, shown, view, palette);
    return shown.length;
}

function visible(areas, { scale, x, y, width, height }) {
    const west = -x / scale,
        north = -y / scale,
        east = (width - x) / scale,
        south = (height - y) / scale,
        { box } = areas,
        shown = [];
    for (let area = 0, b = 0; area < areas.count; area++, b += 4)
        if (box[b] <= east && box[b + 1] <= south && box[b + 2] >= west && box[b + 3] >= north)
            shown.push(area);
    return shown;
}

function fill(context, areas, members, look, view, palette) {
    const { color, hatch } = look;
    const pattern = hatch && palette.pattern(context, look, view);
    for (const area of members) {
        context.beginPath();
        traceArea(context, areas, area, view);
        context.fillStyle = color;
        context.fill('evenodd');
        if (!pattern) continue;
        context.fillStyle = pattern;
        context.fill('evenodd');
    }
}

function traceArea(path, areas, area, view) {
    const { areaRing, ringUse, uses } = areas;
    for (let ring = areaRing[area]; ring < areaRing[area + 1]; ring++) {
        for (let use = ringUse[ring]; use < ringUse[ring + 1]; use++)
            traceArc(path, areas, uses[use], view, use === ringUse[ring]);
        path.closePath();
    }
}

function traceArc(path, { arcStart, x, y, detail }, use, { scale, x: left, y: top, step }, anew) {
    const arc = use < 0 ? ~use : use,
        by = use < 0 ? -1 : 1,
        end = use < 0 ? arcStart[arc] - 1 : arcStart[arc + 1];
    let p = use < 0 ? arcStart[arc + 1] - 1 : arcStart[arc];
    if (anew) path.moveTo(x[p] * scale + left, y[p] * scale + top);
    for (p += by; p !== end; p += by)
        if (detail[p] <= step) path.lineTo(x[p] * scale + left, y[p] * scale + top);
}

/* Each arc once, however many areas have it; thin where areas are small. */
function paintBorders(context, areas, shown, view, palette) {
    const drawn = new Uint8Array(areas.arcStart.length - 1);
    context.beginPath();
    for (const area of shown)
        for (
            let use = areas.ringUse[areas.areaRing[area]];
            use < areas.ringUse[areas.areaRing[area + 1]];
            use++
        ) {
            const arc = areas.uses[use] < 0 ? ~areas.uses[use] : areas.uses[use];
            if (drawn[arc]) continue;
            drawn[arc] = 1;
            traceArc(context, areas, arc, view, true);
        }
    const side = Math.sqrt((view.width * view.height) / Math.max(1, shown.length));
    context.lineJoin = 'round';
    context.lineWidth = Math.min(0.8, Math.max(0.25, side / 40));
    context.strokeStyle = palette.color('border');
    context.stroke();
    paintArcs(context, areas, areas.parents, view, palette.color('parent'), Math.min(1.5, side / 20));
}

export function paintArcs(context, areas, arcs, view, color, width) {
    context.beginPath();
    for (const arc of arcs) traceArc(context, areas, arc, view, true);
    context.lineJoin = context.lineCap = 'round';
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke();
}

/** A line around some arcs that stands out on any colour. */
export function paintMark(context, areas, arcs, view, palette) {
    paintArcs(context, areas, arcs, view, palette.color('halo'), 5.5);
    paintArcs(context, areas, arcs, view, palette.color('mark'), 3);
}

/** Names stand only where they fit into their area and not on another name; wide areas come first. */
export function paintNames(context, areas, view, palette) {
    context.font = palette.font;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    const height = parseFloat(palette.font) * LINE_HEIGHT,
        taken = [];
    const width = area => (areas.box[4 * area + 2] - areas.box[4 * area]) * view.scale;
    const tall = area => (areas.box[4 * area + 3] - areas.box[4 * area + 1]) * view.scale;
    const candidates = visible(areas, view).filter(area => width(area) > 2 * height && tall(area) > height);
    for (const area of candidates.sort((a, b) => width(b) - width(a))) {
        const half = context.measureText(areas.names[area]).width / 2;
        if (2 * half > 0.85 * width(area)) continue;
        const x = areas.centerX[area] * view.scale + view.x,
            y = areas.centerY[area] * view.scale + view.y;
        const place = [x - half, y - height / 2, x + half, y + height / 2];
        if (taken.some(other => overlap(place, other))) continue;
        taken.push(place);
        paintText(context, areas.names[area], x, y, palette);
    }
}

const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

function paintText(context, text, x, y, palette) {
    context.strokeStyle = palette.color('name-halo');
    context.lineWidth = 3;
    context.strokeText(text, x, y);
    context.fillStyle = palette.color('name');
    context.fillText(text, x, y);
}

/** A legend's piece of colour. */
export function paintSwatch(canvas, look, palette) {
    const view = {
        width: canvas.clientWidth || 96,
        height: canvas.clientHeight || 16,
        ratio: devicePixelRatio,
    };
    const context = prepare(canvas, view),
        filling = palette.fill(look);
    for (const style of [filling.color, filling.hatch && palette.pattern(context, filling, view)].filter(
        Boolean,
    )) {
        context.fillStyle = style;
        context.fillRect(0, 0, view.width, view.height);
    }
}
