// How the programme goes, as it was published: moves and where they led, exceptions, commitments, who waits,
// the market. Numbers of people from 1 to 4 are told as "fewer than 5", others rounded; shares have their
// interval beside them.
import { writeAddress } from './address.js';
import * as api from './api.js';
import { el, svg } from './dom.js';
import { money, number, percent, t } from './i18n.js';
import { publicationName } from './publications.js';
import { reasonName } from './words.js';

const CLASSES = ['mixed', 'undetermined', 'concentrated'];
const isNumber = value => typeof value === 'number';

export async function programmePage({ city, publications, address, onanswer, onerror }) {
    const ids = publications.map(({ id }) => id);
    let chosen = ids.find(id => id.startsWith(address.query.get('date') ?? ids[0])) ?? ids[0];
    const box = el('div', { class: 'figures-grid' });
    const load = async () => {
        try {
            const answer = await api.published(city.id, 'programme', { publication: chosen });
            onanswer(answer);
            box.replaceChildren(...tables(answer.programme));
        } catch (error) {
            onerror(error, load);
        }
    };
    const onchange = ({ target }) => {
        chosen = target.value;
        writeAddress('programme', { date: chosen.slice(0, 12) });
        load();
    };
    const dates = publications.map(one =>
        el('option', { value: one.id, selected: one.id === chosen }, publicationName(one)),
    );
    await load();
    return {
        heading: t('The programme'),
        content: [
            el(
                'form',
                { class: 'map-controls' },
                el(
                    'div',
                    { class: 'field' },
                    el('label', { for: 'programme-date' }, t('Published')),
                    el('select', { id: 'programme-date', onchange }, dates),
                ),
            ),
            el(
                'p',
                { class: 'note' },
                t(
                    'Numbers of households from 1 to 4 are not given, others are rounded to 5, shares to 5 percentage points.',
                ),
            ),
            box,
        ],
    };
}

function tables(programme) {
    if (!programme)
        return [
            el('p', { class: 'empty' }, t('No figures of the programme were published with these counts.')),
        ];
    return [
        progress(programme),
        exceptions(programme),
        commitments(programme),
        waiting(programme),
        market(programme),
    ];
}

/* --- numbers as they are told ------------------------------------------------------------------------------ */

const told = value => (value === 'few' ? t('fewer than 5') : isNumber(value) ? number(value) : '–');
const days = value => (isNumber(value) ? number(value) : '–');

/** "85 % (70 % to 95 %)" with its interval as a bar; or only a bound. */
function rate({ share, lower, upper, at_least: least, at_most: most }) {
    if (isNumber(share))
        return [
            percent(share, 0),
            isNumber(lower) && [
                el(
                    'span',
                    { class: 'range' },
                    t('{low} to {high}', { low: percent(lower, 0), high: percent(upper, 0) }),
                ),
                rateBar(share, lower, upper),
            ],
        ];
    if (isNumber(least)) return t('at least {share}', { share: percent(least, 0) });
    if (isNumber(most)) return t('at most {share}', { share: percent(most, 0) });
    return '–';
}

const rateBar = (share, lower, upper) =>
    svg(
        'svg',
        {
            class: 'share-bar',
            viewBox: '0 0 100 8',
            preserveAspectRatio: 'none',
            'aria-hidden': 'true',
            focusable: 'false',
        },
        svg('rect', { class: 'share-bar__track', y: 3, width: 100, height: 2 }),
        svg('rect', {
            class: 'share-bar__band',
            x: 100 * lower,
            y: 1,
            width: 100 * (upper - lower),
            height: 6,
        }),
        svg('rect', { class: 'share-bar__point', x: 100 * share - 1, width: 2, height: 8 }),
    );

/** A number with a bar of its part of the greatest one. */
function barred(value, greatest) {
    const width = isNumber(value) && greatest > 0 ? (100 * value) / greatest : 0;
    return [
        told(value),
        svg(
            'svg',
            {
                class: 'share-bar',
                viewBox: '0 0 100 8',
                preserveAspectRatio: 'none',
                'aria-hidden': 'true',
                focusable: 'false',
            },
            svg('rect', { class: 'share-bar__point', y: 1, width, height: 6 }),
        ),
    ];
}

const greatestOf = numbers => Math.max(0, ...numbers.filter(isNumber));

