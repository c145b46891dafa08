// Signing in and looking a household up in a real Chromium against a real xeniad: by mouse and by keyboard, in three
// languages, without a console error, a CSP violation or an axe-core finding. Nothing here changes what is stored, and
// nothing knows the numbers of a city.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findings, suite } from './browser.mjs';

const SIGNED_IN = '#queue:not([hidden])';
const AT_DESK = '#coordinator:not([hidden])';
const { site, onPage } = suite();

/** Fills in a small household and waits for its list; resolves to the service's answer. */
async function ask(page, fields = { '#size': '3' }) {
    await desk(page);
    for (const [field, value] of Object.entries(fields)) await page.fill(field, value);
    const [answer] = await Promise.all([page.answer('/recommendations'), page.press('#size', 'Enter')]);
    await page.waitForSelector('#why-search');
    return answer;
}

/** Opens the desk for somebody who is not in the queue. */
async function desk(page) {
    await page.waitForSelector(`${SIGNED_IN}, ${AT_DESK}`);
    if (!(await page.isVisible(AT_DESK))) await page.click('#views a[href="#find"]');
    await page.waitForSelector(AT_DESK);
    await page.waitForSelector('#dwelling-map[data-drawn]');
}

const texts = (page, selector) => page.locator(selector).allTextContents();
const numbersIn = text => (text.match(/\d[\d.,]*/g) ?? []).map(n => Number(n.replace(/[.,]/g, '')));

/* --- signing in -------------------------------------------------------------------------------------------- */

async function signIn(page, login, password) {
    await page.fill('#login', login);
    await page.fill('#password', password);
    await page.press('#password', 'Enter');
}

onPage(
    'a wrong password is refused with a sentence, the right one opens the desk and is kept over a reload',
    { as: null, expected: /401/ },
    async page => {
        await signIn(page, 'coordinator', 'not the password');
        await page.waitForSelector('#sign-in-error:not([hidden])');
        assert.notEqual(await page.textContent('#sign-in-error'), '');
        assert.equal(await page.evaluate(() => document.activeElement.id), 'password');
        await signIn(page, 'coordinator', site().password);
        await page.waitForSelector(SIGNED_IN);
        assert.equal(await page.textContent('#account-link'), 'coordinator');
        await page.reload();
        await page.waitForSelector(SIGNED_IN);
        assert.equal(await page.evaluate(() => document.cookie), '', 'no script can read the session');
        const [cookie] = await page.context().cookies();
        assert.ok(cookie.httpOnly && cookie.sameSite === 'Strict', JSON.stringify(cookie));
        await page.click('#sign-out');
        await page.waitForSelector('#sign-in:not([hidden])');
        assert.equal((await page.context().cookies()).length, 0);
        assert.equal(await page.evaluate(() => sessionStorage.length), 0);
    },
);

onPage(
    'a session that is over keeps what is typed for whoever typed it, and for nobody else',
    { as: null, expected: /40[149]/ },
    async page => {
        const expire = async () => {
            await page.context().clearCookies();
            await page.press('#size', 'Enter');
            await page.waitForSelector('#sign-in:not([hidden])');
            assert.equal(await page.isVisible('#alert'), false);
        };
        await signIn(page, 'coordinator', site().password);
        await desk(page);
        await page.fill('#size', '7');
        await expire();
        assert.match(await page.textContent('#sign-in-error'), /session is over/i);
        await signIn(page, 'coordinator', site().password);
        await page.waitForSelector(AT_DESK);
        assert.equal(await page.inputValue('#size'), '7');
        await page.click('#sign-out');
        await signIn(page, 'coordinator', site().password);
        await desk(page);
        assert.equal(await page.inputValue('#size'), '7');
        await expire();
        await signIn(page, 'colleague', site().password);
        await page.waitForSelector(SIGNED_IN);
        await desk(page);
        assert.equal(await page.inputValue('#size'), '');
        assert.ok(!(await page.evaluate(() => JSON.stringify(sessionStorage))).includes('7'));
        assert.equal(await page.textContent('#account-link'), 'colleague');
    },
);

