// The one place that talks to the service. Every failure is one of three: SignedOut (nobody is signed in, or not
// any more), Disconnected (no answer at all), or Problem (the service's own sentence, RFC 9457).
//
// People sign in with a password; the browser then keeps a cookie that no script can read. Or a proxy has signed them
// in already; so whether somebody is there is always asked of the service. A page that was opened with #token=... shows that token instead, for as long as the window is open.
import { currentLanguage } from './i18n.js';

const KEPT = 'xenia.token';

export class SignedOut extends Error {}
export class Disconnected extends Error {}
export class Problem extends Error {
    constructor(status, { detail, title, code, field }) {
        super(detail ?? title ?? String(status));
        Object.assign(this, { status, code, field });
    }
}

export const showsToken = () => sessionStorage.getItem(KEPT) !== null;
export const forget = () => sessionStorage.removeItem(KEPT);

/** Takes #token=... out of the address, so that it stays neither in the history nor on the screen. */
export function takeTokenFromAddress() {
    const given = /^#token=([^&]+)/.exec(location.hash);
    if (!given) return;
    sessionStorage.setItem(KEPT, decodeURIComponent(given[1]));
    history.replaceState(null, '', `${location.pathname}${location.search}`);
}

async function request(path, query, options = {}) {
    const places = new URLSearchParams({ ...query, lang: currentLanguage() });
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
export const whoAmI = () => json('session');
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

const published = (city, what, query) => json(`cities/${encodeURIComponent(city)}/published/${what}`, query);

export const cities = async () => (await json('cities')).cities;
export const indices = (city, level) => published(city, 'indices', { level });

/** Classes of a level, with the values of an index when one is named ({index, group}). */
export const units = (city, level, measure = {}) => published(city, 'units', { level, ...measure });

/** Borders are large and change with the snapshot only: asked for once. */
const borders = new Map();
export function geometry(city, level) {
    const key = `${city.id} ${city.snapshot} ${level}`;
    if (!borders.has(key)) {
        borders.set(
            key,
            published(city.id, 'geometry', { level }).catch(error => {
                borders.delete(key);
                throw error;
            }),
        );
    }
    return borders.get(key);
}

export const recommendations = (city, household, signal) =>
    json(
        `cities/${encodeURIComponent(city)}/recommendations`,
        { offset: 0, limit: 0 },
        { ...sent('POST', household), signal },
    );

export const picture = async (city, name, query) =>
    (await request(`cities/${encodeURIComponent(city)}/maps/${encodeURIComponent(name)}.svg`, query)).blob();
