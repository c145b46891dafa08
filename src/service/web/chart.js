// A line chart of few points with their intervals, as SVG: the city's line and an area's differ in shape and
// stroke as in colour; what it shows is also in the table below it.
import { svg } from './dom.js';

const HEIGHT = 260,
    LEFT = 60,
    RIGHT = 20,
    TOP = 12,
    BOTTOM = 34;
const CAP = 5; // half the width of a whisker's end
const isNumber = value => typeof value === 'number';

/** line: {look, points: [{value, interval, comparable}]}, one point a label; write(value, decimals) for the axis. */
export function chart({ line, labels, write, name, width }) {
    const values = line.points.flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
    const ticks = roundSteps(values.filter(isNumber));
    if (!ticks.length) return null;
    const [low, high] = [ticks[0], ticks.at(-1)],
        decimals = placesOf(ticks[1] - ticks[0]);
    const x = i =>
        LEFT +
        ((width - LEFT - RIGHT) * (labels.length > 1 ? i + 0.25 : 0.75)) / Math.max(1, labels.length - 0.5);
    const y = value => TOP + ((HEIGHT - TOP - BOTTOM) * (high - value)) / (high - low);
    return svg(
        'svg',
        { class: 'chart', viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-label': name },
        ticks.map(value => [
            svg('line', { class: 'chart__grid', x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value) }),
            svg(
                'text',
                { class: 'chart__tick', x: LEFT - 8, y: y(value) + 4, 'text-anchor': 'end' },
                write(value, decimals),
            ),
        ]),
        labels.map((label, i) =>
            svg('text', { class: 'chart__tick', x: x(i), y: HEIGHT - 10, 'text-anchor': 'middle' }, label),
        ),
        drawLine(line, x, y),
    );
}

const placesOf = step =>
    [0, 1, 2, 3, 4, 5].find(n => Math.abs(step * 10 ** n - Math.round(step * 10 ** n)) < 1e-6) ?? 6;

function drawLine({ look, points }, x, y) {
    const known = points.map((point, i) => ({ ...point, x: x(i) })).filter(({ value }) => isNumber(value));
    const joined = known.filter(({ comparable }) => comparable !== false);
    return svg(
        'g',
        { class: `chart__line chart__line--${look}` },
        svg('polyline', { points: joined.map(point => `${point.x},${y(point.value)}`).join(' ') }),
        known.map(point => [
            point.interval &&
                svg('path', { class: 'chart__whisker', d: whisker(point.x, ...point.interval.map(y)) }),
            svg('path', {
                class: point.comparable === false ? 'chart__point is-other' : 'chart__point',
                d: SHAPES[look],
                transform: `translate(${point.x} ${y(point.value)})`,
            }),
        ]),
    );
}

const whisker = (x, low, high) =>
    `M${x - CAP} ${low}h${2 * CAP}M${x} ${low}V${high}M${x - CAP} ${high}h${2 * CAP}`;

export const SHAPES = { city: 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z', area: 'M-5-5h10v10h-10z' };

/** Round numbers below, between and above the values: four to seven of them. */
export function roundSteps(values) {
    if (!values.length) return [];
    const least = Math.min(...values),
        greatest = Math.max(...values);
    const span = greatest - least || Math.abs(greatest) || 1;
    const power = 10 ** Math.floor(Math.log10(span / 4));
    const step = power * [1, 2, 2.5, 5, 10].find(factor => span / (power * factor) <= 5);
    const first = Math.floor(least / step),
        last = Math.max(first + 1, Math.ceil(greatest / step));
    return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
