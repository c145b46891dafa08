// Over time: one index at every publication, of the city or of the selected area, as a chart and as a table.
import * as api from './api.js';
import { chart, SHAPES } from './chart.js';
import { CLASSES } from './choice.js';
import { byId, el, svg } from './dom.js';
import { figure, groupName, number, percent, t } from './i18n.js';
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

    /** An index that is chosen here; else the map's, of the selected area; else the first one, of the city. */
    show(choice, area) {
        const { city } = choice,
            locals = city.local_indices.map(({ id }) => id),
            globals = city.indices.filter(({ id }) => !locals.includes(id));
        const ofMap = area && choice.show !== CLASSES ? choice.show : globals[0].id;
        const options = entries => entries.map(({ id, name }) => el('option', { value: id }, name));
        byId('series-index').replaceChildren(
            el('optgroup', { label: t('Of the city') }, options(globals)),
            el('optgroup', { label: t('Of the selected area') }, options(city.local_indices)),
        );
        byId('series-index').value = city.indices.some(({ id }) => id === choice.series)
            ? choice.series
            : ofMap;
        Object.assign(this, { choice, area: area ?? null, locals });
        return this.#load();
    }

    async #load() {
        const { choice, area } = this,
            index = byId('series-index').value,
            local = this.locals.includes(index);
        const query = { level: choice.level, index, group: choice.group, ...(local && { unit: area }) };
        const key = (this.asked = JSON.stringify(query));
        if (key === this.drawn && choice.city === this.city) return;
        if (local && !area) {
            this.answer = null;
            this.drawn = key;
            byId('series').replaceChildren(
                el('p', { class: 'note' }, t('Select an area to see it over time.')),
            );
            return;
        }
        try {
            const answer = await api.published(choice.city.id, 'series', query);
            if (key !== this.asked) return;
            Object.assign(this, { drawn: key, city: choice.city, answer });
            this.#draw();
        } catch (error) {
            if (key === this.asked) this.onerror(error, () => this.#load());
        }
    }

    #draw() {
        const width = byId('series').clientWidth;
        if (!this.answer || !width) return;
        const { index, unit, points } = this.answer,
            write = index.id === 'share' ? percent : figure;
        const name = [index.name, index.group && groupName(index.group)].filter(Boolean).join(', ');
        const line = unit
            ? { look: 'area', label: unit.name, points }
            : { look: 'city', label: t('The whole city'), points };
        const drawing = chart({
            line,
            labels: points.map(publicationShort),
            write:
                index.id === 'share'
                    ? (value, decimals) => percent(value, Math.max(0, decimals - 2))
                    : number,
            name: t('{index} over time', { index: name }),
            width,
        });
        byId('series').replaceChildren(
            el('p', { class: 'chart-legend' }, sample(line.look), `${name}: ${line.label}`),
            drawing ?? el('p', { class: 'note' }, points.at(-1)?.reason ?? t('no value')),
            points.some(({ comparable }) => comparable === false)
                ? el(
                      'p',
                      { class: 'note' },
                      t('Hollow: other areas or groups than today, not to be compared.'),
                  )
                : '',
            el(
                'details',
                {},
                el('summary', {}, t('The values as a table')),
                el('div', { class: 'table-scroll' }, valueTable(name, line, write)),
            ),
        );
    }
}

const sample = look =>
    svg(
        'svg',
        {
            class: `chart-sample chart__line--${look}`,
            viewBox: '-14 -8 28 16',
            'aria-hidden': 'true',
            focusable: 'false',
        },
        svg('polyline', { points: '-14,0 14,0' }),
        svg('path', { class: 'chart__point', d: SHAPES[look] }),
    );

function valueTable(name, { label, points }, write) {
    const cell = ({ value, interval, reason }) => [
        isNumber(value) ? write(value) : el('span', { class: 'no-value' }, reason ?? t('no value')),
        interval && el('span', { class: 'range' }, `${write(interval[0])} – ${write(interval[1])}`),
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
                el('th', { scope: 'col' }, t('Published')),
                el('th', { scope: 'col', class: 'numeric' }, label),
            ),
        ),
        el(
            'tbody',
            {},
            points.map(point =>
                el(
                    'tr',
                    {},
                    el('th', { scope: 'row' }, publicationName(point)),
                    el('td', { class: 'numeric' }, cell(point)),
                ),
            ),
        ),
    );
}
