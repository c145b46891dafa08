// The one place that talks to the service. Every failure is one of three: SignedOut (nobody is signed in, or not
// any more), Disconnected (no answer at all), or Problem (the service's own sentence, RFC 9457).
//
// People sign in with a password; the browser then keeps a cookie that no script can read. Or a proxy has signed them
// in already; so whether somebody is there is always asked of the service. A page that was opened with #token=... shows that token instead, for as long as the window is open.
import { currentLanguage } from './i18n.js';
import { Areas } from './topology.js';

const KEPT = 'xenia.token';
const KNOWN = 'xenia.known'; // somebody was signed in in this window

export class SignedOut extends Error {}
export class Disconnected extends Error {}
export class Problem extends Error {
    constructor(status, { detail, title, code, field }) {
        super(detail ?? title ?? String(status));
        Object.assign(this, { status, code, field });
    }
}

/** Not answered, or "not now": whether a write was done is not known, and it may be sent again under its key. */
const UNSETTLED = [429, 502, 503, 504];

export const showsToken = () => sessionStorage.getItem(KEPT) !== null;
/** Is somebody signed in, as far as can be known without asking? */
export const isKnown = () => showsToken() || sessionStorage.getItem(KNOWN) !== null;
export const forget = () => [KEPT, KNOWN].forEach(key => sessionStorage.removeItem(key));

/** Takes #token=... out of the address, so that it stays neither in the history nor on the screen. */
export function takeTokenFromAddress() {
    const given = /^#token=([^&]+)/.exec(location.hash);
    if (!given) return;
    sessionStorage.setItem(KEPT, decodeURIComponent(given[1]));
    history.replaceState(null, '', `${location.pathname}${location.search}`);
}

async function request(path, query, options = {}, language = currentLanguage()) {
    const places = new URLSearchParams({ ...query, lang: language });
    const token = sessionStorage.getItem(KEPT);
    const identity = token
        ? { credentials: 'omit', headers: { ...options.headers, Authorization: `Bearer ${token}` } }
        : { credentials: 'same-origin' };
    let response;
    try {
        response = await fetch(`/api/v1/${path}?${places}`, { ...options, ...identity });
    } catch (error) {
        if (error.name === 'AbortError') throw error;
        throw new Disconnected(error.message);
    }
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    if (response.status === 401) throw new SignedOut();
    throw new Problem(response.status, problem);
}

const json = async (...call) => (await request(...call)).json();
const sent = (method, body) => ({
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
});

/** Who is signed in: {login, role, city, corporation}. */
export async function whoAmI() {
    const who = await json('session');
    sessionStorage.setItem(KNOWN, 'yes');
    return who;
}
export const signIn = (login, password) => request('session', {}, sent('POST', { login, password }));
export const changePassword = (old, wanted) => request('session/password', {}, sent('PUT', { old, new: wanted }));

/** Ends the session, or forgets the token. Fails where the service was not reached: then the session is still there. */
export async function signOut() {
    if (!showsToken())
        await request('session', {}, { method: 'DELETE' }).catch(error => {
            if (!(error instanceof SignedOut)) throw error;
        });
    forget();
}

export const published = (city, what, query) =>
    json(`cities/${encodeURIComponent(city)}/published/${what}`, query);

/** {cities, basemap}: those that the account may see, and the background map that the operator has named, or null. */
export const cities = () => json('cities');

/** Classes of a level, with the values of an index when one is named ({index, group}). */
export const units = (city, level, measure = {}) => published(city, 'units', { level, ...measure });

/** The answer under a key, asked for once unless that fails. */
function once(kept, key, ask) {
    if (!kept.has(key))
        kept.set(
            key,
            ask().catch(error => {
                kept.delete(key);
                throw error;
            }),
        );
    return kept.get(key);
}

/** Borders are large and change with the snapshot only: asked for and decoded once. Those of a publication, or of the
 *  newest one. */
const borders = new Map();
export const geometry = (city, level, publication) =>
    once(
        borders,
        [city.id, city.snapshot, level, publication].join(' '),
        async () => new Areas(await published(city.id, 'topology', { level, ...(publication && { publication }) })),
    );

/** What has been published, newest first: once for each reading of the cities. */
const histories = new WeakMap();
export const publications = city =>
    once(histories, city, async () => (await published(city.id, 'history')).publications);

export const recommendations = (city, household, signal) =>
    json(
        `cities/${encodeURIComponent(city)}/recommendations`,
        { offset: 0, limit: 0 },
        { ...sent('POST', household), signal },
    );

export const packs = city => json(`cities/${encodeURIComponent(city)}/packs`);

/** The address of a file of the city, and the file: {blob, name}. */
export const fileAddress = (city, path, query) =>
    `/api/v1/cities/${encodeURIComponent(city)}/${path}?${new URLSearchParams({ ...query, lang: currentLanguage() })}`;
export async function file(city, path, query) {
    const response = await request(`cities/${encodeURIComponent(city)}/${path}`, query);
    const [, name] = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '') ?? [];
    return { blob: await response.blob(), name };
}

/* --- the desk of the office: households, dwellings, offers, placements, objections ------------------------ */

const office = (city, path) => `cities/${encodeURIComponent(city)}/${path}`;
const one = (city, kind, id) => json(office(city, `${kind}/${encodeURIComponent(id)}`));

export const households = async city => (await json(office(city, 'households'), { all: 'yes' })).households;
export const household = (city, id) => one(city, 'households', id);
export const offers = async (city, query) => (await json(office(city, 'offers'), query)).offers;
export const objections = async (city, query) => (await json(office(city, 'objections'), query)).objections;
export const placements = async city => (await json(office(city, 'placements'))).placements;
export const dwellings = async city => (await json(office(city, 'dwellings'))).dwellings;
export const dwelling = (city, id) => one(city, 'dwellings', id);

/** The list of a household in the queue: logged as shown; while an objection is open, the frozen one. */
export const recommendationsOf = (city, id, signal) =>
    json(
        office(city, `households/${encodeURIComponent(id)}/recommendations`),
        { offset: 0, limit: 0 },
        { ...sent('POST', {}), signal },
    );

/** Schools, courses, clubs and other places by words of their name or address; best first. */
export const institutions = async (city, words, signal) =>
    (await json(office(city, 'institutions'), { q: words }, { signal })).institutions;

/**
 * One write under a key of its own: {method, path, body, version, key}. Sent again with the same key it is done once,
 * and answered the same. Disconnected: not known whether it was done.
 */
export async function write(city, { method, path, body, version, key }) {
    const options = sent(method, body);
    options.headers['Idempotency-Key'] = key;
    if (version) options.headers['If-Match'] = `"${version}"`;
    try {
        return await json(office(city, path), {}, options);
    } catch (error) {
        if (error instanceof Problem && UNSETTLED.includes(error.status)) throw new Disconnected(error.message);
        throw error;
    }
}

/** The family's sheet as PDF, in the family's language. */
export const sheet = async (city, { lang, paper }, body) =>
    (await request(office(city, 'sheets'), { paper }, sent('POST', body), lang)).blob();

/** A file of offers: looked through (no digest), or applied as it was looked through. */
export const importOffers = (city, file, digest) =>
    json(
        office(city, 'imports/offers'),
        { name: file.name, ...(digest ? { digest } : { preview: 'yes' }) },
        { method: 'POST', headers: { 'Content-Type': file.type || 'application/octet-stream' }, body: file },
    );
