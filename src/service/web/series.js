// Over time: one index at every publication, of the city and of the selected area, as a chart and as a table.
import * as api from './api.js';
import { chart, SHAPES } from './chart.js';
import { CLASSES } from './choice.js';
import { byId, el, svg } from './dom.js';
import { figure, groupName, measure, percent, t } from './i18n.js';
import { publicationName, publicationShort } from './publications.js';

const isNumber = value => typeof value === 'number';

export class Series {
    constructor({ onerror, onchoose }) {
        Object.assign(this, { onerror, onchoose });
        byId('series-index').addEventListener('change', ({ target }) => {
            this.onchoose(target.value);
            this.#load();
        });
        new ResizeObserver(() => this.#draw()).observe(byId('series'));
    }

    /** The index is the map's, until another one is chosen here. */
    show(choice, area) {
        const { city } = choice,
            locals = city.local_indices.map(({ id }) => id);
        const wanted = choice.series ?? (choice.show === CLASSES ? city.indices[0].id : choice.show);
        const group = (label, entries) =>
            el(
                'optgroup',
                { label },
                entries.map(({ id, name }) => el('option', { value: id }, name)),
            );
        byId('series-index').replaceChildren(
            group(
                t('Of the city and of single areas'),
                city.indices.filter(({ id }) => locals.includes(id)),
            ),
            group(
                t('Of the city'),
                city.indices.filter(({ id }) => !locals.includes(id)),
            ),
        );
        byId('series-index').value = city.indices.some(({ id }) => id === wanted) ? wanted : city.indices[0].id;
        Object.assign(this, { choice, area: area ?? null, locals });
        return this.#load();
    }

    async #load() {
        const { choice, area } = this,
            index = byId('series-index').value;
        const query = { level: choice.level, index, group: choice.group };
        const local = this.locals.includes(index);
        const key = (this.asked = JSON.stringify([query, area]));
        if (key === this.drawn && choice.city === this.city) return;
        const ask = more => api.published(choice.city.id, 'series', { ...query, ...more });
        try {
            const answers = await Promise.all([ask({}), local && area && ask({ unit: area })]);
            if (key !== this.asked) return;
            Object.assign(this, { drawn: key, city: choice.city, answers: answers.filter(Boolean) });
            this.#draw();
        } catch (error) {
            if (error.status === 404) return; // TEMPORARY
            if (key === this.asked) this.onerror(error, () => this.#load());
        }
    }

    #draw() {
        const width = byId('series').clientWidth;
        if (!this.answers || !width) return;
        const [{ index, points }] = this.answers,
            write = index.id === 'share' ? percent : figure;
        const lines = this.answers.map(({ unit, points: own }) => ({
            look: unit ? 'area' : 'city',
            label: unit ? unit.name : t('The whole city'),
            points: points.map(({ publication }) => own.find(point => point.publication === publication) ?? {}),
        }));
        const name = [index.name, index.group && groupName(index.group)].filter(Boolean).join(', ');
        const drawing = chart({
            lines,
            labels: points.map(publicationShort),
            write: index.id === 'share' ? value => percent(value, 1) : value => measure(value),
            name: t('{index} over time', { index: name }),
            width,
        });
        byId('series').replaceChildren(
            el(
                'ul',
                { class: 'chart-legend' },
                lines.map(({ look, label }) => el('li', {}, sample(look), label)),
            ),
            drawing ?? el('p', { class: 'note' }, points.at(-1)?.reason ?? t('no value')),
            points.some(({ comparable }) => comparable === false) &&
                el('p', { class: 'note' }, t('Hollow: other areas or groups than today, not to be compared.')),
            el(
                'details',
                {},
                el('summary', {}, t('The values as a table')),
                el('div', { class: 'table-scroll' }, valueTable(name, lines, points, write)),
            ),
        );
    }
}

const sample = look =>
    svg(
        'svg',
        { class: `chart-sample chart__line--${look}`, viewBox: '-14 -8 28 16', 'aria-hidden': 'true', focusable: 'false' },
        svg('polyline', { points: '-14,0 14,0' }),
        svg('path', { class: 'chart__point', d: SHAPES[look] }),
    );

function valueTable(name, lines, points, write) {
    const cell = ({ value, interval, reason }) => [
        isNumber(value) ? write(value) : el('span', { class: 'no-value' }, reason ?? t('no value')),
        interval &&
            el('span', { class: 'range' }, t('{low} to {high}', { low: write(interval[0]), high: write(interval[1]) })),
    ];
    return el(
        'table',
        { class: 'data' },
        el('caption', {}, name),
        el(
            'thead',
            {},
            el(
                'tr',
                {},
                [t('Published'), ...lines.map(({ label }) => label)].map((label, i) =>
                    el('th', { scope: 'col', class: i > 0 && 'numeric' }, label),
                ),
            ),
        ),
        el(
            'tbody',
            {},
            points.map((point, i) =>
                el(
                    'tr',
                    {},
                    el('th', { scope: 'row' }, publicationName(point)),
                    lines.map(line => el('td', { class: 'numeric' }, cell(line.points[i]))),
                ),
            ),
        ),
    );
}
