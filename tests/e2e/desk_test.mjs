// The work of the office in a real Chromium against a real xeniad and PostgreSQL: a household from the queue to its home,
// with every refusal, objection, slip, lost connection and colleague on the way. Each test has households and dwellings
// of its own. No test bypasses the content security policy, and each ends without a console error or a violation of it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { findings, suite } from './browser.mjs';

const { site, onPage } = suite();
const NEEDS = { size: 3, rent_limit_eur: 900 };
const OFFLINE = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch/;

/* --- arranging ------------------------------------------------------------------------------------------------ */

let arranged = 0;
const newReference = () => `D${process.pid}-${++arranged}`;

/** A household in the queue of who signs in, without any page. */
const household = (needs = NEEDS, login = 'coordinator') =>
    site().ask(login, 'POST', 'households', { reference: newReference(), arrived_on: '2004-11-20', needs });

const read = (path, login = 'coordinator') => site().ask(login, 'GET', path);
const version = async (kind, id, login) => (await read(`${kind}/${id}`, login)).version;

/** A case with an offer made, of row `row` of its list. */
async function offered(needs, row = 0) {
    const one = await household(needs);
    const { ranked } = await site().ask('coordinator', 'POST', `households/${one.id}/recommendations`, {});
    const { offer_id: dwelling } = ranked[row];
    const draft = await site().ask('coordinator', 'POST', 'offers', {
        household: one.id,
        dwelling,
        reason_code: 'OTHER',
        reason_note: 'arranged',
    });
    await site().ask('coordinator', 'PATCH', `offers/${draft.id}`, { state: 'made', days: 14 }, draft.version);
    return { ...one, offer: draft.id, dwelling };
}

/* --- on the page ------------------------------------------------------------------------------------------------ */

async function openCase(page, { id }) {
    await page.waitForSelector('#queue-rows tr, #queue-empty:not([hidden])');
    await page.evaluate(to => location.assign(`#case/${to}`), id);
    await page.waitForSelector('#case:not([hidden]) h1');
    await page.waitForSelector('#results:not([aria-busy]) #ranked li');
}

const stepIsOpen = page => page.waitForSelector('#step[open]');
const sentence = page => page.textContent('#step-sentence');
const recorded = (page, what) =>
    page.waitForFunction(
        text => !document.querySelector('#step').open && new RegExp(text).test(document.querySelector('#recorded').textContent),
        what.source,
    );

/** Fills in the fields of the open step, if any, and goes on to the sentence. */
async function fillStep(page, fields) {
    await stepIsOpen(page);
    for (const [name, value] of Object.entries(fields)) {
        const radio = page.locator(`#step-${name}-${value}`);
        if (await radio.count()) await radio.check();
        else if (await page.locator(`select#step-${name}`).count()) await page.selectOption(`#step-${name}`, value);
        else await page.fill(`#step-${name}`, value);
    }
    if (await page.isVisible('#step-body')) await page.click('#step-forward');
    await page.waitForSelector('#step-sentence:not(:empty)');
    await page.waitForSelector('#step[data-phase=sentence]');
}

async function take(page, button, fields, said) {
    await page.click(button);
    await fillStep(page, fields);
    assert.match(await sentence(page), said);
    await page.click('#step-forward');
    await recorded(page, said);
}

/** Counts what is written by the page from now on: [{method, path, key}]. */
function writes(page) {
    const seen = [];
    page.on('request', request => {
        const path = new URL(request.url()).pathname.replace(/^\/api\/v1\/cities\/[^/]+\//, '');
        if (request.method() !== 'GET' && !path.endsWith('recommendations'))
            seen.push({ method: request.method(), path, key: request.headers()['idempotency-key'] });
    });
    return seen;
}

/* --- find, explain, print ------------------------------------------------------------------------------------- */

onPage('the queue leads to a case, the case to its list, the list to paper', {}, async page => {
    const one = await household({ size: 4, rent_limit_eur: 800, ties: [{ kind: 'school', lat: 51.96, lon: 7.63 }] });
    await page.reload();
    const row = page.locator(`#queue-rows tr[data-household="${one.id}"]`);
    assert.match(await row.textContent(), /waits 101 days/);
    await row.locator('a').click();
    await page.waitForSelector('#ranked > li');
    assert.equal(await page.inputValue('#size'), '4');
    assert.equal(await page.inputValue('#reference'), one.reference);
    assert.equal(await page.inputValue('#arrived'), '20/11/2004');
    assert.equal(await page.locator('.pin--tie').count(), 1);
    assert.ok((await page.locator('#ranked > li:first-child .reasons li').count()) > 1, 'the first row says why');
    assert.match(await page.textContent('#ranked > li:first-child .effect'), /before.*after/);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('#ranked > li:visible').count(), 3, 'paper has the rows that are for the family');
    assert.ok(await page.locator('#ranked > li:first-child .reasons').isVisible());
    for (const part of ['.household', '.map-frame', '.case__steps', '#why-not', 'nav'])
        assert.equal(await page.locator(`${part}:visible`).count(), 0, `${part} is not on paper`);
    const pdf = await page.pdf();
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
});

