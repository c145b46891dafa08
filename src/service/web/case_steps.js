// What can be done in a case: each step with its fields, the sentence that says what will be recorded, and the
// requests that record it. Which of them can be done now follows from where the case stands; the service checks again.
import { date, number, t } from './i18n.js';
import { caseName, dwellingName } from './case.js';
import { differences } from './needs.js';
import { address } from './ranking.js';
import { withNote } from './steps.js';
import { REASONS, REFUSALS, reasonName, refusalName } from './words.js';

const OFFER_DAYS = '14';
const OBJECTION_DAYS = '42';
const drop = body => Object.fromEntries(Object.entries(body).filter(([, value]) => value !== '' && value !== undefined));
const options = (codes, name) => () => codes.map(code => [code, name(code)]);

const reasonFields = (required, { note = false, code = '', words = '' } = {}) => [
    {
        name: 'reason_code',
        kind: 'choice',
        label: () => (required ? t('Reason') : t('Reason (if it is an exception)')),
        options: options(REASONS, reasonName),
        required,
        value: code,
    },
    {
        name: 'reason_note',
        kind: 'text',
        long: true,
        label: () => t('In words'),
        when: values => values.reason_code !== '',
        required: values => note || values.reason_code === 'OTHER',
        value: words,
    },
];

const reasonPart = ({ reason_code: code }) => (code ? t('Reason: {reason}.', { reason: reasonName(code) }) : '');
const withReason = (sentence, values) => withNote([sentence, reasonPart(values)].filter(Boolean).join(' '), values.reason_note);

/* --- offers -------------------------------------------------------------------------------------------------- */

/** Offers a row of the list: drafted and made in one go. A row that does not fit needs a reason in words. */
export function offerStep(file, row, ondone) {
    const fits = row.rank !== undefined;
    const plain = fits && row.rank === 1 && row.tier === 'mixed';
    const why = !fits
        ? t('This dwelling does not fit the household: say why it is offered all the same.')
        : row.tier === 'mixed'
          ? t('It is number {rank} of the list: say why not the first.', { rank: number(row.rank) })
          : t('Its area is not mixed ({class}): say why it is offered.', { class: row.tier_text });
    const dwelling = `${address(row.dwelling)} (${row.offer_id})`;
    return {
        name: `offer.${file.household.id}.${row.offer_id}`,
        title: t('Offer {dwelling}', { dwelling }),
        note: plain ? '' : why,
        fields: [
            ...(plain ? [] : reasonFields(true, { note: !fits })),
            {
                name: 'days',
                kind: 'whole',
                label: () => t('Days to answer'),
                required: true,
                low: 1,
                high: 365,
                value: OFFER_DAYS,
            },
        ],
        sentence: values =>
            withReason(
                t('{dwelling} is offered to {household}, who has {days} days to answer.', {
                    dwelling,
                    household: caseName(file.household),
                    days: number(values.days),
                }),
                values,
            ),
        requests: ({ days, ...reason }) => [
            { method: 'POST', path: 'offers', body: drop({ household: file.household.id, dwelling: row.offer_id, ...reason }) },
            { method: 'PATCH', path: 'offers/{id}', version: '{version}', body: { state: 'made', days: Number(days) } },
        ],
        ondone,
    };
}

/** An offer that was drafted and not made: by a lost connection, or by another program. */
const makeStep = (file, ondone) => ({
    name: `make.${file.offer.id}`,
    title: t('Make the drafted offer'),
    fields: [{ name: 'days', kind: 'whole', label: () => t('Days to answer'), required: true, low: 1, high: 365, value: OFFER_DAYS }],
    sentence: ({ days }) =>
        t('{dwelling} is offered to {household}, who has {days} days to answer.', {
            ...named(file),
            days: number(days),
        }),
    requests: ({ days }) => [patch('offers', file.offer, { state: 'made', days: Number(days) })],
    ondone,
});

