// Start, language, the views, and what is always on the screen: which data and which policy.
import { Account } from './account.js';
import { readAddress } from './address.js';
import * as api from './api.js';
import { useBasemap } from './basemap.js';
import { byId, el } from './dom.js';
import { forgetAllButDrafts, ownDrafts } from './drafts.js';
import { currentLanguage, date, preferredLanguage, setLanguage, t, useGroupTitles } from './i18n.js';

/* The address names a view by a word that is no element's id, so that the browser does not scroll to it. */
const VIEWS = {
    queue: 'queue',
    find: 'coordinator',
    case: 'coordinator',
    dwellings: 'dwellings',
    maps: 'working-group',
    figures: 'working-group',
    programme: 'working-group',
    packs: 'working-group',
    index: 'working-group',
    account: 'account',
};
const viewOf = ({ hash }) => VIEWS[hash.slice(1)];
/* What a role has on this page; the service refuses the rest by itself. */
const VIEWS_OF = {
    coordinator: ['queue', 'coordinator', 'dwellings', 'working-group', 'account'],
    corporation: ['dwellings', 'account'],
    working_group: ['working-group', 'account'],
    scientist: ['working-group', 'account'],
    steward: ['working-group', 'account'],
    auditor: ['working-group', 'account'],
};
const KEPT_CITY = 'xenia.city';
let cities = [],
    city = null,
    view = null;
let whenOnline = null; // what to do again when a lost connection is back
let renewedFor = null; // the snapshot for which everything was read anew
const desks = {};
let steps = null; // of who takes steps: the office and corporations

/* --- messages to the reader ----------------------------------------------------------------------------- */

function showError(error, retry) {
    if (error instanceof api.SignedOut) return signInAgain(error.message);
    const lost = error instanceof api.Disconnected;
    if (!lost && !(error instanceof api.Problem)) throw error;
    const text = lost
        ? t('The connection to the service is lost. What you typed is kept.')
        : error.code === 'nothing_published'
          ? t('No map of this city is published yet.')
          : error.message;
    const again = () => {
        clearError();
        retry();
    };
    whenOnline = lost ? again : null;
    byId('alert').replaceChildren(
        el('p', {}, text),
        el('button', { type: 'button', class: 'button', onclick: again }, t('Try again')),
    );
    byId('alert').hidden = false;
}

addEventListener('online', () => whenOnline?.());

function clearError() {
    whenOnline = null;
    byId('alert').hidden = true;
    byId('alert').replaceChildren();
}

/* --- signing in and out ---------------------------------------------------------------------------------- */

const account = new Account({ onenter: enter, onerror: showError });

/** What is typed stays where it is: whoever signs in again finds it, and nobody else does (drafts.js). */
function signInAgain(reason) {
    city = null;
    clearError();
    steps?.close();
    showOnly('sign-in');
    account.ask(reason);
}

byId('sign-out').addEventListener('click', async () => {
    try {
        await api.signOut();
        startAnew();
    } catch (error) {
        showError(error, () => byId('sign-out').click());
    }
});

/** Nothing of one person's stays in the window but her drafts, and these for herself alone. */
function startAnew() {
    forgetAllButDrafts();
    location.replace(location.pathname);
}

/* --- views ------------------------------------------------------------------------------------------------ */

function showOnly(id) {
    for (const section of ['sign-in', ...Object.values(VIEWS)]) byId(section).hidden = section !== id;
    const signedIn = id !== 'sign-in';
    for (const part of ['views', 'sign-out', 'account-link', 'provenance']) byId(part).hidden = !signedIn;
    byId('city-choice').hidden = !signedIn || cities.length < 2;
    if (!signedIn) byId('city-title').textContent = '';
    for (const link of [...byId('views').children, byId('account-link')]) {
        if (link.parentElement.id === 'views') link.hidden = !mine().includes(viewOf(link));
        if (viewOf(link) === id) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
    }
    byId('account-link').textContent = account.login ?? '';
    document.title = [byId(id).querySelector('h1').textContent, city?.title, 'Xenia']
        .filter(Boolean)
        .join(' · ');
}

const mine = () => VIEWS_OF[account.role] ?? ['account'];

const viewOfAddress = () =>
    [VIEWS[readAddress().page], view, mine()[0]].find(wanted => mine().includes(wanted));

/** Opens the view that the address names; one it does not know, or that the account has not, changes nothing. */
async function openView() {
    view = viewOfAddress();
    if (!city) return;
    showOnly(view);
    clearError();
    if (view === 'account') return account.show();
    const opened = view; // another may be asked for while this one loads
    try {
        desks[opened] ??= makeDesk(opened);
        const desk = await desks[opened].catch(error => {
            delete desks[opened];
            throw new api.Disconnected(error.message);
        });
        if (opened !== view) return;
        await desk.open(city, readAddress().part || undefined);
        steps?.resume();
    } catch (error) {
        showError(error, openView);
    }
}

