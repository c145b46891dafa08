// One Chromium and fresh pages in it, against a real xeniad: page_on_daemon.sh starts one and says in the environment
// where it is (BASE_URL), a coordinator's TOKEN, and the PASSWORD of all people: coordinator, colleague, working_group,
// steward, corporation, admin.
// Every page notes what a good page never causes: console errors, uncaught exceptions, CSP violations.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const FLAGS = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
];
const PATIENCE_MS = Number(process.env.PATIENCE_MS ?? 60000);
const CITY = 'muenster-demo';
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Starts the browser: {url, token, password, open(options), ask(login, method, path, body, version), close()}. */
export async function start() {
    const { BASE_URL, TOKEN, PASSWORD, CHROMIUM = '/usr/bin/chromium' } = process.env;
    if (!BASE_URL || !TOKEN || !PASSWORD) throw new Error('run by page_on_daemon.sh: it sets BASE_URL, TOKEN and PASSWORD');
    const site = { url: BASE_URL.replace(/\/$/, ''), token: TOKEN, password: PASSWORD, sessions: new Map() };
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    return {
        ...site,
        open: options => openPage(browser, site, options),
        ask: (...question) => ask(site, ...question),
        close: () => browser.close(),
    };
}

/**
 * The frame of a test file: {site(), onPage(name, options, body)}. onPage is a test with a page of its own, which must
 * end without faults but those of `expected`.
 */
export function suite() {
    let site;
    before(async () => {
        site = await start();
    });
    after(() => site?.close());
    const onPage = (name, { expected, ...options }, body) =>
        test(name, async () => {
            const page = await site.open(options);
            try {
                await body(page);
                assert.deepEqual(
                    page.faults.filter(fault => !expected?.test(fault)),
                    [],
                );
            } finally {
                await page.context().close();
            }
        });
    return { site: () => site, onPage };
}

/** The cookie of a new session. */
async function signIn({ url, password }, login) {
    const response = await fetch(`${url}/api/v1/session`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ login, password }),
    });
    if (!response.ok) throw new Error(`signing in as ${login}: ${response.status}`);
    const [name, value] = response.headers.get('Set-Cookie').split(';')[0].split('=');
    return { name, value, url };
}

let asked = 0;
/** What a person asks without a page, below the city: a test arranges with it what it needs. */
async function ask(site, login, method, path, body, version) {
    if (!site.sessions.has(login)) site.sessions.set(login, await signIn(site, login));
    const { name, value } = site.sessions.get(login);
    const response = await fetch(`${site.url}/api/v1/cities/${CITY}/${path}`, {
        method,
        headers: {
            Cookie: `${name}=${value}`,
            Origin: site.url,
            'Content-Type': 'application/json',
            'Idempotency-Key': `arranged-${process.pid}-${++asked}`,
            ...(version && { 'If-Match': `"${version}"` }),
        },
        body: body && JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
}

/** A page in a context of its own, of somebody who has signed in (`as`; null: nobody has). `path` is where it begins.
 *  page.faults is what went wrong. */
async function openPage(browser, site, { as = 'coordinator', path = '/', locale = 'en-GB', ...context } = {}) {
    const own = await browser.newContext({ locale, viewport: { width: 1280, height: 800 }, ...context });
    if (as) await own.addCookies([await signIn(site, as)]);
    const page = await own.newPage();
    page.setDefaultTimeout(PATIENCE_MS); // a slow machine is not a fault of the page
    page.faults = [];
    page.on('console', message => {
        if (message.type() === 'error' || message.type() === 'warning') page.faults.push(message.text());
    });
    page.on('pageerror', error => page.faults.push(error.stack));
    await page.exposeFunction('noteViolation', text => page.faults.push(text));
    await page.addInitScript(() =>
        document.addEventListener('securitypolicyviolation', event =>
            window.noteViolation(
                `CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
            ),
        ),
    );
    await hearAnswers(page);
    await page.goto(site.url + path);
    return page;
}

/** Of lists of hundreds, whose rows are all made alike, axe-core looks at the first and then at every twentieth: its
 *  time grows with the square of what it looks at. */
const MANY = ['#ranked > li', '#excluded > li', '#queue-rows > tr', '#unit-table tbody > tr', '#stock-rows > tr'];
const LEFT_OUT = MANY.map(row => [`${row}:nth-child(n+9):not(:nth-child(20n))`]);

/** What axe-core has against the page as it is now (WCAG 2.2 AA and its best practices), as sentences; `part`: of an
 *  open dialog alone, behind which nothing can be reached. */
export async function findings(page, where, part) {
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(
        ([context, tags]) => window.axe.run(context, { runOnly: tags }),
        [part ? { include: [[part]] } : { exclude: LEFT_OUT }, WCAG],
    );
    return violations.flatMap(({ id, nodes }) =>
        nodes.map(node => `${where}: ${id}: ${node.html} ${node.failureSummary}`),
    );
}

/**
 * page.answer(part): the next good JSON answer the page's own fetch gets from an address with `part` in it. Heard in
 * the page, since the browser may have dropped a body by the time that response.json() asks for it.
 */
async function hearAnswers(page) {
    const waiting = [];
    page.answer = part =>
        new Promise((resolve, reject) => {
            const patience = setTimeout(() => reject(new Error(`no answer from ${part}`)), PATIENCE_MS);
            waiting.push({ part, resolve, patience });
        });
    await page.exposeFunction('noteAnswer', (url, text) => {
        for (const one of waiting.filter(({ part }) => url.includes(part))) {
            waiting.splice(waiting.indexOf(one), 1);
            clearTimeout(one.patience);
            one.resolve(JSON.parse(text));
        }
    });
    await page.addInitScript(() => {
        const fetched = window.fetch;
        window.fetch = async (...request) => {
            const response = await fetched(...request);
            if (response.ok && response.headers.get('Content-Type')?.includes('json'))
                response
                    .clone()
                    .text()
                    .then(text => window.noteAnswer(response.url, text))
                    .catch(() => {}); // taken back by the page, as it does when a newer question is asked
            return response;
        };
    });
}
