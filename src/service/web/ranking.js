// One answer of the service as a list: every dwelling with its rank, its facts, its reasons in sentences, and
// below it every excluded one with all the reasons against it. Only shows; nothing here decides.
import { badge, el, svg } from './dom.js';
import { date, distance, levelName, measure, money, number, percent, signed, t } from './i18n.js';
import { kindName } from './words.js';

const checkName = field =>
    ({
        rooms: t('rooms'),
        area: t('area'),
        step_free: t('step-free access'),
        rent: t('rent'),
        rent_ceiling: t('rent'),
        rent_per_m2: t('rent'),
        allowance_rent: t('rent'),
        wbs_size: t('area'),
        age: t('age of the tenant'),
        income: t('income'),
        available: t('date'),
        place: t('place'),
        entitlement: t('entitlement'),
    })[field] ?? field;

export const address = ({ address: street, postcode, city }) =>
    [street || t('Address not given'), [postcode, city].filter(Boolean).join(' ')].filter(Boolean).join(', ');

/** The list item of one ranked dwelling; onselect(offer_id) when it is chosen; `actions` is what can be done with it. */
export function rankedItem(row, answer, onselect, actions) {
    const { dwelling } = row;
    const [reasons, checks] = split(row.reasons);
    return el(
        'li',
        {
            class: 'dwelling',
            id: `offer-${row.offer_id}`,
            'data-offer': row.offer_id,
            onclick: event => {
                if (!event.target.closest('a, button, summary')) onselect(row.offer_id);
            },
        },
        el(
            'p',
            { class: `rank rank--${row.tier}` },
            el('span', { class: 'visually-hidden' }, t('Rank'), ' '),
            String(row.rank),
        ),
        el(
            'div',
            { class: 'dwelling__body' },
            el('div', { class: 'dwelling__head' }, title(row, onselect), badge(row.tier, row.tier_text)),
            el('p', { class: 'dwelling__place' }, whereAndWho(row)),
            facts(dwelling, row.tie_distance_m),
            sentences(
                'reasons',
                reasons.map(({ text }) => text),
            ),
            toCheck(row.to_check, checks),
            details(row, answer),
            actions,
        ),
    );
}

const title = (row, onselect) =>
    el(
        'h3',
        {},
        el(
            'button',
            {
                type: 'button',
                class: 'link-button',
                'aria-pressed': 'false',
                onclick: () => onselect(row.offer_id),
            },
            row.dwelling.address || t('Address not given'),
        ),
    );

const whereAndWho = ({ dwelling, offer_id }) =>
    [
        [dwelling.postcode, dwelling.city].filter(Boolean).join(' '),
        dwelling.district,
        dwelling.kind && kindName(dwelling.kind),
        dwelling.corporation,
        offer_id,
    ]
        .filter(Boolean)
        .join(' · ');

function facts(dwelling, tieDistance) {
    const known = (value, show) => (value === null || value === undefined ? t('not known') : show(value));
    const pairs = [
        [t('Rent'), known(dwelling.rent_eur, money)],
        [t('Rooms'), known(dwelling.rooms, measure)],
        [t('Floor area'), known(dwelling.area_m2, area => `${measure(area)} m²`)],
        [t('Available'), known(dwelling.available, date)],
    ];
    if (typeof tieDistance === 'number') pairs.push([t('To the near places'), distance(tieDistance)]);
    return el(
        'dl',
        { class: 'facts' },
        pairs.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))),
    );
}

const split = reasons => {
    const isCheck = ({ code }) => code.startsWith('to_check:');
    return [reasons.filter(reason => !isCheck(reason)), reasons.filter(isCheck)];
};

const sentences = (name, texts) =>
    texts.length > 0 &&
    el(
        'ul',
        { class: name },
        texts.map(text => el('li', {}, text)),
    );

function toCheck(fields, reasons) {
    if (!fields.length) return null;
    return el(
        'div',
        { class: 'to-check' },
        el('p', {}, el('strong', {}, t('To check:')), ' ', [...new Set(fields.map(checkName))].join(', ')),
        sentences(
            'reasons',
            reasons.map(({ text }) => text),
        ),
    );
}

function details(row, answer) {
    return el(
        'details',
        {},
        el('summary', {}, t('Area, effect and what would change it')),
        row.area ? areaPart(row.area, answer.scale) : el('p', {}, t('The area is not known.')),
        effectPart(row.effect, answer.effectName),
        changes(row.counterfactuals),
    );
}

const changes = counterfactuals =>
    counterfactuals.length > 0 && [
        el('h4', {}, t('What would change its place')),
        sentences(
            'reasons',
            counterfactuals.map(({ text }) => text),
        ),
    ];