onPage('a family sheet is a PDF in the language of the family', {}, async page => {
    const one = await household();
    await openCase(page, one);
    for (const lang of ['ru', 'nl']) {
        await page.selectOption('#sheet-language', lang);
        const [request] = await Promise.all([
            page.waitForRequest(r => r.url().includes('/sheets')),
            page.click('#sheet-make'),
        ]);
        assert.match(request.url(), new RegExp(`lang=${lang}`));
        const asked = request.postDataJSON();
        assert.equal(asked.dwellings.length, 3);
        assert.equal(asked.household_id, one.id);
        const [file] = await Promise.all([page.waitForEvent('download'), page.click('#sheet-ready a[download]')]);
        const bytes = await readFile(await file.path());
        assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
        assert.ok(bytes.length > 10000, 'with a map and fonts in it');
        assert.equal(file.suggestedFilename(), `${one.reference}-${lang}.pdf`);
        await page.click('#ranked > li:nth-child(4) .check--family input');
        await page.click('#ranked > li:nth-child(4) .check--family input');
    }
});

onPage('a place to be near is found by words of an institution, with the keyboard', {}, async page => {
    await page.click('.view-head .button--primary');
    await page.fill('#size', '2');
    await page.focus('#institution');
    await page.keyboard.type('schule federgras');
    await page.waitForSelector('#institution-list [role=option]');
    assert.equal(await page.getAttribute('#institution', 'aria-expanded'), 'true');
    assert.deepEqual(await findings(page, 'institutions'), []);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.tie');
    assert.match(await page.textContent('.tie__name'), /Federgras/);
    assert.equal(await page.inputValue('#tie-0-kind'), 'school');
    assert.equal(await page.locator('.pin--tie').count(), 1);
    assert.equal(await page.inputValue('#institution'), '', 'ready for the next one');
    const asked = page.waitForRequest(r => r.url().includes('/recommendations'));
    await page.press('#size', 'Enter');
    const { ties } = (await asked).postDataJSON();
    assert.deepEqual(Object.keys(ties[0]).sort(), ['kind', 'lat', 'lon'], 'no name goes to the service');
    await page.fill('#institution', 'zzzz');
    await page.waitForFunction(() => /Nothing is found/.test(document.querySelector('#institution-status').textContent));
});

onPage('what is meant for the family is chosen row by row; nothing chosen is nothing printed', {}, async page => {
    await openCase(page, await household());
    await page.click('#ranked > li:nth-child(5) .check--family input');
    assert.match(await page.textContent('#sheet-chosen'), /4 dwellings/);
    for (const n of [1, 2, 3, 5]) await page.click(`#ranked > li:nth-child(${n}) .check--family input`);
    assert.ok(await page.isDisabled('#print'));
    assert.ok(await page.isDisabled('#sheet-make'));
});

onPage('filters hide nothing by default and say what they hide', {}, async page => {
    const one = await household();
    await openCase(page, one);
    const total = await page.locator('#ranked > li').count();
    assert.match(await page.textContent('#list-hidden'), new RegExp(`all ${total} are shown`));
    await page.click('.list-tools summary');
    await page.uncheck('#list-mixed');
    const mixed = await page.locator('#ranked > li:has(.rank--mixed)').count();
    assert.equal(
        await page.textContent('#list-hidden'),
        `Filters: ${total - mixed} of ${total} shown; hidden: ${mixed} mixed`,
    );
    assert.equal(await page.locator('#ranked > li:visible').count(), total - mixed);
    assert.equal(await page.locator('.pin--mixed:not([hidden])').count(), 0);
    await page.fill('#list-words', 'no such street');
    assert.equal(await page.locator('#ranked > li:visible').count(), 0);
    await page.click('#list-all');
    assert.equal(await page.locator('#ranked > li:visible').count(), total);
    await page.click('#views a[href="#queue"]');
    await page.waitForSelector(`#queue-rows tr[data-household="${one.id}"]`);
    const all = await page.locator('#queue-rows tr').count();
    assert.equal(await page.textContent('#queue-status'), `All ${all} are shown.`);
    await page.fill('#queue-words', one.reference);
    assert.equal(await page.textContent('#queue-status'), `1 of ${all} shown; hidden: ${all - 1} without these words`);
    await page.click('#queue-all');
    assert.equal(await page.locator('#queue-rows tr:visible').count(), all);
});

