// What a household needs, in words: in one line, as facts, and what differs between two of them.
import { date, measure, money, number, t } from './i18n.js';

export const TIE_KINDS = ['care', 'school', 'work', 'course', 'institution'];
export const tieName = kind =>
    ({
        care: t('care of a relative'),
        school: t('school'),
        work: t('work'),
        course: t('course'),
        institution: t('institution'),
    })[kind] ?? kind;

const AGES = { '0-5': '0–5', '6-17': '6–17', '18-64': '18–64', '65+': '65+' };
const given = value => value !== undefined && value !== null && value !== false && !(Array.isArray(value) && !value.length);

const ages = bands =>
    Object.entries(bands)
        .filter(([, count]) => count > 0)
        .map(([band, count]) => `${number(count)} × ${AGES[band] ?? band}`)
        .join(', ');

const yesNo = value => (value ? t('yes') : t('no'));
const PARTS = [
    ['size', () => t('Number of persons'), number],
    ['age_bands', () => t('Ages'), ages],
    ['step_free', () => t('Step-free access'), yesNo],
    ['rent_limit_eur', () => t('Rent limit (€)'), money],
    ['rooms_min', () => t('Rooms, at least'), measure],
    ['available_by', () => t('Available by'), date],
    ['entitlement', () => t('Entitlements'), list => list.join(', ')],
    ['ties', () => t('Places to be near'), ties => ties.map(tieInWords).join('; ')],
    ['filters', () => t('The household’s own wish'), filters => filters.map(filterName).join(', ')],
];

const tieInWords = ({ kind, lat, lon }) => `${tieName(kind)} (${measure(lat)}; ${measure(lon)})`;
const filterName = filter =>
    ({ CARE_OF_RELATIVES: t('care of relatives first'), OWN_WISH: t('own wish') })[filter] ?? filter;

/** The household in one line, for the queue, the head of the list and their print. */
export function describe(needs) {
    if (!needs) return t('Its data are erased.');
    return [
        t('persons: {n}', { n: number(needs.size) }),
        ...describeNeeds(needs),
    ].join(' · ');
}

/** The same without the number of persons. */
export const describeNeeds = needs =>
    [
        needs.step_free && t('step-free'),
        given(needs.rent_limit_eur) && t('up to {rent} a month', { rent: money(needs.rent_limit_eur) }),
        given(needs.rooms_min) && t('rooms: {n} or more', { n: measure(needs.rooms_min) }),
        needs.available_by && t('by {date}', { date: date(needs.available_by) }),
        given(needs.entitlement) && needs.entitlement.join(', '),
        given(needs.ties) && t('near {places}', { places: needs.ties.map(({ kind }) => tieName(kind)).join(', ') }),
        needs.filters?.includes('CARE_OF_RELATIVES') && t('care of relatives first'),
        needs.filters?.includes('OWN_WISH') && t('own wish'),
    ].filter(Boolean);

/** ["Rent limit: € 700 (before: € 650)", ...] : what differs, in words. */
export function differences(before, after) {
    const said = (needs, name, show) => (given(needs[name]) ? show(needs[name]) : t('not given'));
    return PARTS.map(([name, label, show]) => [label(), said(before, name, show), said(after, name, show)])
        .filter(([, was, is]) => was !== is)
        .map(([what, was, is]) => t('{what}: {now} (before: {before})', { what, now: is, before: was }));
}