onPage(
    'the account says who is signed in; a wrong present password changes nothing',
    { as: null, expected: /40[13]/ },
    async page => {
        await signIn(page, 'coordinator', site().password);
        await page.waitForSelector(SIGNED_IN);
        await page.click('#account-link');
        await page.waitForSelector('#account:not([hidden])');
        assert.match(await page.textContent('#account-facts'), new RegExp('coordinator'));
        assert.match(await page.textContent('#account-facts'), /Housing coordinator/);
        await page.fill('#password-old', 'not the password');
        await page.fill('#password-new', 'another lamp in the harbour');
        await page.press('#password-new', 'Enter');
        await page.waitForSelector('#password-error:not([hidden])');
        assert.notEqual(await page.textContent('#password-error'), '');
        assert.deepEqual(await findings(page, 'account'), []);
    },
);

onPage('a token has no password to change', { as: null, expected: /401/ }, async page => {
    await page.goto('about:blank');
    await page.goto(`${site().url}/#token=${site().token}`);
    await page.waitForSelector(SIGNED_IN);
    await page.click('#account-link');
    await page.waitForSelector('#account:not([hidden])');
    assert.ok(await page.locator('#password-form').isHidden());
});

onPage('a token in the address is taken out of it', { as: null, expected: /401/ }, async page => {
    await page.goto('about:blank');
    await page.goto(`${site().url}/#token=${site().token}`);
    await page.waitForSelector(SIGNED_IN);
    assert.equal(page.url(), `${site().url}/`);
});

/* --- the coordinator's desk ---------------------------------------------------------------------------------- */

onPage('the list shows every offer of the answer once, in order, and the counts add up', {}, async page => {
    const answer = await ask(page);
    assert.ok(answer.ranked.length > 0, 'the household of the test fits some offer');
    assert.ok(answer.excluded.length > 0, 'and is excluded from some');
    assert.deepEqual(
        await texts(page, '#ranked .rank'),
        answer.ranked.map(row => `Rank ${row.rank}`),
    );
    assert.equal(await page.locator('#excluded > li').count(), answer.excluded.length);
    const [ranked, excluded, total] = numbersIn(await page.textContent('#results-status'));
    assert.deepEqual([ranked, excluded], [answer.ranked.length, answer.excluded.length]);
    assert.equal(ranked + excluded, total);
});

onPage('a row says its class in words, its facts and every reason in a sentence', {}, async page => {
    const {
        ranked: [row],
    } = await ask(page);
    const item = page.locator('#ranked > li').first();
    assert.equal(await item.locator('.badge').first().textContent(), row.tier_text);
    const shown = await item.textContent();
    for (const { text } of [...row.reasons, ...row.counterfactuals]) assert.ok(shown.includes(text), text);
    if (row.area) assert.ok(shown.includes(row.area.name));
});

onPage('which data, which policy and that a person decides is always on the screen', {}, async page => {
    const { policy, snapshot } = await ask(page);
    const shown = await page.textContent('#provenance');
    assert.ok(shown.includes(`${policy.name} ${policy.version}`));
    assert.ok(shown.includes(snapshot.slice(0, 12)));
    assert.ok(await page.locator('#provenance').isVisible());
    if (policy.demonstration) assert.match(shown, /Demonstration.*schematic/);
    assert.match(await page.textContent('#results .advice'), /advice/);
});

onPage('choosing a row lights its mark, and choosing a mark lights its row', {}, async page => {
    const { ranked } = await ask(page);
    const placed = ranked.filter(row => typeof row.dwelling.lat === 'number').map(row => row.offer_id);
    const [first, other] = [placed[0], placed.at(-1)];
    await page.click(`#offer-${first} .link-button`);
    await page.waitForSelector(`.pin.is-selected[data-offer="${first}"]`);
    await page.locator(`.pin[data-offer="${other}"]`).focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector(`#offer-${other}.is-selected`);
    assert.equal(await page.locator('.dwelling.is-selected, .pin.is-selected').count(), 2);
    assert.equal(await page.evaluate(() => document.activeElement.closest('li')?.dataset.offer), other);
});

