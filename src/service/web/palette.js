// The colours of maps, as the style sheet has them now: light, dark, high contrast or paper. A canvas knows no
// style sheet, so custom properties of its element are read (--xenia-map-...), and whoever draws is told when
// they change.
//
// A look is a word: 'class-mixed', 'ramp-5-0' (the first of five), 'above-2-1' and 'below-2-1' (from the middle
// outwards), 'center', 'no-value', 'withheld'; ' uncertain' behind it hatches it.

const TILE = 8; // pixels between two hatches

export class Palette {
    constructor(element) {
        this.element = element;
        this.read();
    }

    read() {
        this.style = getComputedStyle(this.element);
        this.fills = new Map();
        this.colors = new Map();
        this.opacity = Number(this.#property('opacity')) || 1;
        this.font = `${this.#property('name-size')} ${this.style.fontFamily}`;
    }

    #property(name) {
        return this.style.getPropertyValue(`--xenia-map-${name}`).trim();
    }

    /** A colour by its name in the style sheet, without --xenia-map-. */
    color(name) {
        if (!this.colors.has(name)) this.colors.set(name, this.#resolve(this.#property(name)));
        return this.colors.get(name);
    }

    /* System colours mean something only as part of an element. */
    #resolve(text) {
        const probe = document.createElement('i');
        probe.style.forcedColorAdjust = 'none'; // data keep their colours
        probe.style.color = text;
        this.element.append(probe);
        const { color } = getComputedStyle(probe);
        probe.remove();
        return color;
    }

    /** {color, hatch, line}: what a look is filled with. */
    fill(look) {
        if (!this.fills.has(look)) this.fills.set(look, this.#fillOf(look));
        return this.fills.get(look);
    }

    #fillOf(look) {
        const [name, uncertain] = look.split(' ');
        const place = /^(ramp-\d|above-\d|below-\d)-(\d)$/.exec(name);
        const color = place
            ? this.#resolve(this.#property(place[1]).split(/\s+/)[place[2]])
            : this.color(name);
        const hatch = uncertain ? 'rising' : this.#property(`${name}-hatch`);
        return { color, hatch, line: uncertain ? contrasting(color) : hatch && this.color(`${name}-line`) };
    }

    /** The hatch as a pattern that stays where it is when the map is moved by (x, y). */
    pattern(context, { hatch, line }, { ratio, x = 0, y = 0 }) {
        const size = Math.round(TILE * ratio),
            tile = document.createElement('canvas'),
            pen = tile.getContext('2d');
        tile.width = tile.height = size;
        pen.strokeStyle = line;
        pen.lineWidth = 1.25 * ratio;
        if (hatch !== 'falling') strokes(pen, size, false);
        if (hatch !== 'rising') strokes(pen, size, true);
        const pattern = context.createPattern(tile, 'repeat');
        pattern.setTransform(
            new DOMMatrix([1 / ratio, 0, 0, 1 / ratio, x % (size / ratio), y % (size / ratio)]),
        );
        return pattern;
    }
}

/* The middle line and the corners that its neighbours reach into. */
function strokes(pen, size, falling) {
    pen.beginPath();
    for (const shift of [-size, 0, size]) {
        pen.moveTo(shift - size, falling ? -size : 2 * size);
        pen.lineTo(shift + 2 * size, falling ? 2 * size : -size);
    }
    pen.stroke();
}

/** Black or white, whichever stands out (relative luminance of WCAG 2), and thin enough to see the colour. */
function contrasting(color) {
    const [r, g, b] = color
        .match(/[\d.]+/g)
        .map(part => part / 255)
        .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000a' : '#fffb';
}

/** Calls back whenever colours or the screen's resolution may have changed. */
export function onNewLook(listener) {
    for (const query of [
        '(prefers-color-scheme: dark)',
        '(prefers-contrast: more)',
        '(forced-colors: active)',
    ])
        matchMedia(query).addEventListener('change', listener);
    const watchResolution = () =>
        matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener(
            'change',
            () => {
                watchResolution();
                listener();
            },
            { once: true },
        );
    watchResolution();
}
