// A file of offers: first only looked through, with what it would change and what is wrong with it; then, when a person
// confirms, read in as exactly the bytes that were looked through.
import * as api from './api.js';
import { byId, el } from './dom.js';
import { number, t } from './i18n.js';

export class FeedImport {
    constructor({ onerror, oncity, ondone }) {
        Object.assign(this, { onerror, oncity, ondone });
        byId('import').addEventListener('submit', event => {
            event.preventDefault();
            this.#look();
        });
        byId('import-file').addEventListener('change', () => this.#forget());
        byId('import-apply').addEventListener('click', () => this.#apply());
        byId('import-undo').addEventListener('click', () => this.#forget());
        byId('import').addEventListener('keydown', event => event.key === 'Escape' && this.found && this.#forget());
    }

    async #look() {
        const [file] = byId('import-file').files;
        if (!file) return byId('import-file').focus();
        await this.#ask(file, null, found => {
            this.found = found;
            this.file = file;
            this.#show(found);
            const sound = !found.refused && found.n_faults === 0;
            byId('import-apply').hidden = !sound;
            byId('import-undo').hidden = false;
            byId('import-undo').textContent = t('Undo (Esc)');
            byId('import-look').hidden = true;
            byId(sound ? 'import-apply' : 'import-undo').focus();
        });
    }

    async #apply() {
        await this.#ask(this.file, this.found.digest, found => {
            this.#forget();
            byId('import').reset();
            byId('import-preview').replaceChildren(el('p', { class: 'notice' }, t('Recorded: {what}', { what: changes(found) })));
            this.ondone();
        });
    }

    async #ask(file, digest, done) {
        byId('import').setAttribute('aria-busy', 'true');
        this.#say(null);
        try {
            done(await api.importOffers(this.oncity(), file, digest));
        } catch (error) {
            if (error instanceof api.Disconnected)
                return this.onerror(error, () => (digest ? this.#apply() : this.#look()));
            if (!(error instanceof api.Problem)) return this.onerror(error, () => this.#look());
            this.#say(error.status === 409 ? t('The file is another one than was looked through. Look it through again.') : error.message);
        } finally {
            byId('import').removeAttribute('aria-busy');
        }
    }

    #show(found) {
        byId('import-preview').replaceChildren(
            ...(found.refused
                ? []
                : [el('p', { class: 'step__label' }, t('This will be recorded:')), el('p', { class: 'step__sentence' }, changes(found))]),
            faultTable(found),
            ...(found.notes ?? []).map(note => el('p', { class: 'note' }, note)),
        );
    }

    #say(sentence) {
        byId('import-error').hidden = !sentence;
        byId('import-error').textContent = sentence ?? '';
    }

    #forget() {
        this.found = null;
        this.#say(null);
        byId('import-preview').replaceChildren();
        byId('import-apply').hidden = true;
        byId('import-undo').hidden = true;
        byId('import-look').hidden = false;
    }
}

const changes = found =>
    t('{n} offers ({format}): {new} new, {changed} changed, {unchanged} unchanged, {withdrawn} withdrawn, {skipped} skipped.', {
        n: number(found.offers),
        format: found.format,
        new: number(found.new),
        changed: number(found.changed),
        unchanged: number(found.unchanged),
        withdrawn: number(found.withdrawn),
        skipped: number(found.skipped),
    });

function faultTable({ faults = [], n_faults: total }) {
    if (!total) return el('p', { class: 'note' }, t('Nothing is wrong with the file.'));
    return el(
        'div',
        { class: 'table-scroll', role: 'region', tabindex: '0', 'aria-labelledby': 'faults-caption' },
        el(
            'table',
            { class: 'data' },
            el(
                'caption',
                { id: 'faults-caption' },
                total > faults.length
                    ? t('{n} faults; the first {shown}. Nothing is read in until the file is right.', { n: number(total), shown: number(faults.length) })
                    : t('{n} faults. Nothing is read in until the file is right.', { n: number(total) }),
            ),
            el('thead', {}, el('tr', {}, [t('Row'), t('Column'), t('Fault')].map(name => el('th', { scope: 'col' }, name)))),
            el(
                'tbody',
                {},
                faults.map(({ row, column, message }) =>
                    el('tr', {}, el('td', {}, row === null ? '–' : number(row)), el('td', {}, column ?? '–'), el('td', {}, message)),
                ),
            ),
        ),
    );
}