/* --- from the queue to a home --------------------------------------------------------------------------------- */

onPage('offered, refused, offered again, accepted, placed, moved in: each step recorded once', {}, async page => {
    const one = await household({ size: 2, rent_limit_eur: 1000 });
    await openCase(page, one);
    const sent = writes(page);
    const first = await page.getAttribute('#ranked > li:first-child', 'data-offer');
    await take(page, '#ranked > li:first-child .button--offer', { days: '7' }, new RegExp(`${first}.* is offered to ${one.reference}.* 7 days`));
    await page.waitForSelector('#do-answer');
    assert.match(await page.textContent('.case__now'), /answer by 8 Mar 2005/);
    assert.equal(await page.locator('.button--offer').count(), 0, 'no second offer beside a live one');
    await take(page, '#do-answer', { state: 'refused', refusal_code: 'TOO_EXPENSIVE', note: 'heating' }, /refuses .*: too expensive.* no consequence/);
    await page.waitForSelector('.button--offer');
    await page.click('#ranked > li:nth-child(2) .button--offer');
    await stepIsOpen(page);
    await page.click('#step-forward');
    assert.match(await page.textContent('#step-reason_code-error'), /fill this in/, 'not the first row: a reason is needed');
    await page.selectOption('#step-reason_code', 'OTHER');
    await page.click('#step-forward');
    assert.match(await page.textContent('#step-reason_note-error'), /fill this in/, 'and in words');
    await fillStep(page, { reason_code: 'CARE_OF_RELATIVES', reason_note: 'the mother lives next door' });
    assert.match(await sentence(page), /Reason: care of relatives\. Note: the mother lives next door/);
    await page.click('#step-forward');
    await recorded(page, /care of relatives/);
    await page.waitForSelector('#do-answer');
    await take(page, '#do-answer', { state: 'accepted' }, /accepts/);
    await page.waitForSelector('#do-place');
    await page.click('#do-place');
    await stepIsOpen(page);
    assert.equal(await page.inputValue('#step-reason_code'), 'CARE_OF_RELATIVES', 'the reason of the offer is taken over');
    await fillStep(page, {});
    assert.match(await sentence(page), /takes .* You record this decision/);
    await page.click('#step-forward');
    await recorded(page, /You record this decision/);
    await page.waitForSelector('#do-move-in');
    assert.match(await page.textContent('.case__now'), /placed/);
    await take(page, '#do-move-in', {}, /has moved into/);
    await page.waitForSelector('#do-move-in', { state: 'detached' }); // the case is read anew after it is recorded
    await page.click('.case__history summary');
    const history = await page.locator('.history li').allTextContents();
    for (const [i, said] of [/Arrived/, /is offered; answer by/, /is refused: too expensive/, /is offered/, /is accepted/, /becomes its home/, /Moved into/].entries())
        assert.match(history[i], said, `line ${i} of ${history.join('\n')}`);
    assert.equal((await read(`households/${one.id}`)).state, 'placed');
    assert.deepEqual(
        sent.map(({ method, path }) => `${method} ${path.split('/')[0]}`),
        ['POST offers', 'PATCH offers', 'PATCH offers', 'POST offers', 'PATCH offers', 'PATCH offers', 'POST placements', 'PATCH placements'],
    );
    await take(page, '#do-end', { reason: 'a house of their own' }, /has ended; the household waits again/);
    await page.waitForSelector('.button--offer');
});

onPage('what does not fit may be offered with a reason in words', {}, async page => {
    const one = await household({ size: 6 });
    await openCase(page, one);
    await page.click('#excluded li:has(.button--quiet) .button--quiet >> nth=0');
    await fillStep(page, { reason_code: 'OWN_WISH', reason_note: 'asked for it' });
    await page.click('#step-forward');
    await recorded(page, /own wish/);
    await page.waitForSelector('#do-withdraw');
    await page.click('.case__history summary');
    assert.match(await page.textContent('.history'), /not in the list/);
    await take(page, '#do-withdraw', {}, /is withdrawn; the dwelling is free/);
    assert.equal((await read(`households/${one.id}`)).has_live_offer, false);
});

