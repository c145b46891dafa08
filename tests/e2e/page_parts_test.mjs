// The parts of the page that need no browser: dates as people type them, newspaper ads read into fields, and which
// borders a date is drawn with.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Choice } from '../../src/service/web/choice.js';
import { readAd } from '../../src/service/web/ad_text.js';
import { readDate } from '../../src/service/web/dates.js';

test('a date is read in every form that people here write, day first, and nothing else is a date', () => {
    for (const typed of ['1-3-2005', '01-03-2005', '1.3.2005', '01. 03. 2005', '1/3/2005', ' 2005-03-01 ', '1 3 2005'])
        assert.equal(readDate(typed), '2005-03-01', typed);
    for (const typed of ['', '31-2-2005', '29-2-2005', '1-13-2005', '1-3-05', '3/2005', 'March 2005', '2005', '32-1-2005'])
        assert.equal(readDate(typed), null, typed);
    assert.equal(readDate('29-2-2004'), '2004-02-29');
});

test('a German ad is read into its fields', () => {
    const ad =
        '3-Zi.-Whg., 72,5 m², Hammer Str. 12, 48153 Münster, 2. OG, Aufzug, Balkon, WBS, 480 € kalt, 640 € warm, ab 1.5.2005';
    assert.deepEqual(readAd(ad), {
        address: 'Hammer Str. 12',
        postcode: '48153',
        rooms: '3',
        area_m2: '72.5',
        rent_gross_eur: '640',
        rent_net_eur: '480',
        floor: '2',
        lift: 'yes',
        entitlement: 'WBS',
        available: '2005-05-01',
    });
});

test('a Dutch ad is read into its fields', () => {
    const ad =
        'Te huur: 4 kamers, 95 m2, Haaksbergerstraat 201a, 7513 ER Enschede, begane grond, drempelvrij, kale huur € 1.012,50, per 01-06-2005';
    assert.deepEqual(readAd(ad), {
        address: 'Haaksbergerstraat 201a',
        postcode: '7513 ER',
        rooms: '4',
        area_m2: '95',
        rent_net_eur: '1012.50',
        floor: '0',
        step_free: 'yes',
        available: '2005-06-01',
    });
});

test('what an ad does not say is not made up', () => {
    assert.deepEqual(readAd('Schöne Wohnung, ruhig, Tel. 0251 123456'), {});
    assert.equal(readAd('Wohnung ohne Aufzug').lift, 'no');
    assert.equal(readAd('Wohnung, warm 700 EUR').rent_gross_eur, '700');
    assert.equal(readAd('Whg. Am Alten Hang 7, 120 qm').address, 'Am Alten Hang 7');
    assert.equal(readAd('1 Zimmer, 30 qm, ab 31. Mai 2005').available, '2005-05-31');
    assert.equal(readAd('24 Stunden, 3 Personen').rent_gross_eur, undefined);
});

test('every date is drawn with its own borders, and equal ones are asked for once', () => {
    const published = areas => areas.map((digest, i) => ({ id: `p${i}`, areas: digest })); // newest first
    const city = { levels: [{ name: 'district' }], local_indices: [], groups: [] };
    const asked = areas => {
        const choice = new Choice(city, published(areas));
        return areas.map((_, i) => choice.bordersOf(`p${i}`) ?? 'newest');
    };
    assert.deepEqual(asked(['a', 'a', 'a']), ['newest', 'newest', 'newest']);
    assert.deepEqual(asked(['b', 'a', 'b', 'a']), ['newest', 'p1', 'newest', 'p1']);
});

test('a change is offered between dates of the same areas only', () => {
    const city = { levels: [{ name: 'district' }], local_indices: [{ id: 'share', takes_group: true }], groups: ['A'] },
        offered = (areas, date) => {
            const published = areas.map((digest, i) => ({ id: `p${i}`, areas: digest }));
            const choice = new Choice(city, published).read(new URLSearchParams({ show: 'share', date, compare: 'change' }));
            return choice.compare === 'change' ? choice.otherDates() : choice.comparisons();
        };
    assert.deepEqual(offered(['a', 'a', 'b', 'a'], 'p0'), ['p1', 'p3']);
    assert.deepEqual(offered(['b', 'a', 'a'], 'p2'), ['p1']);
    assert.deepEqual(offered(['b', 'a', 'a'], 'p0'), ['date', 'measure']);
});