const answerStep = (file, ondone) => ({
    name: `answer.${file.offer.id}`,
    title: t('Record the answer'),
    note: t('A refusal has no consequence for the household.'),
    fields: [
        {
            name: 'state',
            kind: 'radios',
            label: () => t('The household'),
            options: () => [
                ['accepted', t('accepts')],
                ['refused', t('refuses')],
            ],
            required: true,
        },
        {
            name: 'refusal_code',
            kind: 'choice',
            label: () => t('Why it refuses'),
            options: options(REFUSALS, refusalName),
            when: ({ state }) => state === 'refused',
            required: true,
        },
        { name: 'note', kind: 'text', long: true, label: () => t('In words (optional)'), when: ({ state }) => state === 'refused' },
    ],
    sentence: ({ state, refusal_code: code, note }) =>
        state === 'accepted'
            ? t('{household} accepts {dwelling}.', named(file))
            : withNote(t('{household} refuses {dwelling}: {reason}. This has no consequence for it.', { ...named(file), reason: refusalName(code) }), note),
    requests: values => [patch('offers', file.offer, drop(values))],
    ondone,
});

const withdrawStep = (file, ondone) => ({
    name: `withdraw.${file.offer.id}`,
    title: t('Withdraw the offer'),
    sentence: () => t('The offer of {dwelling} to {household} is withdrawn; the dwelling is free for others again.', named(file)),
    requests: () => [patch('offers', file.offer, { state: 'withdrawn' })],
    ondone,
});

/* --- placements ------------------------------------------------------------------------------------------------ */

/** row: the dwelling's place in the list as it is now. The reason of the offer is taken over. */
function placeStep(file, row, ondone) {
    const { reason_code: drafted, reason_note: words } = file.offer.decision;
    const needed = !drafted && row !== undefined && !(row.rank === 1 && row.tier === 'mixed');
    return {
        name: `place.${file.offer.id}`,
        title: t('Record the placement'),
        note: needed ? t('It is not the first of the list as it is today, or not in a mixed area: say why it is taken.') : '',
        fields: reasonFields(needed, { code: drafted ?? '', words: words ?? '' }),
        sentence: values => withReason(t('{household} takes {dwelling}. You record this decision.', named(file)), values),
        requests: values => [
            {
                method: 'POST',
                path: 'placements',
                body: drop({ offer: file.offer.id, offer_version: file.offer.version, ...values }),
            },
        ],
        ondone,
    };
}

const moveInStep = (file, ondone) => ({
    name: `move-in.${file.placement.id}`,
    title: t('Moved in'),
    sentence: () => t('{household} has moved into {dwelling} today.', placedName(file)),
    requests: () => [patch('placements', file.placement, { state: 'moved_in' })],
    ondone,
});

const endStep = (file, ondone) => ({
    name: `end.${file.placement.id}`,
    title: t('The placement has ended'),
    fields: [{ name: 'reason', kind: 'text', long: true, label: () => t('Why, in words'), required: true }],
    sentence: ({ reason }) =>
        withNote(t('The placement of {household} in {dwelling} has ended; the household waits again.', placedName(file)), reason),
    requests: ({ reason }) => [patch('placements', file.placement, { state: 'ended', reason })],
    ondone,
});

/* --- objections -------------------------------------------------------------------------------------------------- */