function areaPart(area, scale) {
    const rate =
        typeof area.placements_per_1000 === 'number' &&
        el('p', {}, t('{n} placements per 1,000 inhabitants', { n: measure(area.placements_per_1000) }));
    return el(
        'div',
        {},
        el('h4', {}, t('Area')),
        el('p', { class: 'area-line' }, `${area.name} (${levelName(area.level)})`, badge(area.class, t(area.class))),
        typeof area.share === 'number' &&
            el(
                'p',
                {},
                area.interval
                    ? t('Share {share}, interval {low} to {high}', {
                          share: percent(area.share),
                          low: percent(area.interval[0]),
                          high: percent(area.interval[1]),
                      })
                    : t('Share {share}', { share: percent(area.share) }),
            ),
        area.interval && intervalBar(area, scale),
        rate,
        settled(area),
    );
}

/** A class that is not what today's numbers alone would give: who says so, why, and until when. */
function settled({ rule, computed_class: computed, override }) {
    if (rule === 'override' && override)
        return el(
            'p',
            { class: 'settled' },
            t('Set by {who} on {date}, until {until}: {reason}. The numbers alone say: {class}.', {
                who: override.signed_by,
                date: date(override.signed_on),
                until: date(override.valid_until),
                reason: override.reason,
                class: t(computed),
            }),
        );
    if (rule === 'held')
        return el(
            'p',
            { class: 'settled' },
            t('The class is held as it was published; the numbers alone say: {class}. It changes when two counts agree.', {
                class: t(computed),
            }),
        );
    return null;
}

/** The interval as a bar on a common scale from 0, the share as a line in it; the numbers stand above it. */
function intervalBar({ share, interval: [low, high], class: look }, scale) {
    const x = value => (100 * value) / scale;
    return svg(
        'svg',
        {
            class: `interval interval--${look}`,
            viewBox: '0 0 100 6',
            preserveAspectRatio: 'none',
            'aria-hidden': 'true',
        },
        svg('rect', { class: 'interval__track', y: 2.5, width: 100, height: 1 }),
        svg('rect', {
            class: 'interval__band',
            x: x(low),
            y: 1,
            width: Math.max(x(high) - x(low), 0.5),
            height: 4,
        }),
        svg('rect', { class: 'interval__point', x: x(share) - 0.4, width: 0.8, height: 6 }),
    );
}

/** A scale on which every interval of a list fits. */
export const intervalScale = areas =>
    Math.max(0.01, ...areas.filter(area => area?.interval).map(area => area.interval[1])) * 1.05;

function effectPart(effect, name) {
    if (!effect) return null;
    const change = effect.after - effect.before;
    const decimals =
        change === 0 ? 4 : Math.min(Math.max(Math.ceil(-Math.log10(Math.abs(change))) + 1, 4), 9);
    return el(
        'div',
        {},
        el('h4', {}, t('Effect on the city')),
        el(
            'p',
            { class: 'effect' },
            t('{index}: {before} before, {after} after ({change})', {
                index: name,
                before: number(effect.before, decimals),
                after: number(effect.after, decimals),
                change: signed(change, decimals),
            }),
        ),
    );
}

/** The list item of an excluded dwelling: all reasons, with what was needed and what was found. */
export function excludedItem(row, onselect, actions) {
    return el(
        'li',
        { class: 'dwelling dwelling--excluded', id: `offer-${row.offer_id}`, 'data-offer': row.offer_id },
        el(
            'div',
            { class: 'dwelling__body' },
            el('div', { class: 'dwelling__head' }, title(row, onselect)),
            el('p', { class: 'dwelling__place' }, whereAndWho(row)),
            el(
                'ul',
                { class: 'reasons' },
                row.reasons.map(unfit),
            ),
            changes(row.counterfactuals ?? []),
            actions,
        ),
    );
}

/** The kind of what is no dwelling comes as the feed's own word. */
function unfit({ code, text, needed, got }) {
    if (code === 'not_a_dwelling')
        return el('li', {}, got ? t('This is not a dwelling: {kind}.', { kind: kindName(got) }) : text);
    return el(
        'li',
        {},
        text,
        (needed || got) &&
            el(
                'span',
                { class: 'needed-got' },
                needed && t('needed: {needed}', { needed }),
                needed && got && ' · ',
                got && t('found: {got}', { got }),
            ),
    );
}

/** What a search in "Why not this one?" looks at. */
export const searchText = ({ offer_id, dwelling }) =>
    [offer_id, dwelling.address, dwelling.postcode, dwelling.city, dwelling.district, dwelling.corporation]
        .join(' ')
        .toLowerCase();

/** A function that says whether a text has all the words of what was typed. */
export function wordsFilter(typed) {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    return text => words.every(word => text.includes(word));
}
