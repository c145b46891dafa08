// The web page of src/service/web against a made city, without xeniad: `node mock_server.mjs [--port N]
// [--columns N --rows N --offers N]`. It serves the same paths, headers and kinds of answer as the daemon, so that the
// page can be developed and tested alone. Prints the address with its token on the first line.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { catalogue, geometry, globalIndices, makeCity, picture, recommend, units } from './mock_city.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const WEB = join(ROOT, 'src/service/web');
const LEAFLET = '/usr/share/javascript/leaflet';
const TOKEN = 'mock-token';
const LOGIN = 'anna',
    PASSWORD = 'a lamp in the harbour';
const SESSION = 'xenia_session=mock';
const TYPES = {
    '.html': 'text/html',
    '.css': 'text/css',
    '.js': 'text/javascript',
    '.json': 'application/json',
};
const HEADERS = {
    'Content-Security-Policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-cache',
};
const GROUPS = ['RESETTLER', 'NON_GERMAN', '(rest)'];
const DATED = { snapshot: '2b7e151628aed2a6', counts_as_of: '2004-12-31', offers_as_of: '2005-01-24' };
const POLICY = {
    name: 'concentration',
    version: '1',
    demonstration: true,
    signed_by: 'Demonstration',
    valid_until: '2005-12-31',
};

class Refusal extends Error {
    constructor(status, code, detail, field) {
        super(detail);
        Object.assign(this, { status, code, field });
    }
}