onPage('a new household is saved, changed, handed over; its colleague finds it and takes the next step', {}, async page => {
    await page.waitForSelector('#queue:not([hidden])');
    await page.click('.view-head .button--primary');
    const reference = newReference();
    for (const [field, value] of Object.entries({ size: '5', rent: '750,50', available: '1.4.2005', reference, arrived: '3-1-2005' }))
        await page.fill(`#${field}`, value);
    await page.click('#household-save');
    await stepIsOpen(page);
    assert.match(await sentence(page), new RegExp(`${reference} is put into the work queue as your case; arrived on 3 Jan 2005`));
    await page.click('#step-forward');
    await page.waitForSelector('#case:not([hidden]) h1');
    const id = page.url().split('/').at(-1);
    const stored = await read(`households/${id}`);
    assert.deepEqual(
        [stored.reference, stored.arrived_on, stored.needs.size, stored.needs.rent_limit_eur, stored.needs.available_by],
        [reference, '2005-01-03', 5, 750.5, '2005-04-01'],
    );
    await page.waitForSelector('.button--offer');
    await page.fill('#rent', '800');
    assert.ok(await page.isVisible('#unsaved'));
    assert.equal(await page.locator('.button--offer').count(), 0, 'nothing is offered on what is not saved');
    await page.press('#rent', 'Enter');
    await page.waitForSelector('#results-head .notice');
    await page.click('#household-save');
    await stepIsOpen(page);
    assert.match(await sentence(page), /Rent limit \(€\): €800 \(before: €750\.50\)/);
    await page.click('#step-forward');
    await recorded(page, /is changed/);
    await page.waitForSelector('.button--offer');
    await take(page, '#do-hand-over', { coordinator: 'colleague' }, /becomes the case of colleague/);
    await page.waitForSelector('#queue:not([hidden])');
    assert.equal((await read(`households/${id}`, 'colleague')).coordinator, 'colleague');
});

/* --- objections ----------------------------------------------------------------------------------------------- */

onPage('an objection freezes the list; who took it down may not decide, a colleague does', {}, async page => {
    const one = await offered({ size: 2, rent_limit_eur: 950 }, 3);
    await openCase(page, one);
    await take(page, '#do-object', { about: 'offer', text: 'too far from school', days: '30' }, /objects to the offer of .*“too far from school”.* within 30 days/);
    await page.waitForSelector('#do-decide');
    assert.match(await page.textContent('.case__now'), /decide by 31 Mar 2005/);
    await page.waitForFunction(() => /Frozen/.test(document.querySelector('#results-head').textContent));
    await page.click('#do-decide');
    await stepIsOpen(page);
    assert.match(await page.textContent('#step-why'), /second person/);
    assert.equal(await page.locator('#step input[type=radio]').count(), 0);
    await page.keyboard.press('Escape');
    const second = await site().open({ as: 'colleague' });
    await second.waitForSelector(`#queue-rows tr[data-household="${one.id}"]`);
    assert.match(await second.textContent('#queue-due'), /Objections to be decided/);
    await openCase(second, one);
    await take(second, '#do-decide', { state: 'rejected', outcome: 'the bus stops there' }, /is rejected: “the bus stops there”/);
    assert.deepEqual(second.faults.filter(fault => !/404/.test(fault)), []);
    await second.context().close();
    const { objections } = await read(`objections?household=${one.id}`);
    assert.deepEqual([objections[0].state, objections[0].decided_by], ['rejected', 'colleague']);
    await page.reload();
    await page.waitForSelector('#do-answer');
    await page.click('.case__history summary');
    assert.match(await page.textContent('.history'), /rejected · by colleague · the bus stops there/);
});

/* --- dwellings ------------------------------------------------------------------------------------------------- */

async function openDwellings(page) {
    await page.click('#views a[href="#dwellings"]');
    await page.waitForSelector('#stock-rows tr');
}

onPage('a newspaper ad: pasted, looked over, placed on the map by keyboard, recorded, and on the list', {}, async page => {
    await openDwellings(page);
    await page.waitForSelector('#ad-map[data-drawn]');
    const street = `Zeitungsgasse ${process.pid % 900}`;
    await page.fill('#ad-text', `4-Zi.-Whg., 88 m², ${street}, 48149 Münster, 1. OG, 510 € kalt, 660 € warm, ab 15.4.2005`);
    assert.equal(await page.inputValue('#ad-address'), street);
    assert.equal(await page.inputValue('#ad-available'), '15/04/2005');
    assert.match(await page.textContent('#ad-read'), /fields are filled in/);
    await page.focus('#ad-pick');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    assert.match(await page.textContent('#ad-place'), /place is set/);
    await page.fill('#ad-rent_gross_eur', 'cheap');
    await page.keyboard.press('Enter');
    assert.match(await page.textContent('#ad-rent_gross_eur-error'), /number/);
    await page.fill('#ad-rent_gross_eur', '660');
    await page.keyboard.press('Enter');
    await stepIsOpen(page);
    assert.match(await sentence(page), /Rooms: 4\. Floor area: 88 m².*Rent: €660.*15 Apr 2005.*place is set/);
    await page.keyboard.press('Enter');
    await recorded(page, /is put on the list/);
    await page.waitForFunction(address => document.querySelector('#stock-rows').textContent.includes(address), street);
    assert.equal(await page.inputValue('#ad-address'), '', 'ready for the next one');
    const { dwellings } = await read('dwellings');
    const ad = dwellings.find(({ address }) => address === street);
    assert.deepEqual([ad.rooms, ad.area_m2, ad.rent_net_eur, ad.source, ad.available], [4, 88, 510, 'desk', '2005-04-15']);
    await page.fill('#stock-words', street);
    await page.click('#stock-rows tr:visible button');
    await fillStep(page, {});
    await page.click('#step-forward');
    await recorded(page, /taken off the list/);
});

