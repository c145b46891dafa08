// first_view.mjs XENIA XENIAD [RUNS] - how long people wait for the page: from the start of the navigation to the first
// row of the coordinator's queue, and to the working group's map and its table, cold (nothing in the browser's cache),
// in Debian's Chromium against a real daemon with the demonstration city. Medians, and the bytes that went over.
//   node tests/bench/first_view.mjs build/release/src/app/xenia build/release/src/app/xeniad
// Nothing is asserted: it prints what this machine does.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '../e2e/node_modules/playwright-core/index.mjs';

const [xenia, xeniad, runs = 9] = process.argv.slice(2);
const data = fileURLToPath(new URL('../../gisdata/muenster_demo', import.meta.url));
const state = mkdtempSync(join(tmpdir(), 'xenia-first-view-'));
const store = ['--dsn=', '--state-dir', state];
const run = (...args) => execFileSync(xenia, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const median = list => list.slice().sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Milliseconds until `part` is there and the frame with it is drawn, and bytes. */
async function view(browser, url, part) {
    const context = await browser.newContext({ locale: 'nl-NL', viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(wanted => {
        new MutationObserver(() => {
            if (document.querySelector(wanted)) window.shownAt ??= performance.now();
        }).observe(document, { subtree: true, childList: true });
    }, part);
    await page.goto(url);
    await page.waitForFunction(() => window.shownAt);
    const seen = await page.evaluate(() => ({
        ms: window.shownAt,
        bytes: performance.getEntriesByType('resource').reduce((sum, { transferSize }) => sum + transferSize, 0),
    }));
    await context.close();
    return seen;
}

chmodSync(state, 0o755);
let daemon;
try {
    run('demo', '--no-serve', '--dir', state, '--data', data);
    const token = role => run('token', 'create', `bench-${role}`, '--role', role, ...store).trim().split('\n').pop();
    daemon = spawn(xeniad, [...store, '--port', '0', '--requests-per-minute', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [address] = await new Promise(resolve => daemon.stdout.once('data', text => resolve(String(text).split('\n'))));
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--headless', '--no-sandbox', '--disable-gpu'],
    });
    for (const [what, role, part] of [
        ['queue of a coordinator', 'coordinator', '#queue-rows tr'],
        ['maps of the working group', 'working_group', '#unit-table tbody tr'],
    ]) {
        const url = `${address}#token=${token(role)}`;
        const seen = [];
        for (let i = 0; i <= runs; i++) seen.push(await view(browser, url, part));
        seen.shift(); // the daemon's and the browser's own first time
        const ms = seen.map(one => one.ms);
        console.log(
            `${what}: ${median(ms).toFixed(0)} ms (${Math.min(...ms).toFixed(0)} to ${Math.max(...ms).toFixed(0)}), ` +
                `${(median(seen.map(one => one.bytes)) / 1024).toFixed(0)} KiB, n = ${ms.length}`,
        );
    }
    await browser.close();
} finally {
    daemon?.kill();
    try {
        run('db', 'stop', ...store);
    } catch {
        // it was not started
    }
    rmSync(state, { recursive: true, force: true });
}
