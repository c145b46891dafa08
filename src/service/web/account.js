// The account: signing in with login and password, whose session it is, and changing the password.
import * as api from './api.js';
import { byId, el } from './dom.js';
import { t } from './i18n.js';

const roleName = role =>
    ({
        coordinator: t('Housing coordinator'),
        working_group: t('Working group'),
        scientist: t('Scientist'),
        corporation: t('Housing corporation'),
        steward: t('Data steward'),
        auditor: t('Auditor'),
        refresher: t('Refresher'),
        admin: t('Administrator'),
    })[role] ?? role;

/** The sentence for somebody who could not sign in. */
function refusal(error) {
    if (error instanceof api.SignedOut) return t('Login or password is wrong.');
    return error.status === 429 ? t('Too many tries. Wait a quarter of an hour, then try again.') : error.message;
}

function say(note, sentence) {
    note.textContent = sentence ?? '';
    note.hidden = !sentence;
}

export class Account {
    #who = null;
    #onenter;
    #onerror;

    constructor({ onenter, onerror }) {
        this.#onenter = onenter;
        this.#onerror = onerror;
        byId('sign-in-form').addEventListener('submit', event => this.#signIn(event));
        byId('password-form').addEventListener('submit', event => this.#changePassword(event));
    }

    get role() {
        return this.#who?.role;
    }

    get login() {
        return this.#who?.login;
    }

    async read() {
        this.#who = await api.whoAmI();
    }

    /** Asks who is there; somebody who was there is told why. */
    ask(reason) {
        const known = this.#who !== null;
        api.forget();
        this.#who = null;
        byId('password').value = '';
        say(byId('sign-in-error'), known ? reason || t('Your session is over. Sign in again.') : null);
        byId('login').focus();
    }

    async #signIn(event) {
        event.preventDefault();
        const [login, password] = [byId('login'), byId('password')];
        const empty = [login, password].find(input => !input.value);
        if (empty) return empty.focus();
        try {
            await api.signIn(login.value.trim(), password.value);
            password.value = '';
            say(byId('sign-in-error'));
            await this.#onenter();
        } catch (error) {
            if (error instanceof api.Disconnected) return this.#onerror(error, () => password.form.requestSubmit());
            say(byId('sign-in-error'), refusal(error));
            password.select();
            password.focus();
        }
    }

    show() {
        const { login, role, city, corporation } = this.#who;
        const facts = [
            [t('Login'), login],
            [t('Role'), roleName(role)],
            [t('City'), city || t('all')],
            corporation && [t('Corporation'), corporation],
        ];
        byId('account-facts').replaceChildren(
            ...facts.filter(Boolean).map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))),
        );
        const works = ['corporation', 'refresher', 'admin'].includes(role);
        say(byId('account-note'), works ? t('This account works through the command line and programs.') : null);
        byId('password-login').value = login;
        byId('password-form').hidden = api.showsToken();
    }

    async #changePassword(event) {
        event.preventDefault();
        const [old, wanted] = [byId('password-old'), byId('password-new')];
        const empty = [old, wanted].find(input => !input.value);
        if (empty) return empty.focus();
        say(byId('password-error'));
        try {
            await api.changePassword(old.value, wanted.value);
            event.target.reset();
            this.#onerror(new api.SignedOut(t('The password is changed. Sign in with the new one.')));
        } catch (error) {
            if (error instanceof api.Disconnected) return this.#onerror(error, () => event.target.requestSubmit());
            say(byId('password-error'), error.message);
            old.focus();
        }
    }
}
