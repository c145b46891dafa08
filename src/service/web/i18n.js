// The reader's language: sentences from the service's catalogues (the English sentence is the key), numbers,
// money and dates by Intl. One language for the whole page, switched without loading it anew.

const LOCALES = { en: 'en-GB', nl: 'nl-NL', de: 'de-DE' };
const KEPT = 'xenia.language';
let language = 'en';
let messages = {};

export const currentLanguage = () => language;

/** The language chosen before, else the first of the browser's that is ours, else English. */
export function preferredLanguage() {
    const wanted = [localStorage.getItem(KEPT), ...navigator.languages]
        .filter(Boolean)
        .map(tag => tag.slice(0, 2));
    return wanted.find(tag => tag in LOCALES) ?? 'en';
}

/** Loads a catalogue and translates the standing texts of the page. The service is asked in the new language at
 *  once; a catalogue that cannot be had changes nothing and is the caller's error. */
export async function setLanguage(tag) {
    const before = language;
    language = tag;
    try {
        const response = await fetch(`/assets/messages/${tag}.json`);
        if (!response.ok) throw new Error(`messages/${tag}.json: ${response.status}`);
        messages = await response.json();
    } catch (error) {
        language = before;
        throw error;
    }
    localStorage.setItem(KEPT, tag);
    document.documentElement.lang = tag;
    translatePage();
}

function translatePage() {
    for (const element of document.querySelectorAll('[data-t]')) {
        element.dataset.t ||= element.textContent;
        element.textContent = t(element.dataset.t);
    }
    for (const element of document.querySelectorAll('[data-t-label]')) {
        element.dataset.tLabel ||= element.getAttribute('aria-label');
        element.setAttribute('aria-label', t(element.dataset.tLabel));
    }
}

/** The sentence in the reader's language, its {places} filled. */
export const t = (sentence, places = {}) =>
    (messages[sentence] ?? sentence).replace(/\{(\w+)\}/g, (place, name) => places[name] ?? place);

/** The same as nodes, so that a place can hold a link. */
export const tNodes = (sentence, places) =>
    t(sentence)
        .split(/(\{\w+\})/)
        .map(part => places[part.slice(1, -1)] ?? part);

/* Intl's objects are dear to make and are used for every cell: one each, by language and options. */
const made = new Map();
function intl(Kind, options) {
    const key = `${Kind.name} ${language} ${JSON.stringify(options)}`;
    if (!made.has(key)) made.set(key, new Kind(LOCALES[language], options));
    return made.get(key);
}

const format = (value, options) => intl(Intl.NumberFormat, options).format(value);

export const number = (value, decimals = 0) =>
    format(value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
export const measure = value => format(value, { maximumFractionDigits: 2 });
export const figure = value => number(value, Math.abs(value) < 10 ? 3 : 1);
export const percent = (value, decimals = 1) =>
    format(value, { style: 'percent', minimumFractionDigits: decimals, maximumFractionDigits: decimals });
export const money = value =>
    format(value, {
        style: 'currency',
        currency: 'EUR',
        minimumFractionDigits: Number.isInteger(value) ? 0 : 2,
    });
export const signed = (value, decimals) =>
    format(value, {
        signDisplay: 'exceptZero',
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
    }).replace('-', '−');

/** Metres up to a kilometre, then kilometres. */
export const distance = metres =>
    metres < 1000
        ? format(metres, { style: 'unit', unit: 'meter', maximumFractionDigits: 0 })
        : format(metres / 1000, { style: 'unit', unit: 'kilometer', maximumFractionDigits: 1 });

/** "2004-12-31" as a date, a full time stamp as date and time, anything else as it is. */
export function date(text) {
    if (!text) return t('not known');
    const day = /^\d{4}-\d\d-\d\d$/.test(text);
    const moment = new Date(day ? `${text}T12:00:00` : text);
    if (Number.isNaN(moment.getTime())) return text;
    return intl(Intl.DateTimeFormat, { dateStyle: 'medium', ...(day ? {} : { timeStyle: 'short' }) }).format(
        moment,
    );
}

let groupTitles = {};

/** What people of this city call its groups, whose names are those of columns. */
export function useGroupTitles(titles) {
    groupTitles = titles;
}

/** A group as people say it. */
export const groupName = group =>
    groupTitles[group] ?? (group === '(rest)' ? t('All other inhabitants') : group);

/** A level as people say it: the names that cities have in common are words of the language (src/city/titles.c). */
export const levelName = level => (['district', 'block', 'street'].includes(level) ? t(level) : level);

/** Compares names in the reader's alphabet, numbers inside them by their value. */
export const byName = (a, b) => intl(Intl.Collator, { numeric: true }).compare(a, b);
