// One case of the office: a household of the queue with its offers, placements and objections. Read whole, shown as a
// panel over the list: where it stands, by when somebody must act, what can be done next, and all that happened.
import * as api from './api.js';
import { el } from './dom.js';
import { date, number, t } from './i18n.js';
import { describe } from './needs.js';
import { objectionState, reasonName, refusalName } from './words.js';

const LIVE = ['draft', 'made', 'accepted'];

/** Everything there is of a case; an objection that only its decider sees comes without the rest. */
export async function readCase(city, id) {
    const household = await api.household(city, id);
    const [offers, objections, placements] = await Promise.all([
        api.offers(city, { household: household.id }),
        api.objections(city, { household: household.id }),
        api.placements(city),
    ]);
    const own = placements.filter(placement => placement.household === household.id);
    const names = new Set([...offers, ...own].map(({ dwelling }) => dwelling));
    const dwellings = await Promise.all([...names].map(name => api.dwelling(city, name).catch(absent(name))));
    const placed = own.some(one => one.state !== 'ended');
    const live = household.has_live_offer && !placed; // an accepted offer lives on as its placement
    return {
        household,
        offers,
        objections,
        placements: own,
        dwellings: new Map(dwellings.map(one => [one.id, one])),
        placement: own.find(one => one.state !== 'ended'),
        offer: live ? offers.find(one => LIVE.includes(one.state)) : undefined,
        objection: objections.find(one => one.state === 'open'),
    };
}

/** A dwelling that is not there any more is called by its number. */
const absent = id => error => {
    if (error instanceof api.Problem && error.status === 404) return { id };
    throw error;
};

export const caseName = ({ reference, id }) => reference ?? t('without reference ({id})', { id: id.slice(0, 8) });

/** "Silberhechtanger 68 (D001)" */
export function dwellingName(file, id) {
    const street = file.dwellings.get(id)?.address;
    return street ? `${street} (${id})` : id;
}

/** Where a household of the queue stands: a code of this page, with its words. offer: its live one. */
export function standing(household, offer) {
    if (household.state === 'placed') return ['placed', t('placed')];
    if (household.state === 'left') return ['left', t('has left')];
    if (offer?.state === 'draft') return ['draft', t('offer drafted, not made')];
    if (offer?.state === 'made') return ['made', t('offer out: answer by {date}', { date: date(offer.expires_at.slice(0, 10)) })];
    if (offer?.state === 'accepted') return ['accepted', t('accepted: to be recorded as placed')];
    return ['waiting', t('waiting')];
}

/** What an open objection asks for, and by when. */
export const objectionDue = ({ deadline, overdue }) =>
    overdue
        ? t('objection: was to be decided by {date}', { date: date(deadline) })
        : t('objection: decide by {date}', { date: date(deadline) });

/* --- the panel ------------------------------------------------------------------------------------------- */

/** The panel of a case. steps: [{label, primary, run}] in the order of use. */
export function casePanel(file, login, steps) {
    const { household, objection } = file;
    const [state, words] = standing(household, file.offer);
    return [
        el(
            'div',
            { class: 'case__head' },
            el('h1', { id: 'case-heading', tabindex: '-1' }, caseName(household)),
            el('p', { class: 'case__needs' }, describe(household.needs)),
            el(
                'p',
                { class: 'case__facts' },
                [waited(household), whoseCase(household, login), household.centre].filter(Boolean).join(' · '),
            ),
        ),
        el(
            'div',
            { class: 'case__now' },
            el('p', { class: `state state--${state}` }, words),
            file.offer && el('p', {}, dwellingName(file, file.offer.dwelling)),
            file.placement && el('p', {}, placementLine(file)),
            objection && el('p', { class: `state state--${objection.overdue ? 'overdue' : 'objection'}` }, objectionDue(objection)),
            objection && el('p', { class: 'note' }, t('The list is frozen as it was when the objection was raised.')),
        ),
        el('div', { class: 'case__do' }, el('p', { class: 'buttons case__steps' }, steps.map(stepButton)), historyList(file)),
    ];
}

const stepButton = ({ id, label, primary, run }) =>
    el('button', { type: 'button', id: `do-${id}`, class: primary ? 'button button--primary' : 'button', onclick: run }, label);

function historyList(file) {
    const events = history(file);
    return el(
        'details',
        { class: 'case__history' },
        el('summary', {}, t('What happened so far ({n})', { n: number(events.length) })),
        el('ol', { class: 'history' }, events.map(historyLine)),
    );
}