onPage('a feed is looked through with its faults, and read in only when it is right and confirmed', { expected: /422/ }, async page => {
    await openDwellings(page);
    const columns = [
        ...['id', 'corporation', 'address', 'postcode', 'city', 'district', 'kind', 'lon', 'lat', 'rent_net_eur', 'rent_gross_eur'],
        ...['rooms', 'area_m2', 'min_household', 'max_household', 'max_income_eur', 'min_age', 'step_free', 'lift', 'floor'],
        ...['entitlement', 'published', 'closes', 'available', 'on_offer_elsewhere'],
    ];
    const head = columns.join(',');
    const row = (n, rent) => {
        const values = {
            id: `FEED${process.pid}-${n}`,
            corporation: 'Feed AG',
            address: `Lieferweg ${n}`,
            postcode: '48149',
            city: 'Münster',
            kind: 'flat',
            lon: 7.62,
            lat: 51.96,
            rent_gross_eur: rent,
            rooms: 3,
            area_m2: 70,
        };
        return columns.map(column => values[column] ?? '').join(',');
    };
    const give = (name, rows) =>
        page.setInputFiles('#import-file', { name, mimeType: 'text/csv', buffer: Buffer.from([head, ...rows, ''].join('\n')) });
    await give('faulty.csv', [row(1, 600), row(2, 'cheap')]);
    await page.click('#import-look');
    await page.waitForSelector('#import-preview table');
    assert.match(await page.textContent('#import-preview'), /1 faults?\. Nothing is read in/);
    assert.match(await page.textContent('#import-preview tbody tr'), /3.*rent_gross_eur.*cheap/);
    assert.ok(await page.isHidden('#import-apply'), 'what is faulty cannot be confirmed');
    await give('good.csv', [row(1, 600), row(2, 650)]);
    await page.click('#import-look');
    await page.waitForSelector('#import-apply:not([hidden])');
    assert.match(await page.textContent('#import-preview'), /2 offers .*2 new/);
    const there = async () => (await read('dwellings')).dwellings.filter(({ id }) => id.startsWith(`FEED${process.pid}`)).length;
    assert.equal(await there(), 0, 'nothing is changed before');
    await page.keyboard.press('Escape');
    assert.ok(await page.isHidden('#import-apply'), 'undone');
    await page.click('#import-look');
    await page.waitForSelector('#import-apply:not([hidden])');
    await page.click('#import-apply');
    await page.waitForFunction(() => /Recorded/.test(document.querySelector('#import-preview').textContent));
    assert.equal(await there(), 2);
});

onPage('a corporation has its own dwellings and no map, no household', { as: 'corporation' }, async page => {
    await page.waitForSelector('#stock-rows tr');
    assert.ok(await page.isHidden('#ad-map-frame'));
    assert.deepEqual(await page.locator('#views a:visible').allTextContents(), ['Dwellings']);
    const owners = new Set(await page.locator('#stock-rows td[data-label=Corporation]').allTextContents());
    assert.deepEqual([...owners], ['Demobau Münster']);
});

/* --- undone before it is confirmed ------------------------------------------------------------------------------ */