onPage(
    '"Why not this one?" finds an excluded offer by its id with all reasons, and says when it is in the list',
    {},
    async page => {
        const { ranked, excluded } = await ask(page);
        const wanted = excluded.reduce((most, row) =>
            row.reasons.length > most.reasons.length ? row : most,
        );
        await page.click('#results-status a');
        const { y } = await page.locator('#why-search').boundingBox();
        assert.ok(y > 0 && y < 800, `the search is in the window: ${y}`);
        await page.keyboard.type(wanted.offer_id);
        const shown = page.locator('#excluded > li:not([hidden])');
        const item = page.locator(`#excluded #offer-${wanted.offer_id}`);
        assert.ok(await item.isVisible());
        assert.ok((await shown.count()) < excluded.length || excluded.length === 1);
        for (const { text } of wanted.reasons) assert.ok((await item.textContent()).includes(text), text);
        await page.fill('#why-search', ranked[0].offer_id);
        await page.click('.also-ranked .link-button');
        await page.waitForSelector(`#offer-${ranked[0].offer_id}.is-selected`);
        await page.fill('#why-search', 'no such address anywhere');
        assert.equal(await shown.count(), 0);
    },
);

onPage('what cannot be read is said at its field, in words, and nothing is sent', {}, async page => {
    await desk(page);
    let sent = 0;
    page.on('request', request => {
        sent += request.url().includes('/recommendations');
    });
    await page.fill('#rent', '1.200');
    await page.fill('#age-0', '4');
    await page.press('#rent', 'Enter');
    assert.deepEqual(await page.locator('#household [aria-invalid]').evaluateAll(all => all.map(e => e.id)), [
        'size',
        'rent',
    ]);
    await page.fill('#size', '3');
    await page.press('#size', 'Enter');
    assert.deepEqual(await page.locator('#household [aria-invalid]').evaluateAll(all => all.map(e => e.id)), [
        'age-0',
        'rent',
    ]);
    assert.equal(
        await page.evaluate(() => document.activeElement.getAttribute('aria-describedby')),
        'age-0-error',
    );
    assert.equal(sent, 0);
});

onPage("the service's refusal is shown, and what was typed stays", { expected: /status of 4(00|22)/ }, async page => {
    await desk(page);
    await page.fill('#size', '3');
    await page.fill('#entitlement', 'X'.repeat(40));
    await page.press('#size', 'Enter');
    const shown = page.locator('#entitlement-error:visible, #alert:visible').first();
    await shown.waitFor();
    assert.match(await shown.textContent(), /entitlement/);
    assert.equal(await page.inputValue('#entitlement'), 'X'.repeat(40));
});

onPage(
    'a place to be near is picked with the mouse, with the keyboard and by coordinates',
    {},
    async page => {
        await desk(page);
        await page.click('#tie-pick');
        const { x, y, width, height } = await page.locator('#dwelling-map').boundingBox();
        await page.mouse.click(x + width / 2, y + height / 2);
        await page.focus('#tie-pick');
        await page.keyboard.press('Enter');
        await page.waitForSelector('#dwelling-map.is-picking');
        await page.keyboard.press('Enter');
        await page.waitForSelector('.tie:nth-child(2)');
        await page.click('#tie-add');
        const first = await page.inputValue('#tie-0-lat');
        await page.keyboard.type(first.replace('.', ','));
        await page.fill('#tie-2-lon', await page.inputValue('#tie-0-lon'));
        assert.equal(await page.locator('.pin--tie').count(), 3);
        const asked = page.waitForRequest(r => r.url().includes('/recommendations'));
        await ask(page);
        const { ties } = (await asked).postDataJSON();
        assert.equal(ties.length, 3);
        assert.equal(ties[2].lat, Number(first));
        assert.ok(Math.abs(ties[0].lat - ties[1].lat) < 0.02, 'both are the middle of the map');
        await page.click('.tie:first-child .button');
        assert.equal(await page.locator('.pin--tie').count(), 2);
    },
);

