// The city in numbers: every index of a level, for one group and for the whole mix, with intervals; each leads
// to its sheet.
import { addressOf, writeAddress } from './address.js';
import * as api from './api.js';
import { el } from './dom.js';
import { figure, groupName, levelName, number, percent, t } from './i18n.js';
import { publicationName } from './publications.js';

const isNumber = value => typeof value === 'number';
const among = (value, list) => (list.includes(value) ? value : list[0]);

export async function figuresPage({ city, publications, address, onanswer, onerror }) {
    const levels = city.levels.map(({ name }) => name),
        ids = publications.map(({ id }) => id);
    const choice = {
        level: among(address.query.get('level'), levels),
        group: among(address.query.get('group'), city.groups),
        date: ids.find(id => id.startsWith(address.query.get('date') ?? ids[0])) ?? ids[0],
    };
    const box = el('div', {
        class: 'table-scroll',
        role: 'region',
        tabindex: '0',
        'aria-labelledby': 'index-caption',
    });
    const load = async () => {
        try {
            const answer = await api.published(city.id, 'indices', {
                level: choice.level,
                publication: choice.date,
            });
            onanswer(answer);
            box.replaceChildren(indexTable(answer.results, city.indices, choice));
        } catch (error) {
            onerror(error, load);
        }
    };
    const select = (name, label, pairs) =>
        el(
            'div',
            { class: 'field' },
            el('label', { for: `figures-${name}` }, label),
            el(
                'select',
                {
                    id: `figures-${name}`,
                    onchange: ({ target }) => {
                        choice[name] = target.value;
                        writeAddress('figures', { ...choice, date: choice.date.slice(0, 12) });
                        load();
                    },
                },
                pairs.map(([value, text]) => el('option', { value, selected: value === choice[name] }, text)),
            ),
        );
    await load();
    return {
        heading: t('The city in numbers'),
        content: [
            el(
                'form',
                { class: 'map-controls' },
                select(
                    'level',
                    t('Level'),
                    city.levels.map(({ name, units }) => [name, `${levelName(name)} (${number(units)})`]),
                ),
                select(
                    'group',
                    t('Group'),
                    city.groups.map(group => [group, groupName(group)]),
                ),
                select(
                    'date',
                    t('Published'),
                    publications.map(one => [one.id, publicationName(one)]),
                ),
            ),
            box,
        ],
    };
}

/** The city's indices for one group, then those of the whole mix. */
function indexTable(results, catalogue, { level, group }) {
    const about = new Map(catalogue.map(entry => [entry.id, entry]));
    const wanted = results.filter(({ form, groups }) => form === 'multigroup' || groups[0] === group);
    return el(
        'table',
        { class: 'data', id: 'index-table' },
        el(
            'caption',
            { id: 'index-caption' },
            `${t('Indices of the city')}: ${groupName(group)}, ${levelName(level)}`,
        ),
        el(
            'thead',
            {},
            el(
                'tr',
                {},
                [t('Index'), t('Value'), t('Interval (90 %)'), t('Reading')].map((label, i) =>
                    el('th', { scope: 'col', class: (i === 1 || i === 2) && 'numeric' }, label),
                ),
            ),
        ),
        el(
            'tbody',
            {},
            wanted.map(result => indexRow(result, about.get(result.id))),
        ),
    );
}

function indexRow({ id, name, form, groups, parameters, value, interval, reason }, entry) {
    const write = id === 'share' ? percent : figure;
    const about = form === 'multigroup' ? t('all groups') : groups.map(groupName).join(' / ');
    const settings = Object.entries(parameters ?? {}).map(([key, text]) => `${key} = ${text}`);
    return el(
        'tr',
        { 'data-index': id },
        el(
            'th',
            { scope: 'row' },
            el('a', { href: addressOf(`index/${id}`, {}) }, name),
            el('span', { class: 'about' }, [about, ...settings].join(', ')),
        ),
        el(
            'td',
            { class: 'numeric' },
            isNumber(value) ? write(value) : el('span', { class: 'no-value' }, reason ?? t('no value')),
        ),
        el(
            'td',
            { class: 'numeric' },
            interval && t('{low} to {high}', { low: write(interval[0]), high: write(interval[1]) }),
        ),
        el('td', { class: 'reading' }, entry?.reading),
    );
}