onPage('until Confirm nothing is sent; Escape takes it back, and what was typed is there again', {}, async page => {
    const one = await offered({ size: 2, rent_limit_eur: 980 }, 5);
    await openCase(page, one);
    const sent = writes(page);
    for (const [button, fields] of [
        ['#do-answer', { state: 'refused', refusal_code: 'PLACE', note: 'by the railway' }],
        ['#do-withdraw', {}],
        ['#do-object', { about: 'list', text: 'why so far out' }],
        ['#do-hand-over', { coordinator: 'colleague' }],
        ['#do-leave', { reason_code: 'LEFT_COUNTRY' }],
    ]) {
        await page.click(button);
        await fillStep(page, fields);
        const said = await sentence(page);
        await page.keyboard.press('Escape');
        await page.waitForSelector('#step', { state: 'hidden' });
        assert.equal(await page.evaluate(() => `#${document.activeElement.id}`), button, 'the cursor is where it was');
        await page.click(button);
        await fillStep(page, {});
        assert.equal(await sentence(page), said, 'typed once');
        await page.keyboard.press('Escape');
    }
    await page.reload();
    await page.waitForSelector('#do-answer');
    await page.click('#do-answer');
    await stepIsOpen(page);
    assert.equal(await page.inputValue('#step-note'), 'by the railway', 'a reload loses nothing');
    await page.keyboard.press('Escape');
    assert.deepEqual(sent, []);
    assert.equal((await read(`offers/${one.offer}`)).state, 'made');
});

/* --- the connection is lost --------------------------------------------------------------------------------------- */

/** The first `times` writes reach the service, but their answers never come. */
async function loseAnswers(page, times = 1) {
    let left = times;
    await page.route(/\/api\/v1\/cities\/[^/]+\/(households|offers|placements|objections|dwellings)(?!.*recommendations)/, async route => {
        if (route.request().method() === 'GET' || left-- <= 0) return route.continue();
        await route.fetch();
        await route.abort('failed');
    });
}

const LOST_STEPS = {
    'an offer': async page => {
        const one = await household({ size: 2, rent_limit_eur: 1100 });
        await openCase(page, one);
        return {
            go: async () => {
                await page.click('#ranked > li:nth-child(4) .button--offer');
                await fillStep(page, { reason_code: 'OTHER', reason_note: 'lost' });
            },
            done: async () => assert.equal((await read(`offers?household=${one.id}`)).offers.length, 1),
        };
    },
    'an answer': async page => {
        const one = await offered({ size: 2, rent_limit_eur: 1020 }, 6);
        await openCase(page, one);
        return {
            go: async () => {
                await page.click('#do-answer');
                await fillStep(page, { state: 'accepted' });
            },
            done: async () => assert.deepEqual([(await read(`offers/${one.offer}`)).state, await version('offers', one.offer)], ['accepted', 3]),
        };
    },
    'a placement': async page => {
        const one = await offered({ size: 2, rent_limit_eur: 1030 }, 7);
        await site().ask('coordinator', 'PATCH', `offers/${one.offer}`, { state: 'accepted' }, 2);
        await openCase(page, one);
        return {
            go: async () => {
                await page.click('#do-place');
                await fillStep(page, {});
            },
            done: async () =>
                assert.equal((await read('placements')).placements.filter(({ household: id }) => id === one.id).length, 1),
        };
    },
    'an objection': async page => {
        const one = await household();
        await openCase(page, one);
        return {
            go: async () => {
                await page.click('#do-object');
                await fillStep(page, { text: 'lost and found' });
            },
            done: async () => assert.equal((await read(`objections?household=${one.id}`)).objections.length, 1),
        };
    },
    'a new household': async page => {
        const reference = newReference();
        await page.waitForSelector('#queue:not([hidden])');
        await page.click('.view-head .button--primary');
        await page.fill('#size', '2');
        await page.fill('#reference', reference);
        return {
            go: async () => {
                await page.click('#household-save');
                await stepIsOpen(page);
            },
            done: async () =>
                assert.equal((await read('households?all=yes')).households.filter(one => one.reference === reference).length, 1),
        };
    },
    'a changed household': async page => {
        const one = await household();
        await openCase(page, one);
        await page.fill('#rooms', '2');
        return {
            go: async () => {
                await page.click('#household-save');
                await stepIsOpen(page);
            },
            done: async () => assert.deepEqual([(await read(`households/${one.id}`)).needs.rooms_min, await version('households', one.id)], [2, 2]),
        };
    },
    'an ad': async page => {
        await openDwellings(page);
        const street = `Funkloch ${process.pid % 900}`;
        await page.fill('#ad-address', street);
        return {
            go: async () => {
                await page.press('#ad-address', 'Enter');
                await stepIsOpen(page);
            },
            done: async () => assert.equal((await read('dwellings')).dwellings.filter(({ address }) => address === street).length, 1),
        };
    },
};

