// drawing.mjs URL TOKEN [RUNS] - how long the page takes to draw the areas of each city that the token may see: the
// first time, with borders just decoded, and again with other colours, whole and zoomed in; medians. And how long it
// takes from a city to the next, answers of the service included. A drawing ends when its pixels are there: one is read.
// In Debian's Chromium (CHROMIUM), needs `npm ci` in tests/e2e. Nothing is asserted: it prints what this machine does.
//   node tests/bench/drawing.mjs http://127.0.0.1:8080/ "$(xenia token create bench --role working_group | tail -n 1)"
import { chromium } from '../e2e/node_modules/playwright-core/index.mjs';

const [url, token, runs = 7] = process.argv.slice(2);
const median = list => list.slice().sort((a, b) => a - b)[Math.floor(list.length / 2)];
const shown = '#working-group:not([aria-busy]) #unit-table tbody tr';

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
});

/** A page that shows a city: {page, ms since it was chosen; null: it was the one shown first}. */
async function open(city) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.addInitScript(() => {
        const measure = performance.measure.bind(performance);
        window.drawings = [];
        performance.measure = (name, options) => {
            const began = performance.now(),
                entry = measure(name, options);
            for (const canvas of document.querySelectorAll('#area-map canvas'))
                canvas.getContext('2d').getImageData(0, 0, 1, 1);
            window.drawings.push({ ms: entry.duration + performance.now() - began, areas: options.detail.areas });
            return entry;
        };
    });
    await page.goto(`${url}#token=${token}`);
    await page.waitForSelector(shown);
    const answered = page.waitForResponse(response => response.url().includes(`/cities/${city}/published/units`));
    const began = Date.now();
    let ms = null;
    if ((await page.inputValue('#city').catch(() => city)) !== city) {
        await page.selectOption('#city', city);
        await answered;
        await page.waitForSelector(shown);
        ms = Date.now() - began;
    } else answered.catch(() => {});
    return { page, ms };
}

/** The milliseconds of each drawing so far, which are then forgotten; [] until there is one. */
const drawings = page =>
    page.evaluate(async () => {
        await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
        return window.drawings.splice(0);
    });

/** The longest of those of the city that is shown now. */
const longest = all => Math.max(...all.filter(({ areas }) => areas === all.at(-1).areas).map(({ ms }) => ms));

async function measure(city) {
    const first = [],
        again = [],
        zoomed = [],
        ready = [];
    let n = 0;
    for (let i = 0; i < runs; i++) {
        const { page, ms } = await open(city);
        ready.push(ms);
        const begun = await drawings(page);
        first.push(longest(begun));
        n = begun.at(-1).areas;
        const answered = page.waitForResponse(response => response.url().includes('/published/units'));
        await page.selectOption('#measure', 'location_quotient');
        await answered;
        await page.waitForSelector(shown);
        again.push(longest(await drawings(page)));
        await page.click('#area-map .leaflet-control-zoom-in');
        await page.waitForFunction(() => window.drawings.length > 0);
        zoomed.push(longest(await drawings(page)));
        await page.context().close();
    }
    const text = list => (list.includes(null) ? '      –' : `${median(list).toFixed(0).padStart(5)} ms`);
    console.log(`${city.padEnd(20)} ${String(n).padStart(5)} areas  first ${text(first)}  other colours ${text(again)}  zoomed ${text(zoomed)}  chosen to shown ${text(ready)}`);
}

const { cities } = await (
    await fetch(new URL('/api/v1/cities', url), { headers: { Authorization: `Bearer ${token}` } })
).json();
for (const { id } of cities) await measure(id);
await browser.close();