/* Each role loads what it sees. */
const MODULES = {
    queue: async () => (await import('./queue.js')).Queue,
    coordinator: async () => (await import('./coordinator.js')).Coordinator,
    dwellings: async () => (await import('./dwellings.js')).Dwellings,
    'working-group': async () => (await import('./working_group.js')).WorkingGroup,
};

async function makeDesk(name) {
    if (name === 'working-group')
        return new (await MODULES[name]())({ onerror: showError, onanswer: showProvenance });
    const [Desk, { Steps }] = await Promise.all([MODULES[name](), import('./steps.js')]);
    steps ??= new Steps({ onsignedout: showError, oncity: () => city?.id });
    return new Desk({ onerror: showError, onanswer: noteAnswer, steps, who: () => account });
}

/** Reads the cities (again for a new language) and opens the view, once there are words for it. */
async function enter(words) {
    clearError();
    try {
        const [, known] = await Promise.all([account.read(), api.isKnown() && api.cities()]);
        if (!ownDrafts(account.login)) return startAnew();
        const start = known || (await api.cities());
        cities = start.cities;
        useBasemap(start.basemap);
        const kept = sessionStorage.getItem(KEPT_CITY);
        city = cities.find(({ id }) => id === kept) ?? cities[0];
        if (city && viewOfAddress() === 'working-group') askAhead();
        await words;
        if (!city) throw new api.Problem(404, { detail: t('There is no city to show yet.') });
        showCity();
        await openView();
    } catch (error) {
        await words;
        showError(error, enter);
    }
}

/** What the maps will ask for, while the view is still being built. Who asks again hears of a failure. */
function askAhead() {
    const wanted = readAddress().query.get('level'),
        level = city.levels.find(({ name }) => name === wanted) ?? city.levels[0];
    for (const asked of [api.publications(city), api.geometry(city, level.name)]) asked.catch(() => {});
}

function showCity() {
    useGroupTitles(city.group_titles);
    byId('city-title').textContent = city.title;
    byId('city').replaceChildren(
        ...cities.map(({ id, title }) => el('option', { value: id, selected: id === city.id }, title)),
    );
    for (const note of document.querySelectorAll('[data-city-note]')) {
        note.textContent = city.demonstration
            ? t('Demonstration city: the map is schematic, the dwellings are invented.')
            : (city.source_note ?? '');
    }
    showProvenance({});
}

/** An answer from newer data than the page was opened with: everything is read anew, so that list, map and
 *  legend never mix two snapshots. Once for each snapshot, whatever the service says. */
function noteAnswer(answer) {
    showProvenance(answer);
    if (answer.snapshot === city.snapshot || answer.snapshot === renewedFor) return;
    renewedFor = answer.snapshot;
    enter();
}

/** Which data and which rules stand behind what is on the screen; always visible. */
function showProvenance(answer) {
    const { snapshot, policy, counts_as_of, offers_as_of, demonstration } = {
        ...city,
        ...answer,
        demonstration: city.demonstration,
    };
    const rules = [
        `${policy.name} ${policy.version}`,
        policy.demonstration && t('(demonstration)'),
        policy.valid_until && t('until {date}', { date: date(policy.valid_until) }),
    ];
    const offersOf = offers_as_of ?? city.offers_as_of; // not told to every role
    const items = [
        [t('Counts of'), date(counts_as_of)],
        offersOf && [t('Offers of'), date(offersOf)],
        [t('Policy'), rules.filter(Boolean).join(' ')],
        [t('Snapshot'), el('code', { title: snapshot }, snapshot.slice(0, 12))],
    ];
    byId('provenance').replaceChildren(
        demonstration
            ? el('strong', { class: 'tag' }, t('Demonstration: schematic map, invented dwellings'))
            : '',
        el(
            'dl',
            {},
            items.filter(Boolean).map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))),
        ),
    );
}

byId('city').addEventListener('change', event => {
    sessionStorage.setItem(KEPT_CITY, event.target.value);
    city = cities.find(({ id }) => id === event.target.value);
    showCity();
    openView();
});

/* --- language --------------------------------------------------------------------------------------------- */

const languageButtons = [...document.querySelectorAll('.languages button')];

async function switchLanguage(tag) {
    await setLanguage(tag);
    for (const button of languageButtons)
        button.setAttribute('aria-pressed', String(button.lang === currentLanguage()));
}

for (const button of languageButtons) {
    button.addEventListener('click', async () => {
        try {
            await switchLanguage(button.lang);
        } catch (error) {
            return showError(new api.Disconnected(error.message), () => button.click());
        }
        if (city) enter();
        else showOnly('sign-in');
    });
}

/* --- start ------------------------------------------------------------------------------------------------- */

/* What was sent before and is recorded now is to be seen. */
addEventListener('xenia:recorded', openView);

addEventListener('hashchange', ({ oldURL }) => {
    const { page } = readAddress();
    if (!(page in VIEWS)) return;
    if (page !== readAddress(new URL(oldURL).hash).page) scrollTo(0, 0);
    openView();
});

api.takeTokenFromAddress();
/* Without its catalogue the page is still of use: it stays English. */
enter(switchLanguage(preferredLanguage()).catch(() => {}));