for (const [what, arrange] of Object.entries(LOST_STEPS)) {
    onPage(`${what}: the answer is lost on its way; it is sent again under the same key and done once`, { expected: OFFLINE }, async page => {
        const { go, done } = await arrange(page);
        await go();
        await loseAnswers(page);
        const sent = writes(page);
        await page.click('#step-forward');
        await page.waitForSelector('#step[data-phase=waiting]');
        assert.match(await page.textContent('#step-alert'), /connection .* lost.*same key/);
        assert.notEqual(await sentence(page), '');
        await page.click('#step-forward');
        await page.waitForFunction(() => document.querySelector('#recorded').textContent !== '' && !document.querySelector('#step').open);
        assert.ok(sent.length >= 2 && sent[0].key === sent[1].key, JSON.stringify(sent));
        await done();
    });
}

onPage('off line and on again: it goes out by itself', { expected: OFFLINE }, async page => {
    const one = await offered({ size: 2, rent_limit_eur: 1040 }, 8);
    await openCase(page, one);
    await page.click('#do-withdraw');
    await fillStep(page, {});
    await page.context().setOffline(true);
    await page.click('#step-forward');
    await page.waitForSelector('#step[data-phase=waiting]');
    assert.equal((await read(`offers/${one.offer}`)).state, 'made');
    await page.context().setOffline(false);
    await recorded(page, /is withdrawn/);
    assert.equal((await read(`offers/${one.offer}`)).state, 'withdrawn');
});

onPage('confirmed, lost, and the window loaded anew: the same key again, for the same person alone', { expected: /ERR_|Failed|401/ }, async page => {
    const one = await offered({ size: 2, rent_limit_eur: 1050 }, 9);
    await openCase(page, one);
    await page.click('#do-answer');
    await fillStep(page, { state: 'accepted' });
    await loseAnswers(page);
    const sent = writes(page);
    await page.click('#step-forward');
    await page.waitForSelector('#step[data-phase=waiting]');
    await page.reload();
    await stepIsOpen(page);
    assert.match(await page.textContent('#step-alert'), /confirmed, but no answer came/);
    assert.match(await sentence(page), /accepts/);
    await page.click('#step-forward');
    await page.waitForSelector('#do-place');
    assert.equal(new Set(sent.map(({ key }) => key)).size, 1);
    assert.equal(await version('offers', one.offer), 3);
});

/* --- a colleague was faster ------------------------------------------------------------------------------------- */

onPage('somebody else saves the household meanwhile: said in words, nothing typed is lost, saved on top', { expected: /412/ }, async page => {
    const one = await household({ size: 3, rent_limit_eur: 700 });
    await openCase(page, one);
    await page.fill('#rooms', '3');
    await site().ask('coordinator', 'PUT', `households/${one.id}`, { reference: one.reference, needs: { size: 3, rent_limit_eur: 780 } }, 1);
    await page.click('#household-save');
    await stepIsOpen(page);
    await page.click('#step-forward');
    await page.waitForSelector('#card-conflict:not([hidden])');
    assert.match(await page.textContent('#conflict-text'), /Rent limit \(€\): €780 \(before: €700\)/);
    assert.equal(await page.inputValue('#rooms'), '3');
    await page.click('#household-save');
    await stepIsOpen(page);
    await page.click('#step-forward');
    await recorded(page, /is changed/);
    const { needs } = await read(`households/${one.id}`);
    assert.deepEqual([needs.rooms_min, needs.rent_limit_eur], [3, 700]);
});

onPage('somebody else has answered meanwhile: said in words, the case is shown as it is', { expected: /4(09|12)/ }, async page => {
    const one = await offered({ size: 2, rent_limit_eur: 1060 }, 10);
    await openCase(page, one);
    await page.click('#do-withdraw');
    await fillStep(page, {});
    await site().ask('coordinator', 'PATCH', `offers/${one.offer}`, { state: 'accepted' }, 2);
    await page.click('#step-forward');
    await page.waitForSelector('#step-alert:not([hidden])');
    assert.match(await page.textContent('#step-alert'), /Somebody else has changed this/);
    await page.keyboard.press('Escape');
    await page.waitForSelector('#do-place');
});

onPage('a dwelling that another household got meanwhile is refused in words', { expected: /409/ }, async page => {
    const [one, other] = [await household({ size: 2, rent_limit_eur: 1070 }), await household({ size: 2, rent_limit_eur: 1070 })];
    await openCase(page, one);
    const row = page.locator('#ranked > li:nth-child(12)');
    const dwelling = await row.getAttribute('data-offer');
    await row.locator('.button--offer').click();
    await fillStep(page, { reason_code: 'OTHER', reason_note: 'near the garden' });
    await site().ask('coordinator', 'POST', 'offers', { household: other.id, dwelling, reason_code: 'OTHER', reason_note: 'faster' });
    await page.click('#step-forward');
    await page.waitForSelector('#step-alert:not([hidden])');
    assert.match(await page.textContent('#step-alert'), /on offer to another household/);
    assert.equal(await page.inputValue('#step-reason_note'), 'near the garden');
});

