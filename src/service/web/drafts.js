// What was typed and is not recorded yet. Kept in this window only, under the login of whoever typed it: it is there
// again after a reload, a lost connection, or signing out and in; whoever else signs in finds nothing of it.
const OWNER = 'xenia.login';
const PREFIX = 'xenia.draft.';
let owner = null;

const mine = name => `${PREFIX}${owner}.${name}`;
const isDraft = key => key.startsWith(PREFIX);

/** Whose drafts they are from now on; those of others are gone. False: another person's page is still open, which
 *  must be opened anew. */
export function ownDrafts(login) {
    const before = sessionStorage.getItem(OWNER);
    owner = login;
    sessionStorage.setItem(OWNER, login);
    for (const key of Object.keys(sessionStorage))
        if (isDraft(key) && !key.startsWith(mine(''))) sessionStorage.removeItem(key);
    return before === null || before === login;
}

/** Nothing of a person stays in the window but her drafts. */
export function forgetAllButDrafts() {
    for (const key of Object.keys(sessionStorage)) if (!isDraft(key)) sessionStorage.removeItem(key);
    owner = null;
}

export const draft = name => JSON.parse(sessionStorage.getItem(mine(name)) ?? 'null');

export function keepDraft(name, value) {
    if (owner !== null) sessionStorage.setItem(mine(name), JSON.stringify(value));
}

export const dropDraft = name => sessionStorage.removeItem(mine(name));