const objectStep = (file, ondone) => ({
    name: `object.${file.household.id}`,
    title: t('Take down an objection'),
    note: t('The list is frozen until a second person has decided.'),
    fields: [
        file.offer && {
            name: 'about',
            kind: 'radios',
            label: () => t('It is about'),
            options: () => [
                ['offer', t('the offer of {dwelling}', named(file))],
                ['list', t('the list')],
            ],
            required: true,
        },
        { name: 'text', kind: 'text', long: true, label: () => t('The objection in the household’s words'), required: true },
        {
            name: 'days',
            kind: 'whole',
            label: () => t('Days until it must be decided'),
            required: true,
            low: 1,
            high: 365,
            value: OBJECTION_DAYS,
        },
    ].filter(Boolean),
    sentence: ({ about, text, days }) =>
        t('{household} objects to {what}: “{text}”. A second person decides within {days} days.', {
            ...named(file),
            what: about === 'offer' ? t('the offer of {dwelling}', named(file)) : t('the list'),
            text,
            days: number(days),
        }),
    requests: ({ about, text, days }) => [
        {
            method: 'POST',
            path: 'objections',
            body: { household: file.household.id, ...(about === 'offer' && { offer: file.offer.id }), text, days: Number(days) },
        },
    ],
    ondone,
});

/** Only who neither decided nor took it down may decide; that the household takes it back anybody records. */
const mayDecide = ({ raised_by: raiser, against }, login) => ![raiser, against].includes(login);

function decideStep(file, login, ondone) {
    const { objection } = file;
    const may = mayDecide(objection, login);
    return {
        name: `decide.${objection.id}`,
        title: may ? t('Decide the objection') : t('The objection is taken back'),
        note: may
            ? t('The objection: “{text}”', { text: objection.text })
            : t('A second person decides: who decided or took down the objection may not. That the household takes it back, anybody records.'),
        fields: [
            may && {
                name: 'state',
                kind: 'radios',
                label: () => t('The objection is'),
                options: () => [
                    ['upheld', t('upheld')],
                    ['rejected', t('rejected')],
                    ['withdrawn', t('taken back')],
                ],
                required: true,
            },
            { name: 'outcome', kind: 'text', long: true, label: () => t('The answer in words'), required: true },
        ].filter(Boolean),
        sentence: ({ state = 'withdrawn', outcome }) =>
            ({
                upheld: t('The objection of {household} is upheld: “{outcome}”.', { ...named(file), outcome }),
                rejected: t('The objection of {household} is rejected: “{outcome}”.', { ...named(file), outcome }),
                withdrawn: t('The objection of {household} is taken back: “{outcome}”.', { ...named(file), outcome }),
            })[state],
        requests: ({ state = 'withdrawn', outcome }) => [patch('objections', objection, { state, outcome })],
        ondone,
    };
}

/* --- the household itself ------------------------------------------------------------------------------------------ */

export const addStep = (needs, household, ondone) => ({
    name: 'add',
    title: t('Put into the work queue'),
    sentence: () => {
        const name = household.reference ?? t('A household without reference');
        return household.arrived_on
            ? t('{household} is put into the work queue as your case; arrived on {date}.', {
                  household: name,
                  date: date(household.arrived_on),
              })
            : t('{household} is put into the work queue as your case; its waiting begins today.', { household: name });
    },
    requests: () => [{ method: 'POST', path: 'households', body: drop({ ...household, needs }) }],
    ondone,
});

/** What was typed on the card is saved over the version it was typed on. onstale() when that is not the newest. */
export function saveStep(file, version, needs, household, { ondone, onstale }) {
    const before = file.household;
    const changes = [
        ...[
            [t('Reference'), before.reference, household.reference],
            [t('Reception centre'), before.centre, household.centre],
            [t('Arrived on'), before.arrived_on && date(before.arrived_on), household.arrived_on && date(household.arrived_on)],
        ]
            .filter(([, was, is]) => (was ?? '') !== (is ?? ''))
            .map(([what, was, is]) =>
                t('{what}: {now} (before: {before})', { what, now: is ?? t('not given'), before: was ?? t('not given') }),
            ),
        ...differences(before.needs ?? {}, needs),
    ];
    return {
        name: 'save',
        title: t('Save the changes'),
        sentence: () =>
            changes.length
                ? t('{household} is changed. {changes}.', { household: caseName(before), changes: changes.join('; ') })
                : t('{household} stays as it is.', { household: caseName(before) }),
        requests: () => [
            { method: 'PUT', path: `households/${before.id}`, version, body: drop({ ...household, needs }) },
        ],
        ondone,
        onproblem: error => error.code === 'stale' && onstale(),
    };
}