/* --- tables ------------------------------------------------------------------------------------------------- */

let made = 0;
/** The first column heads the rows; the others are numbers, unless a heading is [text, false]. */
function table(caption, headings, rows, none, note = '') {
    const id = `programme-table-${++made}`;
    const heads = headings.map(heading => [heading].flat());
    return el(
        'div',
        { class: 'table-scroll', role: 'region', tabindex: '0', 'aria-labelledby': id },
        el(
            'table',
            { class: 'data' },
            el('caption', { id }, caption),
            el(
                'thead',
                {},
                el(
                    'tr',
                    {},
                    heads.map(([text, numeric = true], i) =>
                        el('th', { scope: 'col', class: i > 0 && numeric && 'numeric' }, text),
                    ),
                ),
            ),
            el(
                'tbody',
                {},
                rows.map(([first, ...rest]) =>
                    el(
                        'tr',
                        {},
                        el('th', { scope: 'row' }, first),
                        rest.map((cell, i) =>
                            el('td', { class: (heads[i + 1][1] ?? true) && 'numeric' }, cell),
                        ),
                    ),
                ),
                rows.length === 0 && el('tr', {}, el('td', { colspan: headings.length }, none)),
            ),
        ),
        note && el('p', { class: 'note' }, note),
    );
}

const quarterName = quarter => el('span', { class: 'whole' }, publicationName({ period: quarter }));

const progress = ({ quarters }) =>
    table(
        t('Progress: moves'),
        [
            t('Quarter'),
            t('Households arrived'),
            t('Moves'),
            t('Moves so far'),
            t('in mixed areas, so far'),
            t('not in concentrated areas, so far'),
            t('Days waited (median)'),
        ],
        quarters.map(one => [
            quarterName(one.quarter),
            told(one.households_arrived),
            told(one.moves),
            told(one.moves_so_far),
            rate(one.in_mixed_so_far),
            rate(one.not_concentrated_so_far),
            days(one.waited_days),
        ]),
        t('Nobody has arrived or moved yet.'),
    );

const exceptions = ({ exceptions: all }) =>
    table(
        t('Exceptions and their reasons'),
        [t('Year'), [t('Reason'), false], t('Moves')],
        all.map(({ year, code, moves }) => [year, reasonName(code), told(moves)]),
        t('None in a year that is over.'),
        t('Reasons are told once, when the year is over.'),
    );

const commitments = ({ commitments: all }) =>
    table(
        t('Commitments of the corporations'),
        [
            t('Quarter'),
            [t('Corporation'), false],
            t('Promised'),
            t('Offered'),
            t('of these in mixed areas'),
            t('Accepted'),
        ],
        all.map(one => [
            quarterName(one.quarter),
            one.corporation,
            told(one.promised),
            barred(one.offered, greatestOf(all.flatMap(({ promised, offered }) => [promised, offered]))),
            number(one.mixed),
            told(one.accepted),
        ]),
        t('No corporation has promised or offered yet.'),
    );

const waiting = ({ waiting: all }) =>
    table(
        t('Waiting'),
        [t('Persons in the household'), t('Households')],
        [
            ...all.by_size.map(({ size, households }) => [
                size,
                barred(households, greatestOf(all.by_size.map(one => one.households))),
            ]),
            [t('all'), told(all.households)],
            [t('need step-free access'), told(all.step_free)],
            [t('Days waited (median)'), days(all.median_days)],
            [t('Days waited (longest)'), days(all.longest_days)],
        ],
    );

const market = ({ market: all }) =>
    table(
        t('Dwellings on the market by size'),
        [t('Rooms'), t('Dwellings'), ...CLASSES.map(areasOf), t('Median rent (€)')],
        [...all.by_rooms, { rooms: 'all', ...all }].map(one => [
            one.rooms === 'all' ? t('all') : one.rooms || t('not known'),
            one.rooms === 'all'
                ? number(one.dwellings)
                : barred(one.dwellings, greatestOf(all.by_rooms.map(each => each.dwellings))),
            ...CLASSES.map(name => number(one[name])),
            isNumber(one.rent_eur) ? money(one.rent_eur) : '–',
        ]),
    );

const areasOf = name =>
    ({
        mixed: t('in mixed areas'),
        undetermined: t('in undetermined areas'),
        concentrated: t('in concentrated areas'),
    })[name];
