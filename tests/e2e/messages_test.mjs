// Every sentence that the page shows, and every one that the program marks, is in both catalogues, with the same
// {places}; needs no browser.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';

const WEB = new URL('../../src/service/web/', import.meta.url);

/** A catalogue as {sentence: translation}. */
async function messages(lang) {
    const text = await readFile(new URL(`../../src/base/messages/${lang}.po`, import.meta.url), 'utf8');
    const join = quoted => [...quoted.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(m => JSON.parse(`"${m[1]}"`)).join('');
    return Object.fromEntries(
        [...text.matchAll(/^msgid ((?:".*"\s*)+)msgstr ((?:".*"\s*)+)/gm)].map(([, id, said]) => [join(id), join(said)]),
    );
}

async function sentences() {
    const found = new Set();
    const html = (await readFile(new URL('index.html', WEB), 'utf8')).replace(/<!--.*?-->/gs, '');
    for (const [, text] of html.matchAll(/<[^>]*\sdata-t(?:\s[^>]*)?>([^<]+)</g))
        if (text.trim()) found.add(text);
    for (const [, text] of html.matchAll(/aria-label="([^"]+)" data-t-label/g)) found.add(text);
    for (const name of (await readdir(WEB)).filter(file => file.endsWith('.js'))) {
        const source = await readFile(new URL(name, WEB), 'utf8');
        for (const [, text] of source.matchAll(/\bt(?:Nodes)?\(\s*'([^']+)'/g)) found.add(text);
    }
    return [...found];
}

/** The sentences in C: those marked with XN_N, and those said where they stand. */
async function marked() {
    const found = new Set(),
        sources = new URL('../../src/', import.meta.url),
        quoted = '((?:"(?:[^"\\\\]|\\\\.)*"\\s*)+)',
        patterns = [`\\bXN_N\\(\\s*${quoted}\\)`, `\\bxn_message\\([^,()]*(?:\\([^()]*\\))?[^,()]*,\\s*${quoted}\\)`];
    for (const name of (await readdir(sources, { recursive: true })).filter(file => /\.[ch]$/.test(file))) {
        const source = await readFile(new URL(name, sources), 'utf8');
        for (const pattern of patterns)
            for (const [, text] of source.matchAll(new RegExp(pattern, 'g')))
                found.add([...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(m => JSON.parse(`"${m[1]}"`)).join(''));
    }
    return [...found];
}

const places = text => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

for (const lang of ['nl', 'de']) {
    test(`every sentence of the page is in ${lang}.po`, async () => {
        const table = await messages(lang),
            all = await sentences();
        assert.ok(all.length > 100, `${all.length} sentences found in the page`);
        assert.deepEqual(
            all.filter(text => !table[text]),
            [],
        );
        for (const text of all) assert.deepEqual(places(table[text]), places(text), text);
    });
}

for (const lang of ['nl', 'de']) {
    test(`every sentence of the program is in ${lang}.po`, async () => {
        const table = await messages(lang),
            all = await marked();
        assert.ok(all.length > 700, `${all.length} sentences found in the sources`);
        assert.deepEqual(
            all.filter(text => !table[text]),
            [],
        );
        for (const text of all) assert.deepEqual(places(table[text]), places(text), text);
    });
}
