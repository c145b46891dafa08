// One Chromium and fresh pages in it, against BASE_URL with TOKEN, LOGIN and PASSWORD (and COLLEAGUE, with the same
// password) from the environment, or else against the mock.
// Every page notes what a good page never causes: console errors, uncaught exceptions, CSP violations.
import { chromium } from 'playwright-core';
import { startMock } from './mock_server.mjs';

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

/** Starts the browser and, when no BASE_URL is set, the mock: {url, token, login, password, open(), close()}. */
export async function start() {
    const { BASE_URL, TOKEN, LOGIN, PASSWORD, COLLEAGUE } = process.env;
    if (BASE_URL && !(TOKEN && LOGIN && PASSWORD)) throw new Error('BASE_URL is set but not TOKEN, LOGIN and PASSWORD');
    const mock = BASE_URL ? null : await startMock();
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: FLAGS,
    });
    const site = mock ?? { url: BASE_URL.replace(/\/$/, ''), token: TOKEN, login: LOGIN, password: PASSWORD, colleague: COLLEAGUE };
    return {
        ...site,
        open: options => openPage(browser, site, options),
        async close() {
            await browser.close();
            mock?.server.close();
        },
    };
}

/** A page in a context of its own. `path` defaults to signing in by the address; page.faults is what went wrong. */
async function openPage(
    browser,
    { url, token },
    { path = `/#token=${token}`, locale = 'en-GB', ...context } = {},
) {
    const own = await browser.newContext({ locale, viewport: { width: 1280, height: 800 }, ...context });
    const page = await own.newPage();
    page.setDefaultTimeout(60000); // a slow machine is not a fault of the page
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
    await page.goto(url + path);
    return page;
}

/**
 * page.answer(part): the next good JSON answer the page's own fetch gets from an address with `part` in it. Heard in
 * the page, since the browser may have dropped a body by the time that response.json() asks for it.
 */
async function hearAnswers(page) {
    const waiting = [];
    page.answer = part =>
        new Promise((resolve, reject) => {
            const patience = setTimeout(() => reject(new Error(`no answer from ${part}`)), 60000);
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