/* --- by keyboard, in every language, for everyone -------------------------------------------------------------------- */

onPage('from the queue to an accepted offer by keyboard alone', {}, async page => {
    const one = await household({ size: 2, rent_limit_eur: 1080 });
    await page.reload();
    const tabTo = async selector => {
        for (let i = 0; i < 400; i++) {
            if (await page.evaluate(s => document.activeElement.matches(s), selector)) return;
            await page.keyboard.press('Tab');
        }
        assert.fail(`Tab does not reach ${selector}`);
    };
    await page.waitForSelector(`#queue-rows a[href="#case/${one.id}"]`);
    await tabTo(`#queue-rows a[href="#case/${one.id}"]`);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#ranked > li');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'case-heading');
    await tabTo('#ranked > li:first-child .button--offer');
    await page.keyboard.press('Enter');
    await stepIsOpen(page);
    assert.ok(await page.evaluate(() => document.querySelector('#step').contains(document.activeElement)));
    if (await page.isVisible('select#step-reason_code')) {
        await page.keyboard.press('ArrowDown');
        await tabTo('#step-days');
    }
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await recorded(page, /is offered/);
    await page.waitForSelector('#do-answer');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'case-heading');
    await tabTo('#do-answer');
    await page.keyboard.press('Enter');
    await tabTo('#step-state-accepted');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await recorded(page, /accepts/);
    assert.equal((await read(`offers?household=${one.id}`)).offers[0].state, 'accepted');
});

for (const [lang, offer, undo, heading] of [
    ['nl', /wordt aangeboden aan/, 'Ongedaan maken (Esc)', 'Werklijst'],
    ['de', /wird .* angeboten; für die Antwort sind/, 'Rückgängig (Esc)', 'Arbeitsliste'],
    ['en', /is offered to/, 'Undo (Esc)', 'Work queue'],
]) {
    onPage(`the desk speaks ${lang}, dates in its form`, { locale: { nl: 'nl-NL', de: 'de-DE', en: 'en-GB' }[lang] }, async page => {
        const one = await household({ size: 2, rent_limit_eur: 1090, available_by: '2005-12-01' });
        await page.reload();
        await page.waitForFunction(text => document.querySelector('#queue-heading').textContent === text, heading);
        await openCase(page, one);
        assert.equal(await page.inputValue('#available'), { nl: '01-12-2005', de: '01.12.2005', en: '01/12/2005' }[lang]);
        await page.click('#ranked > li:nth-child(2) .button--offer');
        await fillStep(page, { reason_code: 'OWN_WISH' });
        assert.match(await sentence(page), offer);
        assert.equal(await page.textContent('#step-undo'), undo);
        await page.keyboard.press('Escape');
        const parking = await page.locator('#excluded li').allTextContents();
        assert.ok(!parking.some(text => /dwelling · |: parking\b/.test(text) && lang !== 'en'), 'no word of the feed is left raw');
    });
}

for (const [look, options] of Object.entries({
    light: {},
    dark: { colorScheme: 'dark' },
    phone: { viewport: { width: 390, height: 844 } },
    contrast: { contrast: 'more' },
})) {
    onPage(`axe-core finds nothing at the desk (${look}): WCAG 2.2 AA`, { ...options, expected: /412|ERR_|Failed/ }, async page => {
        const one = await offered({ size: 2, rent_limit_eur: 1095 }, 14);
        const found = [];
        await page.reload();
        await page.waitForSelector('#queue-rows tr');
        found.push(...(await findings(page, 'queue')));
        await openCase(page, one);
        await page.click('.case__history summary');
        await page.click('.list-tools summary');
        if (look === 'phone') await page.click('#card > summary');
        await page.click('#tie-add');
        found.push(...(await findings(page, 'case')));
        await page.click('#do-answer');
        await page.click('#step-forward');
        found.push(...(await findings(page, 'a step with faults', '#step')));
        await fillStep(page, { state: 'refused', refusal_code: 'PLACE' });
        found.push(...(await findings(page, 'what will be recorded', '#step')));
        await page.context().setOffline(true);
        await page.click('#step-forward');
        await page.waitForSelector('#step[data-phase=waiting]');
        found.push(...(await findings(page, 'waiting', '#step')));
        await page.context().setOffline(false);
        await recorded(page, /refuses/);
        await openDwellings(page);
        await page.press('#ad-address', 'Enter');
        found.push(...(await findings(page, 'dwellings')));
        assert.deepEqual(found, []);
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.equal(tooWide, 0);
    });
}
