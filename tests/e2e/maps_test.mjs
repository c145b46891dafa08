// The working group's pages in a real Chromium against the real daemon: choose, compare, ask what if, find,
// copy, keep, share; by keyboard, on a phone, in the dark, on paper; without a console error, a CSP violation
// or a finding of axe-core.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { findings, suite } from './browser.mjs';

const { site, onPage } = suite();
const READING = /willReadFrequently/; // tests read canvases, which the browser remarks on; the page never does
const asGroup = (hash, more = {}) => ({
    as: 'working_group',
    path: `/${hash}`,
    expected: READING,
    reducedMotion: 'reduce', // what is pointed at is told at once
    ...more,
});
const BLOCKS = '#maps?level=block';
const SHARES = `${BLOCKS}&show=share&group=FOREIGN`;

const ready = page =>
    page.waitForSelector('#working-group:not([hidden]):not([aria-busy]) #unit-table tbody tr');
const texts = (page, selector) => page.locator(selector).allTextContents();
const values = (page, selector) => page.locator(selector).evaluateAll(all => all.map(({ value }) => value));
const numbersIn = text => (text.match(/\d[\d.,]*/g) ?? []).map(n => Number(n.replace(/[.,]/g, '')));
const sum = numbers => numbers.reduce((a, b) => a + b, 0);

/** Does something that asks the service about areas; resolves to the answer when it is shown. */
async function shown(page, act) {
    const [units] = await Promise.all([page.answer('/published/units?'), act()]);
    await page.waitForTimeout(0);
    await ready(page);
    return units;
}
const choose = (page, list, value) => shown(page, () => page.selectOption(list, value));

/** All rows of the table, once the last of them has come. */
async function rows(page, n) {
    await page.waitForFunction(
        count => document.querySelectorAll('#unit-table tbody tr').length === count,
        n,
    );
    return page.locator('#unit-table tbody tr').evaluateAll(all => all.map(({ dataset }) => dataset.unit));
}

/** The number of areas of each row of a legend that no other row counts too. */
const counts = async (page, legend = '#area-legend') =>
    (await texts(page, `${legend} li:not([data-also]) .legend__count`)).map(text => numbersIn(text)[0]);

/** The colour of a map around a point of its frame, as the canvas has it; null where there is a border or a name. */
const colorAt = (page, map, x, y) =>
    page.evaluate(
        ([selector, left, top]) => {
            const canvas = document.querySelector(`${selector} .areas-canvas`),
                frame = document.querySelector(selector).getBoundingClientRect(),
                box = canvas.getBoundingClientRect(),
                ratio = canvas.width / box.width;
            const place = [
                (frame.left + left - box.left) * ratio - 2,
                (frame.top + top - box.top) * ratio - 2,
            ];
            const pixels = new Uint32Array(canvas.getContext('2d').getImageData(...place, 5, 5).data.buffer);
            const [r, g, b, a] = new Uint8Array(pixels.buffer);
            return new Set(pixels).size === 1 ? [r, g, b, a].join() : null;
        },
        [map, x, y],
    );

/** Names and colours under points of a map, where there is an area. */
async function sample(page, map = '#area-map', steps = 9) {
    const { width, height, x, y } = await page.locator(map).boundingBox(),
        found = [];
    for (let i = 1; i < steps; i++)
        for (let j = 1; j < steps; j++) {
            const [left, top] = [(width * i) / steps, (height * j) / steps];
            await page.mouse.move(x + left, y + top);
            const text = await page.evaluate(
                frame => document.querySelector(`${frame} .leaflet-tooltip`)?.textContent,
                map,
            );
            if (text) found.push({ text, color: await colorAt(page, map, left, top) });
        }
    return found;
}

/* --- map, legend, table ---------------------------------------------------------------------------------------- */

