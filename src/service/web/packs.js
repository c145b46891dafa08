// Packs and reports: what was published for each meeting and quarter, as files that never change.
import * as api from './api.js';
import { fileLink } from './downloads.js';
import { el } from './dom.js';
import { date, levelName, t } from './i18n.js';
import { publicationName } from './publications.js';

export async function packsPage({ city, publications, onerror }) {
    const { packs } = await api.packs(city.id);
    const link = (label, path, query, open) => fileLink(label, { city: city.id, path, query, open }, onerror);
    const row = pack => {
        const file = (label, form, query = {}) =>
            link(label, `packs/${pack.id}.${form}`, query, form === 'html');
        return el(
            'tr',
            { 'data-pack': pack.id },
            el(
                'th',
                { scope: 'row' },
                publicationName(pack),
                el(
                    'span',
                    { class: 'about' },
                    t('made on {date}, policy {policy}', { date: date(pack.made_on), policy: pack.policy }),
                ),
                el('code', { class: 'about', title: pack.id }, pack.id.slice(0, 12)),
            ),
            el(
                'td',
                { class: 'files' },
                file('PDF A4', 'pdf', { paper: 'a4' }),
                file('PDF A3', 'pdf', { paper: 'a3' }),
                file('HTML', 'html'),
            ),
            el(
                'td',
                { class: 'files' },
                city.levels.map(({ name }) => file(`CSV: ${levelName(name)}`, 'csv', { level: name })),
                city.levels.map(({ name }) => file(`GeoJSON: ${levelName(name)}`, 'geojson', { level: name })),
                file('JSON', 'json'),
            ),
        );
    };
    const quarters = quartersOf(publications);
    return {
        heading: t('Packs and reports'),
        content: [
            el(
                'p',
                { class: 'advice' },
                t(
                    'A pack is frozen for its meeting: the same numbers, maps and words, whenever it is opened. Small numbers are withheld in all of them.',
                ),
            ),
            quarters.length > 0 && el('h2', {}, t('Quarterly reports')),
            quarters.length > 0 &&
                el(
                    'ul',
                    { class: 'reports' },
                    quarters.map(period =>
                        el(
                            'li',
                            { class: 'files' },
                            el('span', {}, publicationName({ period })),
                            link('PDF A4', `reports/${period}.pdf`, { paper: 'a4' }),
                            link('PDF A3', `reports/${period}.pdf`, { paper: 'a3' }),
                            link('HTML', `reports/${period}.html`, {}, true),
                        ),
                    ),
                ),
            el('h2', {}, t('Packs')),
            el(
                'div',
                { class: 'table-scroll', role: 'region', tabindex: '0', 'aria-labelledby': 'packs-caption' },
                el(
                    'table',
                    { class: 'data' },
                    el('caption', { id: 'packs-caption' }, t('What was published, newest first')),
                    el(
                        'thead',
                        {},
                        el(
                            'tr',
                            {},
                            [t('Published'), t('To read and print'), t('Data')].map(label =>
                                el('th', { scope: 'col' }, label),
                            ),
                        ),
                    ),
                    el('tbody', {}, packs.map(row)),
                ),
            ),
        ],
    };
}

/** The quarters in which something was published: "2005Q1", newest first. */
const quartersOf = publications => [
    ...new Set(
        publications.map(
            one => `${one.made_on.slice(0, 4)}Q${Math.ceil(Number(one.made_on.slice(5, 7)) / 3)}`,
        ),
    ),
];