onPage(
    'a lost connection says so, keeps what was typed, and the list comes when it is back',
    { expected: /ERR_INTERNET_DISCONNECTED/ },
    async page => {
        await desk(page);
        await page.context().setOffline(true);
        await page.fill('#size', '2');
        await page.fill('#rent', '900');
        await page.press('#size', 'Enter');
        await page.waitForSelector('#alert:not([hidden])');
        assert.match(await page.textContent('#alert'), /connection .* lost/);
        await page.context().setOffline(false);
        await page.waitForSelector('#why-search');
        assert.ok(await page.locator('#alert').isHidden());
        await page.reload();
        await desk(page);
        assert.deepEqual([await page.inputValue('#size'), await page.inputValue('#rent')], ['2', '900']);
    },
);

onPage('text of the service is text: markup in an address is shown, never run', {}, async page => {
    const hostile = '<img src=x onerror=alert(1)>';
    await page.route('**/recommendations*', async route => {
        const response = await route.fetch(),
            answer = await response.json();
        for (const row of [...answer.ranked, ...answer.excluded]) row.dwelling.address = hostile;
        await route.fulfill({ response, json: answer });
    });
    await ask(page);
    assert.equal(await page.textContent('#ranked li:first-child h3'), hostile);
    await page.hover('.pin');
    assert.equal(await page.locator('img').count(), 0);
});

onPage('an answer from a newer snapshot has the page read anew, once', {}, async page => {
    await desk(page);
    let reads = 0;
    page.on('request', request => {
        reads += /\/api\/v1\/cities\?/.test(request.url());
    });
    await page.route('**/recommendations*', async route => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), snapshot: 'newer-snapshot' } });
    });
    const again = page.waitForResponse(r => /\/api\/v1\/cities\?/.test(r.url()));
    await ask(page);
    await again;
    await page.waitForFunction(() =>
        document.querySelector('#provenance').textContent.includes('newer-snaps'),
    );
    await page.waitForLoadState('networkidle'); // a second reading would have begun by now
    assert.equal(reads, 1);
});

/* --- languages ----------------------------------------------------------------------------------------------- */

onPage(
    'the language changes texts, reasons, numbers and names of controls, and keeps the household',
    {},
    async page => {
        await ask(page, { '#size': '3', '#rent': '1250,50' });
        const english = await page.textContent('#ranked li:first-child .reasons');
        for (const [lang, heading, limit] of [
            ['de', 'Empfehlungen', /1\.250,50\s€/],
            ['nl', 'Aanbevelingen', /€\s1\.250,50/],
        ]) {
            await Promise.all([
                page.waitForResponse(
                    r => r.url().includes(`/recommendations`) && r.url().includes(`lang=${lang}`),
                ),
                page.click(`.languages [lang=${lang}]`),
            ]);
            await page.waitForFunction(
                text => document.querySelector('#results-heading').textContent === text,
                heading,
            );
            await page.waitForFunction(before => {
                const reasons = document.querySelector('#ranked li:first-child .reasons');
                return reasons && reasons.textContent !== before;
            }, english);
            assert.equal(await page.getAttribute('html', 'lang'), lang);
            assert.match(await page.textContent('.household-line'), limit);
            assert.equal(await page.inputValue('#rent'), '1250,50');
        }
    },
);

test("the browser's language is taken at the first visit", async () => {
    const page = await site().open({ as: null, locale: 'nl-NL' });
    await page.waitForSelector('html[lang=nl] #sign-in:not([hidden])');
    assert.equal(await page.textContent('#sign-in-heading'), 'Aanmelden');
    await page.context().close();
});

/* --- by keyboard, on any screen, for everyone ------------------------------------------------------------------------ */