onPage('map, legend and table are the same areas, for every measure', asGroup('#maps'), async page => {
    await ready(page);
    for (const measure of (await values(page, '#measure option')).slice(1)) {
        const { units, index, breaks } = await choose(page, '#measure', measure);
        assert.ok((await page.textContent('#area-heading')).startsWith(index.name));
        assert.equal((await rows(page, units.length)).length, units.length);
        assert.equal(sum(await counts(page)), units.length);
        const inClass =
            k =>
            ({ value }) =>
                value !== null &&
                (k === 0 || value >= breaks[k]) &&
                (k === breaks.length - 2 || value < breaks[k + 1]);
        assert.deepEqual(
            (await counts(page)).slice(0, breaks.length - 1),
            breaks.slice(1).map((_, k) => units.filter(inClass(k)).length),
        );
    }
});

onPage(
    'the colour under the pointer is the legend’s, and the pointer is told the area',
    asGroup(SHARES),
    async page => {
        await ready(page);
        const legend = await page.locator('#area-legend li').evaluateAll(items =>
            items.map(item => {
                const canvas = item.querySelector('canvas');
                const middle = canvas
                    .getContext('2d')
                    .getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
                return { label: item.querySelector('.legend__label').textContent, color: [...middle].join() };
            }),
        );
        const points = await sample(page, '#area-map', 14);
        let compared = 0;
        for (const { text, color } of points) {
            const value = Number(/([\d.]+)%/.exec(text)?.[1]);
            if (Number.isNaN(value) || /uncertain/.test(text)) continue;
            const entry = legend.find(({ label }) => {
                const [low, high] = (label.match(/[\d.]+/g) ?? []).map(Number);
                return value > low + 0.06 && value < high - 0.06; // not beside a limit: values are written rounded
            });
            if (!entry || !color) continue;
            assert.equal(color, entry.color, text);
            compared++;
        }
        assert.ok(compared > 5, `${compared} of ${points.length} points compared`);
    },
);

onPage('the table sorts by its header buttons, areas without a value last', asGroup(SHARES), async page => {
    await ready(page);
    const { units } = await choose(page, '#group', 'RESETTLER');
    const value = new Map(units.map(unit => [unit.unit_id, unit.value]));
    const column = async () => (await rows(page, units.length)).map(id => value.get(id));
    const known = units.map(unit => unit.value).filter(v => v !== null),
        missing = units.map(unit => unit.value).filter(v => v === null);
    const header = page.locator('#unit-table th[data-column=value]');
    await header.locator('button').focus();
    await page.keyboard.press('Enter');
    assert.equal(await header.getAttribute('aria-sort'), 'descending');
    assert.deepEqual(await column(), [...known.sort((a, b) => b - a), ...missing]);
    await page.keyboard.press('Enter');
    assert.equal(await header.getAttribute('aria-sort'), 'ascending');
    assert.deepEqual(await column(), [...known.sort((a, b) => a - b), ...missing]);
    assert.equal(await page.locator('[aria-sort]').count(), 1);
});

onPage(
    'what is uncertain or withheld is said in words, in legend, table and below the map',
    asGroup(SHARES),
    async page => {
        await ready(page);
        const { units } = await choose(page, '#group', 'RESETTLER');
        const uncertain = units.filter(unit => unit.uncertain),
            withheld = units.filter(unit => unit.withheld);
        assert.ok(uncertain.length > 0 && withheld.length > 0, 'the city has both');
        await rows(page, units.length);
        const legend = await page.textContent('#area-legend');
        assert.match(legend, new RegExp(`uncertainareas: ${uncertain.length}`));
        assert.match(legend, new RegExp(`withheld: small numbersareas: ${withheld.length}`));
        for (const [id, word] of [
            [uncertain[0].unit_id, /uncertain/],
            [withheld[0].unit_id, /withheld/],
        ])
            assert.match(await page.textContent(`#unit-table tr[data-unit="${id}"]`), word);
        assert.match(await page.textContent('#area-hatches'), /Hatched: .*Crossed: /);
    },
);

/* --- choosing ----------------------------------------------------------------------------------------------------- */