const historyLine = ({ on, what, more }) =>
    el(
        'li',
        {},
        el('time', { datetime: on }, on ? date(on) : t('not yet')),
        el('span', {}, what, more && el('span', { class: 'note history__more' }, more)),
    );

export const waited = ({ state, days_waited: days }) =>
    state === 'waiting' ? t('waits {n} days', { n: number(days) }) : t('waited {n} days', { n: number(days) });

export function whoseCase({ coordinator }, login) {
    if (!coordinator) return t('nobody’s case yet');
    return coordinator === login ? t('your case') : t('case of {coordinator}', { coordinator });
}

const placementLine = ({ placement, ...file }) =>
    placement.state === 'moved_in'
        ? t('lives in {dwelling} since {date}', { dwelling: dwellingName(file, placement.dwelling), date: date(placement.moved_in_on) })
        : t('takes {dwelling}; has not moved in yet', { dwelling: dwellingName(file, placement.dwelling) });

/* --- what happened ------------------------------------------------------------------------------------------ */

const dayOf = moment => moment?.slice(0, 10) ?? null;

/** On which row of which list a decision rested, and why it was another. */
function basis({ rank, n_listed: listed, area, policy, reason_code: code, reason_note: note }) {
    return [
        rank > 0 ? t('row {rank} of {n}', { rank: number(rank), n: number(listed) }) : t('not in the list'),
        t(area.class),
        `${policy.name} ${policy.version}`,
        code && t('reason: {reason}', { reason: reasonName(code) }),
        note,
    ]
        .filter(Boolean)
        .join(' · ');
}

function ofOffer(file, offer) {
    const dwelling = dwellingName(file, offer.dwelling);
    const by = offer.decided_by && t('by {who}', { who: offer.decided_by });
    const closing = {
        accepted: () => t('{dwelling} is accepted', { dwelling }),
        refused: () => t('{dwelling} is refused: {reason}', { dwelling, reason: refusalName(offer.refusal_code) }),
        withdrawn: () => t('The offer of {dwelling} is withdrawn', { dwelling }),
        expired: () => t('The offer of {dwelling} expired', { dwelling }),
    }[offer.state];
    return [
        offer.made_at
            ? {
                  on: dayOf(offer.made_at),
                  what: t('{dwelling} is offered; answer by {date}', { dwelling, date: date(dayOf(offer.expires_at)) }),
                  more: [basis(offer.decision), by].filter(Boolean).join(' · '),
              }
            : offer.state === 'draft' && {
                  on: null,
                  what: t('{dwelling} is reserved: the offer is drafted', { dwelling }),
                  more: [basis(offer.decision), by].filter(Boolean).join(' · '),
              },
        closing && { on: dayOf(offer.closed_at), what: closing(), more: offer.note },
    ];
}

const ofObjection = objection => [
    {
        on: objection.raised_on,
        what: t('Objection: {text}', { text: objection.text ?? '' }),
        more: [
            t('taken down by {who}', { who: objection.raised_by }),
            t('to be decided by {date}', { date: date(objection.deadline) }),
            objection.state !== 'open' &&
                [objectionState(objection.state), objection.decided_by && t('by {who}', { who: objection.decided_by }), objection.outcome]
                    .filter(Boolean)
                    .join(' · '),
        ]
            .filter(Boolean)
            .join(' · '),
    },
];

function ofPlacement(file, placement) {
    const dwelling = dwellingName(file, placement.dwelling);
    return [
        {
            on: placement.decided_on,
            what: t('{dwelling} becomes its home', { dwelling }),
            more: [basis(placement.decision), t('by {who}', { who: placement.decided_by })].join(' · '),
        },
        placement.moved_in_on && { on: placement.moved_in_on, what: t('Moved into {dwelling}', { dwelling }) },
        placement.ended_on && { on: placement.ended_on, what: t('The placement has ended'), more: placement.end_reason },
    ];
}

/** What happened in order of time, what has no day yet last: [{on, what, more}]. */
export function history(file) {
    const { household, offers, objections, placements } = file;
    const events = [
        { on: household.arrived_on, what: t('Arrived'), more: household.centre },
        ...[...offers].reverse().flatMap(offer => ofOffer(file, offer)),
        ...objections.flatMap(ofObjection),
        ...placements.flatMap(placement => ofPlacement(file, placement)),
    ].filter(Boolean);
    return events
        .map((event, position) => ({ ...event, position }))
        .sort((a, b) => (a.on ?? '9').localeCompare(b.on ?? '9') || a.position - b.position);
}