onPage(
    'the whole journey by keyboard alone: sign in, ask, choose, filter, ask why not',
    { as: null, expected: /401/ },
    async page => {
        const focused = selector => page.evaluate(s => document.activeElement.matches(s), selector);
        const tabTo = async (selector, most = 400) => {
            for (let i = 0; i < most; i++) {
                if (await focused(selector)) return;
                await page.keyboard.press('Tab');
            }
            assert.fail(`Tab does not reach ${selector}`);
        };
        await page.waitForSelector('#sign-in:not([hidden])');
        await tabTo('#login');
        await page.keyboard.type('coordinator');
        await tabTo('#password');
        await page.keyboard.type(site().password);
        await page.keyboard.press('Enter');
        await page.waitForSelector(SIGNED_IN);
        await tabTo('#views a[href="#find"]');
        await page.keyboard.press('Enter');
        await page.waitForSelector(AT_DESK);
        await tabTo('#size');
        await page.keyboard.type('3');
        await tabTo('#step-free');
        await page.keyboard.press('Space');
        await page.keyboard.press('Enter');
        await page.waitForSelector('#ranked li');
        await tabTo('#ranked .link-button');
        await page.keyboard.press('Enter');
        assert.equal(await page.locator('#ranked li.is-selected').count(), 1);
        await page.locator('.skip').focus();
        await tabTo('.list-tools summary');
        await page.keyboard.press('Enter');
        await tabTo('#list-mixed');
        await page.keyboard.press('Space');
        assert.match(await page.textContent('#list-hidden'), /hidden: \d+ mixed/);
        await tabTo('#list-all');
        await page.keyboard.press('Enter');
        assert.match(await page.textContent('#list-hidden'), /all \d+ are shown/);
        await page.focus('#results-status a');
        await page.keyboard.press('Enter');
        assert.ok(await focused('#why-search'));
    },
);

onPage('marks on the map are one stop of the Tab key and arrows go by rank', {}, async page => {
    const { ranked } = await ask(page);
    const placed = ranked.filter(row => typeof row.dwelling.lat === 'number').map(row => row.offer_id);
    assert.equal(await page.locator('.pin[tabindex="0"]').count(), 1);
    await page.locator('.pin[tabindex="0"]').focus();
    await page.keyboard.press('ArrowRight');
    const here = () => page.evaluate(() => document.activeElement.dataset.offer);
    assert.equal(await here(), placed[1]);
    await page.keyboard.press('End');
    assert.equal(await here(), placed.at(-1));
    await page.keyboard.press('Home');
    assert.equal(await here(), placed[0]);
    assert.equal(await page.locator('.pin[tabindex="0"]').count(), 1);
});

for (const width of [390, 1280, 1920]) {
    onPage(
        `nothing is wider than a window of ${width} pixels`,
        { viewport: { width, height: 800 } },
        async page => {
            const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            await ask(page);
            assert.equal(await tooWide(), 0);
            for (const view of ['queue', 'dwellings', 'account']) {
                await page.evaluate(to => location.assign(`#${to}`), view);
                await page.waitForSelector(`#${view}:not([hidden])`);
                assert.equal(await tooWide(), 0, view);
            }
        },
    );
}

for (const [look, options] of Object.entries({
    light: {},
    dark: { colorScheme: 'dark' },
    phone: { viewport: { width: 390, height: 844 } },
})) {
    onPage(`axe-core finds nothing (${look}): WCAG 2.2 AA`, { ...options, expected: /401/ }, async page => {
        await ask(page);
        await page.click('#tie-add');
        const found = await findings(page, 'desk');
        for (const [view, row] of [
            ['queue', '#queue-rows tr'],
            ['dwellings', '#stock-rows tr'],
        ]) {
            await page.evaluate(to => location.assign(`#${to}`), view);
            await page.waitForSelector(`#${view}:not([hidden]):not([aria-busy]) ${row}`); // grey while it loads
            found.push(...(await findings(page, view)));
        }
        await page.click('#sign-out');
        await page.waitForSelector('#sign-in:not([hidden])');
        found.push(...(await findings(page, 'sign-in')));
        assert.deepEqual(found, []);
    });
}

onPage('without an address for it there is no background map, and nothing from elsewhere may be loaded', {}, async page => {
    const policy = (await page.request.get(site().url)).headers()['content-security-policy'];
    assert.doesNotMatch(policy, /:\/\//);
    await page.waitForSelector(SIGNED_IN);
    assert.equal(await page.locator('.basemap-choice').count(), 0);
});

test('the content security policy is there and bites: an inline script does not run', async () => {
    const page = await site().open();
    await page.waitForSelector(SIGNED_IN);
    assert.deepEqual(page.faults, []);
    await page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'window.ranInline = true';
        document.head.append(script);
    });
    assert.equal(await page.evaluate(() => window.ranInline), undefined);
    assert.ok(
        page.faults.some(fault => fault.includes('script-src')),
        page.faults.join('\n'),
    );
    await page.context().close();
});