onPage('class limits by every method, and limits of one’s own', asGroup(SHARES), async page => {
    await ready(page);
    const seen = new Set();
    for (const method of ['quantile', 'fisher-jenks', 'equal', 'deviation']) {
        const { breaks, breaks_method, units } = await choose(page, '#breaks', method);
        assert.equal(breaks_method, method);
        assert.equal(sum(await counts(page)), units.length);
        seen.add(String(breaks));
    }
    assert.equal(seen.size, 4, 'each method has limits of its own');
    await page.selectOption('#breaks', 'manual');
    await page.waitForSelector('#limits:not([hidden])');
    await ready(page);
    for (const [k, typed] of ['5,5', '10', '', ''].entries()) await page.fill(`#limit-${k + 1}`, typed);
    await page.press('#limit-4', 'Tab');
    await page.waitForFunction(() => location.hash.endsWith('breaks=manual&limits=0.055%2C0.1'));
    await ready(page);
    assert.deepEqual((await texts(page, '#area-legend .legend__label')).slice(0, 3), [
        'under 5.5',
        '5.5 – 10',
        '10 and over',
    ]);
    await page.fill('#limit-2', '2');
    await page.press('#limit-2', 'Tab');
    assert.notEqual(await page.textContent('#limits-error'), '');
});

onPage(
    'another level keeps what is selected: a district in its blocks, a block in its district',
    asGroup('#maps'),
    async page => {
        await ready(page);
        const district = page.locator('#unit-table tbody .link-button').first();
        const name = await district.textContent();
        await district.click();
        const { units } = await choose(page, '#level', 'block');
        await rows(page, units.length);
        const inside = await texts(page, '#unit-table tr.is-selected .link-button');
        assert.ok(inside.length > 1 && inside.every(block => block.startsWith(name)), inside.join());
        await page.locator('#unit-table tr.is-selected .link-button').first().click();
        assert.match(await page.textContent('#area-selected'), new RegExp(`^${inside[0]}: `));
        await choose(page, '#level', 'district');
        assert.deepEqual(await texts(page, '#unit-table tr.is-selected .link-button'), [name]);
    },
);

onPage('an area is found by part of its name, by keyboard', asGroup(BLOCKS), async page => {
    await ready(page);
    await page.focus('#find-area');
    await page.keyboard.type('uberw');
    await page.waitForSelector('#find-area-list [role=option]');
    assert.equal(await page.getAttribute('#find-area', 'aria-expanded'), 'true');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const active = await page.getAttribute('#find-area', 'aria-activedescendant');
    const name = await page.textContent(`#${active}`);
    assert.match(name, /^Überwasser/);
    await page.keyboard.press('Enter');
    await page.waitForFunction(
        wanted => document.querySelector('#area-selected').textContent.startsWith(wanted),
        name,
    );
    assert.deepEqual(await texts(page, '#unit-table tr.is-selected .link-button'), [name]);
    assert.equal(await page.getAttribute('#find-area', 'aria-expanded'), 'false');
    await page.waitForFunction(() => /view=/.test(location.hash)); // it was brought into view
});

onPage(
    'a click on the map selects the area in the table, a second one lets it go',
    asGroup(BLOCKS),
    async page => {
        await ready(page);
        const { x, y, width, height } = await page.locator('#area-map').boundingBox();
        await page.mouse.click(x + width / 2, y + height * 0.25);
        await page.waitForSelector('#unit-table tr.is-selected');
        const [name] = await texts(page, '#unit-table tr.is-selected .link-button');
        assert.ok((await page.textContent('#area-selected')).startsWith(name));
        await page.mouse.click(x + width / 2, y + height * 0.25);
        await page.waitForFunction(() => !document.querySelector('#unit-table tr.is-selected'));
    },
);

/* --- what if -------------------------------------------------------------------------------------------------------- */

