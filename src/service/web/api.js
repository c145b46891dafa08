// The one place that talks to the service. Every failure is one of three: SignedOut (the token is not good),
// Disconnected (no answer at all), or Problem (the service's own sentence, RFC 9457).
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

export const hasToken = () => sessionStorage.getItem(KEPT) !== null;
export const forgetToken = () => sessionStorage.removeItem(KEPT);
export const keepToken = token => sessionStorage.setItem(KEPT, token);

/** Takes #token=... out of the address, so that it stays neither in the history nor on the screen. */
export function takeTokenFromAddress() {
    const given = /^#token=([^&]+)/.exec(location.hash);
    if (!given) return;
    keepToken(decodeURIComponent(given[1]));
    history.replaceState(null, '', `${location.pathname}${location.search}`);
}

async function request(path, query, options = {}) {
    const places = new URLSearchParams({ ...query, lang: currentLanguage() });
    const headers = { ...options.headers, Authorization: `Bearer ${sessionStorage.getItem(KEPT)}` };
    let response;
    try {
        response = await fetch(`/api/v1/${path}?${places}`, { ...options, headers });
    } catch (error) {
        if (error.name === 'AbortError') throw error;
        throw new Disconnected(error.message);
    }
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    if (response.status === 401) throw new SignedOut(problem.detail);
    throw new Problem(response.status, problem);
}

const json = async (...call) => (await request(...call)).json();
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
        {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify(household),
            signal,
        },
    );

export const picture = async (city, name, query) =>
    (await request(`cities/${encodeURIComponent(city)}/maps/${encodeURIComponent(name)}.svg`, query)).blob();