export const takeStep = (household, login, ondone) => ({
    name: `take.${household.id}`,
    title: t('Take this case'),
    sentence: () => t('{household} becomes your case.', { household: caseName(household) }),
    requests: () => [patch('households', household, { coordinator: login })],
    ondone,
});

export const handOverStep = (household, ondone) => ({
    name: `hand-over.${household.id}`,
    title: t('Hand the case over'),
    note: t('You will not see it any more: a case is seen by whose it is.'),
    fields: [{ name: 'coordinator', kind: 'text', plain: true, label: () => t('Login of the colleague'), required: true }],
    sentence: ({ coordinator }) =>
        t('{household} becomes the case of {coordinator}.', { household: caseName(household), coordinator }),
    requests: ({ coordinator }) => [patch('households', household, { coordinator })],
    ondone,
});

const leaveStep = (file, ondone) => ({
    name: `leave.${file.household.id}`,
    title: t('Left the programme'),
    note: file.offer ? t('Its offer is withdrawn with it.') : '',
    fields: [
        {
            name: 'reason_code',
            kind: 'choice',
            label: () => t('Reason'),
            options: options(['LEFT_COUNTRY', 'OTHER'], reasonName),
            required: true,
        },
    ],
    sentence: values => withReason(t('{household} has left the programme.', named(file)), values),
    requests: ({ reason_code: code }) => [patch('households', file.household, { state: 'left', reason_code: code })],
    ondone,
});

/* --- what can be done now -------------------------------------------------------------------------------------------- */

const patch = (kind, thing, body) => ({ method: 'PATCH', path: `${kind}/${thing.id}`, version: thing.version, body });
const named = file => ({
    household: caseName(file.household),
    dwelling: file.offer ? dwellingName(file, file.offer.dwelling) : '',
});
const placedName = file => ({
    household: caseName(file.household),
    dwelling: dwellingName(file, file.placement.dwelling),
});

/** May a dwelling of the list be offered now? */
export const mayOffer = file =>
    file.household.state === 'waiting' && !file.offer && !file.objection && !file.household.frozen;

function objectionEntry(file, login, ondone) {
    const may = mayDecide(file.objection, login);
    const label = may ? t('Decide the objection') : t('The objection is taken back');
    return { id: 'decide', label, step: () => decideStep(file, login, ondone), primary: may };
}

/** The steps of a case in the order of use: [{id, label, primary, step}]. row(offer_id) is a row of the list. */
export function stepsOf(file, { login, row, ondone }) {
    const { household, offer, placement, objection } = file;
    const own = household.coordinator === login;
    const at = (id, label, step, primary = false) => ({ id, label, step, primary });
    return [
        !household.coordinator && at('take', t('Take this case'), () => takeStep(household, login, ondone), true),
        objection && objectionEntry(file, login, ondone),
        offer?.state === 'draft' && at('make', t('Make the drafted offer'), () => makeStep(file, ondone), true),
        offer?.state === 'made' && at('answer', t('Record the answer'), () => answerStep(file, ondone), true),
        offer?.state === 'accepted' &&
            at('place', t('Record the placement'), () => placeStep(file, row(offer.dwelling), ondone), true),
        offer && at('withdraw', t('Withdraw the offer'), () => withdrawStep(file, ondone)),
        placement?.state === 'agreed' && at('move-in', t('Moved in'), () => moveInStep(file, ondone), true),
        placement && at('end', t('The placement has ended'), () => endStep(file, ondone)),
        !objection && household.state !== 'left' && at('object', t('Objection'), () => objectStep(file, ondone)),
        own && at('hand-over', t('Hand over'), () => handOverStep(household, ondone)),
        household.state === 'waiting' && at('leave', t('Left the programme'), () => leaveStep(file, ondone)),
    ].filter(Boolean);
}