onPage(
    'the threshold recolours at once, without a request, and lets go of it again',
    asGroup(BLOCKS),
    async page => {
        await ready(page);
        const { units, thresholds } = await choose(
            page,
            '#date',
            (await values(page, '#date option')).at(-1),
        );
        const before = await counts(page);
        let requests = 0;
        page.on('request', () => requests++);
        await page.focus('#threshold-slider');
        await page.keyboard.press('Home');
        for (const k of [0, 1, 2]) {
            const spoken = await page.getAttribute('#threshold-slider', 'aria-valuetext');
            await page.waitForFunction(
                text => document.querySelector('#area-heading').textContent.endsWith(` ${text}`),
                String(thresholds[k]),
            );
            const of = letter => units.filter(unit => unit.what_if?.[k] === letter).length;
            assert.deepEqual((await counts(page)).slice(0, 3), ['m', 'u', 'c'].map(of));
            assert.deepEqual(numbersIn(spoken).slice(1), ['m', 'u', 'c'].map(of), spoken);
            await page.keyboard.press('ArrowRight');
        }
        assert.match(await page.textContent('#threshold-note'), /not the classes that hold/);
        assert.match(page.url(), /threshold=1\.15/);
        await page.click('#threshold-back');
        await page.waitForFunction(() => !/threshold/.test(location.hash));
        assert.deepEqual(await counts(page), before);
        assert.equal(requests, 0);
        assert.equal(await page.evaluate(() => document.activeElement.id), 'threshold-slider');
    },
);

/* --- comparing ------------------------------------------------------------------------------------------------------ */

onPage(
    'two dates beside each other: fixed limits, one window on the city, one selection',
    asGroup(SHARES),
    async page => {
        await ready(page);
        const answers = [];
        page.on('response', async response => {
            if (response.url().includes('/published/units')) answers.push(response.url());
        });
        await shown(page, () => page.selectOption('#compare', 'date'));
        await page.waitForSelector('#other-map .areas-canvas');
        assert.equal(answers.length, 2);
        assert.ok(answers.every(url => url.includes('fixed=yes')));
        assert.ok(await page.isChecked('#fixed'));
        const labels = async legend => (await texts(page, `${legend} .legend__label`)).slice(0, 5);
        assert.deepEqual(await labels('#area-legend'), await labels('#other-legend'));
        assert.notEqual(await page.textContent('#area-date'), await page.textContent('#other-date'));
        await page.locator('#area-map').focus();
        await page.keyboard.press('+');
        await page.waitForFunction(() => /view=/.test(location.hash));
        const [left, right] = [await sample(page, '#area-map', 5), await sample(page, '#other-map', 5)];
        const names = points => points.map(({ text }) => text.split(':')[0]);
        assert.deepEqual(names(left), names(right));
        await page.locator('#unit-table tbody .link-button').first().click();
        const [name] = await texts(page, '#unit-table tr.is-selected .link-button');
        for (const map of ['area', 'other'])
            assert.ok((await page.textContent(`#${map}-selected`)).startsWith(name));
        await shown(page, () => page.click('#fixed'));
        assert.match(page.url(), /fixed=no/);
    },
);

onPage('two measures beside each other, the classes one of them', asGroup(SHARES), async page => {
    await ready(page);
    await shown(page, () => page.selectOption('#compare', 'measure'));
    assert.match(await page.textContent('#other-heading'), /Classes/);
    await shown(page, () => page.selectOption('#other', 'local_entropy'));
    assert.match(await page.textContent('#other-heading'), /ntropy/);
    assert.equal(await page.locator('#unit-table thead th').count(), 5);
});

onPage(
    'the change since another date has limits around 0, classes then and now',
    asGroup(SHARES),
    async page => {
        await ready(page);
        const { since, units, center, breaks } = await shown(page, () =>
            page.selectOption('#compare', 'change'),
        );
        assert.equal(center, 0);
        const inner = breaks.slice(1, -1);
        assert.deepEqual(inner, inner.map(limit => -limit).reverse());
        assert.match(await page.textContent('#area-heading'), /^Change: /);
        assert.ok(page.url().includes(`with=${since.publication.slice(0, 12)}`));
        await rows(page, units.length);
        assert.match(await page.textContent('#unit-table thead'), /Change .*Class now/);
        assert.equal(sum(await counts(page)), units.length);
    },
);