/** The catalogue of a language from its .po file: the plain subset that ours are written in. */
export async function messages(lang) {
    if (lang === 'en') return {};
    const text = await readFile(join(ROOT, `src/base/messages/${lang}.po`), 'utf8');
    const table = {};
    for (const [, id, translated] of text.matchAll(/^msgid ((?:".*"\s*)+)msgstr ((?:".*"\s*)+)/gm)) {
        const join = quoted =>
            [...quoted.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(m => JSON.parse(`"${m[1]}"`)).join('');
        if (join(id)) table[join(id)] = join(translated);
    }
    return table;
}

async function asset(path, lang) {
    if (path === '/') return ['.html', await readFile(join(WEB, 'index.html'))];
    const name = path.slice('/assets/'.length);
    const language = /^messages\/(en|nl|de)\.json$/.exec(name)?.[1];
    if (language) return ['.json', JSON.stringify(await messages(language))];
    if (name !== basename(name)) throw new Refusal(404, 'not_found', 'There is nothing here.');
    const file =
        name === 'leaflet.js'
            ? join(LEAFLET, 'leaflet.esm.min.js')
            : name === 'leaflet.css'
              ? join(LEAFLET, name)
              : join(WEB, name);
    return [
        extname(name),
        await readFile(file).catch(() => {
            throw new Refusal(404, 'not_found', 'There is nothing here.');
        }),
    ];
}

function household(body) {
    let read;
    try {
        read = JSON.parse(body);
    } catch {
        throw new Refusal(400, 'household_refused', 'request body: this is not JSON.');
    }
    if (!(read.size >= 1 && read.size <= 30)) {
        throw new Refusal(
            400,
            'household_refused',
            `request body: size is ${read.size}; wanted 1 to 30 persons.`,
            'size',
        );
    }
    if (read.entitlement?.some(code => code.length > 31)) {
        throw new Refusal(
            400,
            'household_refused',
            'request body: a code of entitlement is too long.',
            'entitlement',
        );
    }
    return read;
}

function answer(city, request, url, body, lang) {
    const level = url.searchParams.get('level') ?? 'district';
    const index = url.searchParams.get('index'),
        group = url.searchParams.get('group');
    const route = `${request.method} ${url.pathname.replace('/cities/demo', '/cities/{c}')}`;
    const policy = POLICY;
    switch (route) {
        case 'GET /api/v1/session':
            return { login: LOGIN, role: 'coordinator', city: '', corporation: null };
        case 'PUT /api/v1/session/password': {
            const change = JSON.parse(body);
            if (change.old !== PASSWORD) throw new Refusal(403, 'wrong_password', 'The present password is another one.', 'old');
            return {};
        }
        case 'GET /api/v1/cities':
            return {
                cities: [
                    {
                        id: 'demo',
                        title: 'Münster (schematic)',
                        demonstration: true,
                        ...DATED,
                        policy,
                        source_note:
                            'Schematic: cells around rounded centres, invented counts and dwellings.',
                        levels: Object.entries(city.levels).map(([name, list]) => ({
                            name,
                            units: list.length,
                        })),
                        groups: GROUPS,
                        bounds: city.bounds,
                        ...catalogue(lang),
                    },
                ],
            };
        case 'GET /api/v1/cities/{c}/published/indices':
            return { ...DATED, policy, level, results: globalIndices(GROUPS, lang) };
        case 'GET /api/v1/cities/{c}/published/units':
            return { ...DATED, policy, ...units(city, level, index, group, lang) };
        case 'GET /api/v1/cities/{c}/published/geometry':
            return geometry(city, level);
        case 'POST /api/v1/cities/{c}/recommendations': {
            const { ranked, excluded } = recommend(city, household(body), lang);
            return {
                ...DATED,
                policy,
                request_digest: '9f86d081884c7d65',
                as_of: '2005-01-24',
                total: ranked.length,
                offers_read: ranked.length + excluded.length,
                effect: { index: 'entropy', before: 0.0512, reason: null },
                ranked,
                excluded,
            };
        }
        default:
            if (/^\/api\/v1\/cities\/demo\/maps\/\w+\.svg$/.test(url.pathname)) return picture(city, level);
            throw new Refusal(404, 'not_found', 'There is nothing here.');
    }
}

/** Signing in and out: the cookie comes and goes. */
function session(request, body, send, response) {
    const given = request.method === 'DELETE' ? {} : JSON.parse(body);
    const right = given.login === LOGIN && given.password === PASSWORD;
    if (request.method === 'POST' && !right) throw new Refusal(401, 'unauthorized', 'Login or password is wrong.');
    response.setHeader('Set-Cookie', `${SESSION}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${right ? 43200 : 0}`);
    send(right ? 201 : 200, 'application/json', JSON.stringify({ login: LOGIN, role: 'coordinator' }));
}

export function startMock({ port = 0, ...size } = {}) {
    const city = makeCity(size);
    const server = createServer(async (request, response) => {
        const url = new URL(request.url, 'http://localhost');
        const lang = url.searchParams.get('lang') ?? 'en';
        const send = (status, type, text) =>
            response.writeHead(status, { ...HEADERS, 'Content-Type': type }).end(text);
        try {
            if (url.pathname === '/' || url.pathname.startsWith('/assets/')) {
                const [kind, bytes] = await asset(url.pathname);
                return send(200, `${TYPES[kind]}; charset=utf-8`, bytes);
            }
            let body = '';
            for await (const piece of request) body += piece;
            if (url.pathname === '/api/v1/session' && request.method !== 'GET') return session(request, body, send, response);
            const { authorization, cookie } = request.headers;
            if (authorization !== `Bearer ${TOKEN}` && !cookie?.includes(SESSION)) {
                throw new Refusal(401, 'unauthorized', 'Sign in, or send a token.');
            }
            const result = answer(city, request, url, body, lang);
            if (typeof result === 'string') return send(200, 'image/svg+xml', result);
            return send(200, 'application/json', JSON.stringify(result));
        } catch (error) {
            const { status = 500, code = 'internal', field } = error;
            send(
                status,
                'application/problem+json',
                JSON.stringify({
                    type: 'about:blank',
                    title: code,
                    status,
                    code,
                    detail: error.message,
                    field,
                }),
            );
        }
    });
    return new Promise(resolve =>
        server.listen(port, '127.0.0.1', () =>
            resolve({
                server,
                url: `http://127.0.0.1:${server.address().port}`,
                token: TOKEN,
                login: LOGIN,
                password: PASSWORD,
            }),
        ),
    );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const { values } = parseArgs({
        options: Object.fromEntries(
            ['port', 'columns', 'rows', 'offers'].map(name => [name, { type: 'string' }]),
        ),
    });
    const { url, token } = await startMock(
        Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)])),
    );
    console.log(`${url}/#token=${token}`);
}
