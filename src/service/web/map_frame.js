// One map of the working group's view with what belongs to it: heading and legend above; below, what is
// selected, what the hatches mean, how to read the index, and the same picture as files.
import { addressOf } from './address.js';
import { paintSwatch } from './areas_painter.js';
import { fileLink } from './downloads.js';
import { el } from './dom.js';
import { t } from './i18n.js';
import { classOf, legendEntry, legendOf, writing } from './legend.js';
import { AreaMap } from './map.js';

const FORMS = ['svg', 'png', 'pdf', 'csv', 'geojson'];
const NAMES = { svg: 'SVG', png: 'PNG', pdf: 'PDF', csv: 'CSV', geojson: 'GeoJSON' };

export class MapFrame {
    /** `name` begins the ids of its parts; onpick(unit_id), onerror(error, retry). */
    constructor(name, { onpick, onerror }) {
        Object.assign(this, { onpick, onerror });
        const part = (tag, what, attributes) =>
            (this[what] = el(tag, { id: `${name}-${what}`, ...attributes }));
        this.figure = el(
            'figure',
            { class: 'map-frame', 'aria-labelledby': `${name}-heading` },
            el(
                'div',
                { class: 'map-head' },
                el(
                    'div',
                    { class: 'map-title' },
                    part('p', 'heading', { class: 'legend-title' }),
                    part('p', 'date', {}),
                ),
                part('ul', 'legend', { class: 'legend--strip', 'aria-labelledby': `${name}-heading` }),
            ),
            part('div', 'map', { class: 'map' }),
            el(
                'figcaption',
                {},
                part('p', 'selected', { class: 'selected' }),
                part('p', 'hatches', { class: 'map-note' }),
                part('p', 'reading', { class: 'map-note' }),
                part('p', 'downloads', { class: 'downloads' }),
            ),
        );
    }

    /** Once the figure is in the page: Leaflet measures what it draws into. */
    start() {
        this.areaMap = new AreaMap(this.map);
        this.areaMap.leaflet.on('newlook', () => this.#paintSwatches());
    }

    /** Shows an answer: its areas, legend, notes. */
    show({ areas, data, date, label, threshold, files }) {
        this.data = data;
        this.byUnit = new Map(data.units.map(unit => [unit.unit_id, unit]));
        this.areaMap.setLabel(label);
        this.date.textContent = date;
        this.reading.replaceChildren(
            ...(data.index
                ? [
                      `${data.index.reading} `,
                      el('a', { href: addressOf(`index/${data.index.id}`, {}) }, t('About this index')),
                  ]
                : []),
        );
        this.#offer(files);
        if (this.areas !== areas) {
            this.areas = areas;
            this.areaMap.setAreas(areas, { onpick: this.onpick, describe: id => this.describe(id) });
        }
        this.color(threshold);
    }

    /** Colours the areas by the classes of a threshold, or (null) by those that hold. */
    color(threshold) {
        this.threshold = threshold;
        const legend = (this.legendShown = legendOf(this.data, threshold));
        this.heading.textContent = legend.heading;
        this.areaMap.paint(id => {
            const unit = this.byUnit.get(id);
            return unit ? legend.look(unit) : 'no-value';
        });
        this.legend.replaceChildren(...legend.entries.map(legendEntry));
        this.hatches.textContent = [
            legend.explanation && sentence(legend.explanation),
            ...hatchNotes(legend, this.data),
        ]
            .filter(Boolean)
            .join(' ');
        this.#paintSwatches();
    }

    #paintSwatches() {
        for (const canvas of this.legend.querySelectorAll('canvas'))
            paintSwatch(canvas, canvas.dataset.look, this.areaMap.palette);
    }

    /** "Aegidii 1: 15.2 % (12.0 % to 18.9 %), mixed" */
    describe(id) {
        const { data } = this,
            unit = this.byUnit?.get(id);
        if (!unit) return null;
        const name = classOf(unit, data, this.threshold);
        const kind = name ? t(name) : (unit.class_reason ?? t('no value'));
        if (!data.index) return t('{area}: {value}', { area: unit.name, value: kind });
        const write = writing(data);
        if (typeof unit.value !== 'number')
            return t('{area}: {value}', {
                area: unit.name,
                value: unit.withheld ? t('withheld: small numbers') : (unit.reason ?? t('no value')),
            });
        const sure = [
            unit.interval && `(${write.interval(unit.interval)})`,
            unit.uncertain && t('uncertain'),
        ];
        const value = [write.value(unit.value), data.since && write.unit, ...sure].filter(Boolean).join(' ');
        return t('{area}: {value}', { area: unit.name, value: name ? `${value}, ${kind}` : value });
    }

    /** Marks areas; says of a single one what is known. */
    select(units, about) {
        this.areaMap.highlight(units);
        this.selected.textContent = units.length === 1 ? this.describe(units[0]) : (about ?? '');
    }

    #offer({ city, measure, query }) {
        const links = FORMS.map(form =>
            fileLink(
                NAMES[form],
                { city, path: `maps/${measure}.${form}`, query: { ...query, download: 'yes' } },
                this.onerror,
            ),
        );
        this.downloads.replaceChildren(el('span', {}, t('Download this map:')), ...links);
    }
}

const sentence = text => `${text[0].toLocaleUpperCase()}${text.slice(1)}.`;

function hatchNotes({ uncertain, withheld }, { since }) {
    return [
        uncertain &&
            (since
                ? t('Hatched: the interval of the change holds 0, so it may be chance.')
                : t(
                      'Hatched: the interval (90 %) reaches over more than two colours, so the colour is uncertain.',
                  )),
        withheld &&
            t(
                'Crossed: withheld, because so few people are concerned that the number would tell of somebody.',
            ),
    ];
}