onPage(
    'over time: a point a publication, with its interval, in chart and table, of the city and of an area',
    asGroup(SHARES),
    async page => {
        await ready(page);
        await page.waitForSelector('#series .chart__line--city .chart__whisker');
        const dates = await page.locator('#date option').count();
        assert.equal(await page.locator('#series .chart .chart__point').count(), dates);
        await page.locator('#unit-table tbody .link-button').first().click();
        await page.waitForSelector('#series .chart__line--area .chart__whisker');
        await page.click('#series summary');
        assert.equal(await page.locator('#series tbody tr').count(), dates);
        const [name] = await texts(page, '#unit-table tr.is-selected .link-button');
        assert.match(await page.textContent('#series thead'), new RegExp(name));
        await page.selectOption('#series-index', 'gini');
        await page.waitForFunction(() =>
            /gini/i.test(document.querySelector('#series .chart').getAttribute('aria-label')),
        );
        assert.equal(await page.locator('#series .chart__line--area').count(), 0);
        assert.match(page.url(), /series=gini/);
    },
);

/* --- sharing, copying, keeping ---------------------------------------------------------------------------------------- */

onPage(
    'a link shows somebody else the same; Back and Forward go through what was chosen',
    asGroup('#maps'),
    async page => {
        await ready(page);
        await choose(page, '#level', 'block');
        await choose(page, '#measure', 'location_quotient');
        await choose(page, '#group', 'FOREIGN');
        await shown(page, () => page.selectOption('#compare', 'date'));
        await page.locator('#unit-table tbody .link-button').nth(3).click();
        const state = async other => ({
            hash: new URL(other.url()).hash,
            headings: await texts(other, '.legend-title'),
            legend: await texts(other, '#area-legend li'),
            selected: await other.textContent('#area-selected'),
            table: await other.textContent('#unit-table caption'),
        });
        const mine = await state(page);
        const other = await site().open(asGroup(mine.hash, { locale: 'en-GB' }));
        await ready(other);
        await other.waitForFunction(
            text => document.querySelector('#area-selected').textContent === text,
            mine.selected,
        );
        assert.deepEqual(await state(other), mine);
        assert.deepEqual(other.faults, []);
        await other.context().close();
        await page.goBack();
        await page.waitForFunction(() => document.querySelector('#compare').value === '');
        await page.goBack();
        await page.waitForFunction(() => document.querySelector('#group').value !== 'FOREIGN');
        await ready(page);
        await page.goForward();
        await page.waitForFunction(() => document.querySelector('#group').value === 'FOREIGN');
        await ready(page);
        assert.match(await page.textContent('#area-heading'), /foreign nationals/);
    },
);

onPage(
    'the table is copied as text for a spreadsheet, and the link as it is',
    asGroup(SHARES),
    async page => {
        await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        await ready(page);
        const { units } = await choose(page, '#group', 'RESETTLER');
        await page.click('#copy-table');
        await page.waitForFunction(() => document.querySelector('#copied').textContent !== '');
        const lines = (await page.evaluate(() => navigator.clipboard.readText())).split(/\r?\n/);
        assert.equal(lines.length, units.length + 1);
        assert.deepEqual(new Set(lines.map(line => line.split('\t').length)), new Set([4]));
        const { name } = units.find(({ value }) => value !== null);
        assert.ok(lines.some(line => line.startsWith(`${name}\t`)));
        await page.click('#copy-link');
        await page.waitForFunction(() => /link/i.test(document.querySelector('#copied').textContent));
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
    },
);

const STARTS = {
    svg: /^<(\?xml|svg)/,
    png: /^\x89PNG/,
    pdf: /^%PDF-1/,
    csv: /^unit_id,/,
    geojson: /^\{"type":"FeatureCollection"/,
};

/** What a link gives: the file's bytes as latin1 text. */
async function keep(page, link) {
    const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'latin1') };
}

onPage('what is shown comes as a file in every form', asGroup(`${SHARES}&breaks=equal`), async page => {
    await ready(page);
    for (const [form, start] of Object.entries(STARTS)) {
        const link = page.locator('#area-downloads a', { hasText: new RegExp(`^${form}$`, 'i') });
        assert.match(await link.getAttribute('href'), /maps\/share\.\w+\?.*breaks=equal/);
        const { name, text } = await keep(page, link);
        assert.match(text, start, form);
        assert.ok(name.endsWith(`.${form}`), name);
    }
});

onPage('packs and reports: each publication in every form, frozen', asGroup('#packs'), async page => {
    await page.waitForSelector('#group-page tbody tr');
    const packs = page.locator('tr[data-pack]');
    assert.ok((await packs.count()) >= 2);
    const starts = { 'PDF A4': /^%PDF-1/, 'PDF A3': /^%PDF-1/, 'CSV: block': /^unit_id,/, JSON: /^\{/ };
    for (const [label, start] of Object.entries(starts)) {
        const { text } = await keep(page, packs.first().getByText(label, { exact: true }));
        assert.match(text, start, label);
    }
    const { text } = await keep(
        page,
        page.locator('.reports li').first().getByText('PDF A4', { exact: true }),
    );
    assert.match(text, /^%PDF-1/);
    await packs.first().getByText('HTML', { exact: true }).click();
    await page.waitForSelector('h1');
    assert.match(page.url(), /packs\/[0-9a-f]{64}\.html/);
});

/* --- the other pages ---------------------------------------------------------------------------------------------------- */

onPage(
    'the indices of the city follow the group, an undefined one gives its reason, each has a sheet',
    asGroup('#figures'),
    async page => {
        await page.waitForSelector('#index-table tbody tr');
        for (const group of (await values(page, '#figures-group option')).reverse()) {
            const [{ results }] = await Promise.all([
                page.answer('/published/indices?'),
                page.selectOption('#figures-group', group),
            ]);
            const wanted = results.filter(({ form, groups }) => form === 'multigroup' || groups[0] === group);
            await page.waitForFunction(
                name => document.querySelector('#index-caption').textContent.includes(name),
                await page.textContent(`#figures-group option[value="${group}"]`),
            );
            assert.deepEqual(
                await page
                    .locator('#index-table tbody tr')
                    .evaluateAll(all => all.map(row => row.dataset.index)),
                wanted.map(({ id }) => id),
            );
            const text = await page.textContent('#index-table');
            for (const { reason } of wanted.filter(({ value }) => value === null))
                assert.ok(text.includes(reason), reason);
        }
        await page.locator('#index-table tr[data-index=dissimilarity] a').click();
        await page.waitForSelector('.index-sheet');
        assert.match(page.url(), /#index\/dissimilarity$/);
        assert.match(await page.textContent('#group-heading'), /Dissimilarity/);
        const sheet = await page.textContent('.index-sheet');
        for (const part of ['Definition', 'Range', 'Source']) assert.ok(sheet.includes(part), part);
        await page.goBack();
        await page.waitForSelector('#index-table tbody tr');
    },
);

onPage(
    'the sheet of a measure is one link away from its map, and the map from the sheet',
    asGroup(SHARES),
    async page => {
        await ready(page);
        await page.click('#area-reading a');
        await page.waitForSelector('.index-sheet');
        assert.match(page.url(), /#index\/share$/);
        await page.locator('#group-page a[href^="#maps"]').click();
        await ready(page);
        assert.equal(await page.inputValue('#measure'), 'share');
    },
);

onPage(
    'the programme: progress with intervals, exceptions, commitments, waiting, market',
    asGroup('#programme'),
    async page => {
        await page.waitForSelector('#group-page table');
        const captions = (await texts(page, '#group-page caption')).join(' | ');
        for (const part of [/Progress/, /Commitments/, /Waiting/, /Market|market/])
            assert.match(captions, part);
        assert.doesNotMatch(await page.textContent('#group-page'), /undefined|NaN|null/);
    },
);

/* --- for everyone ------------------------------------------------------------------------------------------------------------ */

onPage('by keyboard alone: choose, move the threshold, sort, select', asGroup(BLOCKS), async page => {
    await ready(page);
    const tabTo = async selector => {
        for (let i = 0; i < 60; i++) {
            if (await page.evaluate(s => document.activeElement.matches(s), selector)) return;
            await page.keyboard.press('Tab');
        }
        assert.fail(`Tab does not reach ${selector}`);
    };
    await page.locator('.skip').focus();
    await tabTo('#measure');
    await shown(page, () => page.keyboard.type('Share'));
    await tabTo('#unit-table th[data-column=value] button');
    await page.keyboard.press('Enter');
    await tabTo('#unit-table .link-button');
    await page.keyboard.press('Enter');
    assert.notEqual(await page.textContent('#area-selected'), '');
    await page.locator('.skip').focus();
    await tabTo('#area-map');
    const before = page.url();
    await page.keyboard.press('+');
    await page.waitForFunction(url => location.href !== url, before);
});

onPage(
    'another language changes headings, legend and table, and keeps what is chosen',
    asGroup(SHARES),
    async page => {
        await ready(page);
        for (const [lang, heading] of [
            ['nl', /Aandeel|groep/],
            ['de', /Anteil/],
        ]) {
            await shown(page, () => page.click(`.languages [lang=${lang}]`));
            assert.match(await page.textContent('#area-heading'), heading);
            assert.equal(await page.inputValue('#measure'), 'share');
            assert.equal(await page.inputValue('#group'), 'FOREIGN');
            assert.doesNotMatch(await page.textContent('#working-group'), /withheld|Class limits|areas:/);
        }
    },
);

const PAGES = {
    maps: SHARES,
    classes: BLOCKS,
    compared: `${SHARES}&compare=date`,
    figures: '#figures',
    programme: '#programme',
    packs: '#packs',
    sheet: '#index/share',
};

for (const [look, options] of Object.entries({
    light: {},
    dark: { colorScheme: 'dark' },
    phone: { viewport: { width: 390, height: 844 } },
    contrast: { contrast: 'more' },
})) {
    for (const [name, hash] of Object.entries(PAGES))
        onPage(
            `axe-core finds nothing, nothing is wider than the window (${name}, ${look})`,
            asGroup(hash, options),
            async page => {
                await page.waitForSelector('#group-page:not([hidden]) > *, #unit-table tbody tr');
                await page.waitForSelector('#working-group:not([aria-busy])');
                assert.deepEqual(await findings(page, name), []);
                assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
            },
        );
}

onPage('where most classes are withheld, the way to what is shown is one key', asGroup('#maps'), async page => {
    await ready(page);
    const withheld = await page.locator('#unit-table td .no-value').count();
    assert.ok(withheld > 45 / 2, `${withheld} classes withheld`);
    await shown(page, () => page.press('#show-quotient', 'Enter'));
    assert.equal(await page.inputValue('#measure'), 'location_quotient');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'measure');
    assert.equal(await page.isHidden('#maps-hint'), true);
});

for (const [kind, hash] of [
    ['pack', 'packs/'],
    ['report', 'reports/'],
])
    for (const lang of ['nl', 'de', 'en'])
        onPage(`the ${kind} as a page, ${lang}: axe-core finds nothing, no script, no word of the program`, asGroup('#packs'), async page => {
            const path = await page
                .locator(`#group-page a[href*="/${hash}"][href*=".html"]`)
                .first()
                .getAttribute('href');
            const address = new URL(path, page.url());
            address.searchParams.set('lang', lang);
            await page.goto(address.href);
            assert.equal(await page.getAttribute('html', 'lang'), lang);
            assert.equal(await page.locator('script').count(), 0);
            assert.deepEqual(await findings(page, kind), []);
            await page.setViewportSize({ width: 390, height: 844 });
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
            assert.doesNotMatch(await page.textContent('main, body'), /RESETTLER|FOREIGN|location_quotient\b.*\bundefined|NaN|\{\w+\}/);
        });

/** A tile of one colour, and every address that is asked of the server of tiles. */
const TILE = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNgYPhfDwADgAGAqRVJxQAAAABJRU5ErkJggg==',
    'base64',
);
async function tiles(page) {
    const asked = [];
    await page.route('https://tiles.example/**', route => {
        asked.push(route.request());
        return route.fulfill({ contentType: 'image/png', body: TILE });
    });
    return asked;
}

onPage('the background map is off until it is wanted, is remembered, and tells its server nothing', asGroup(SHARES), async page => {
    const asked = await tiles(page),
        box = page.locator('#area-map .basemap-choice input');
    await page.reload();
    await ready(page);
    assert.equal(await box.isChecked(), false);
    assert.deepEqual(asked, []);
    await box.focus();
    await page.keyboard.press('Space');
    await page.waitForSelector('#area-map .leaflet-tile-loaded');
    assert.match(asked[0].url(), /^https:\/\/tiles\.example\/\d+\/\d+\/\d+\.png$/);
    const headers = await asked[0].allHeaders();
    assert.equal(headers.referer, undefined, 'whose page it is');
    assert.equal(headers.cookie, undefined);
    assert.equal(await page.textContent('#area-map .basemap-source'), 'Tiles by example');
    assert.deepEqual(await findings(page, 'background map'), []);
    await page.reload();
    await page.waitForSelector('#area-map .leaflet-tile-loaded');
    await box.uncheck();
    assert.equal(await page.locator('#area-map .leaflet-tile, #area-map .basemap-source').count(), 0);
});

onPage('colours follow the system while the page is open', asGroup(BLOCKS), async page => {
    await ready(page);
    const color = async () => (await sample(page, '#area-map', 6)).map(point => point.color).join(' ');
    const light = await color();
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForTimeout(0);
    assert.notEqual(await color(), light);
    await page.emulateMedia({ colorScheme: 'light' });
    assert.equal(await color(), light);
});

onPage(
    'on paper: a drawing of its own, finer than the screen’s, in light colours',
    asGroup(SHARES, { colorScheme: 'dark' }),
    async page => {
        await ready(page);
        await page.evaluate(() => {
            addEventListener('afterprint', () => {}, { once: true });
            dispatchEvent(new Event('beforeprint'));
        });
        await page.emulateMedia({ media: 'print' });
        const copy = page.locator('#area-map .map-on-paper');
        assert.ok(await copy.isVisible());
        assert.ok((await copy.evaluate(({ width }) => width)) >= 2000);
        const background = await copy.evaluate(canvas => {
            const { data } = canvas
                .getContext('2d')
                .getImageData(canvas.width / 2, canvas.height * 0.3, 1, 1);
            return data[0] + data[1] + data[2];
        });
        assert.ok(background > 150, `a light colour, not ${background}`);
        assert.equal(await page.locator('#map-controls').isVisible(), false);
        await page.emulateMedia({ media: 'screen' });
        await page.evaluate(() => dispatchEvent(new Event('afterprint')));
        assert.equal(await copy.count(), 0);
    },
);

onPage('how long drawing takes can be read', asGroup(BLOCKS), async page => {
    await ready(page);
    const [entry] = await page.evaluate(() =>
        performance
            .getEntriesByName('xenia:areas-drawn')
            .map(({ duration, detail }) => ({ duration, ...detail })),
    );
    assert.equal(entry.areas, 254);
    assert.ok(entry.duration > 0);
});
