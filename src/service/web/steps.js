// Taking a step: its fields, then one plain sentence of what will be recorded, then the write. Until Confirm nothing
// is sent; Escape takes it back. What was typed stays until it is recorded.
//
// A step may be several requests, each with the answers of those before it: '{id}' and '{version}' in a path, a
// version or a body stand for what the request before answered. They are kept with their keys before the first is
// sent, so that after a lost connection, a reload or a session that was over the same requests go out again under the
// same keys, and are done once.
import * as api from './api.js';
import { dropDraft, draft, keepDraft } from './drafts.js';
import { byId } from './dom.js';
import { Fields } from './fields.js';
import { t } from './i18n.js';
import { inWords } from './problems.js';

const PENDING = 'pending';
const AGAIN_MS = 5000;
const TOLD_MS = 20000;

export class Steps {
    #dialog = byId('step');
    #step = null; // what is open
    #phase = null; // 'fields', 'sentence', 'sending' or 'waiting'

    /** onsignedout(error): the session is over; oncity() is the id of the city on the screen. */
    constructor({ onsignedout, oncity }) {
        this.onsignedout = onsignedout;
        this.oncity = oncity;
        this.#dialog.addEventListener('cancel', event => {
            event.preventDefault();
            this.#undo();
        });
        byId('step-form').addEventListener('submit', event => {
            event.preventDefault();
            this.#forward();
        });
        byId('step-back').addEventListener('click', () => this.#showFields());
        byId('step-undo').addEventListener('click', () => this.#undo());
        addEventListener('online', () => this.#phase === 'waiting' && this.#send());
    }

    /**
     * Opens a step: {name, title, note?, fields?, sentence(values), requests(values), ondone(answers), onproblem?(error)}.
     * onproblem may return true when it has dealt with the refusal itself.
     */
    open(step) {
        this.#step = step;
        byId('recorded').textContent = '';
        this.opener = document.activeElement;
        byId('step-title').textContent = step.title;
        byId('step-why').textContent = step.note ?? '';
        this.#fields = step.fields?.length
            ? new Fields(step.fields, draft(this.#draftName()) ?? {}, values => keepDraft(this.#draftName(), values))
            : null;
        byId('step-body').replaceChildren(this.#fields?.body ?? '');
        if (!this.#dialog.open) this.#dialog.showModal();
        if (this.#fields) this.#showFields();
        else this.#showSentence();
    }

    /** After a reload or signing in again: what was confirmed and never answered. */
    resume() {
        const pending = draft(PENDING);
        if (!pending || pending.city !== this.oncity() || this.#dialog.open) return;
        this.#step = { title: pending.title, ondone: () => dispatchEvent(new Event('xenia:recorded')) };
        this.#fields = null;
        this.#pending = pending;
        this.opener = null;
        byId('step-title').textContent = pending.title;
        byId('step-why').textContent = '';
        byId('step-body').replaceChildren();
        byId('step-sentence').textContent = pending.sentence;
        this.#dialog.showModal();
        this.#wait(t('This was confirmed, but no answer came. It is sent again under the same key, so that nothing happens twice.'));
    }

    get isOpen() {
        return this.#dialog.open;
    }

    #fields = null;
    #pending = null;

    #draftName() {
        return `step.${this.#step.name}`;
    }

    #enter(phase) {
        this.#phase = phase;
        clearTimeout(this.timer);
        this.#dialog.dataset.phase = phase;
        byId('step-body').hidden = phase !== 'fields';
        byId('step-recorded').hidden = phase === 'fields';
        byId('step-back').hidden = phase !== 'sentence' || !this.#fields;
        byId('step-forward').textContent =
            phase === 'fields' ? t('Go on') : phase === 'waiting' ? t('Try again') : t('Confirm');
        byId('step-forward').disabled = phase === 'sending';
        byId('step-undo').textContent = phase === 'waiting' || phase === 'sending' ? t('Leave it for now') : t('Undo (Esc)');
        byId('step-undo').disabled = phase === 'sending';
    }

    #say(sentence) {
        byId('step-alert').hidden = !sentence;
        byId('step-alert').textContent = sentence ?? '';
    }

    #showFields() {
        this.#say(null);
        this.#enter('fields');
        this.#fields.focusFirst();
    }

    #showSentence() {
        this.#say(null);
        byId('step-sentence').textContent = this.#step.sentence(this.#fields?.values() ?? {});
        this.#enter('sentence');
        byId('step-forward').focus();
    }

    #forward() {
        if (this.#phase === 'fields') {
            if (this.#fields.check()) this.#showSentence();
        } else if (this.#phase === 'sentence') {
            this.#confirm();
        } else if (this.#phase === 'waiting') {
            this.#send();
        }
    }

    #confirm() {
        const requests = this.#step.requests(this.#fields?.values() ?? {});
        this.#pending = {
            city: this.oncity(),
            title: this.#step.title,
            sentence: byId('step-sentence').textContent,
            requests: requests.map(request => ({ ...request, key: crypto.randomUUID() })),
            answers: [],
        };
        this.#send();
    }

    async #send() {
        const pending = this.#pending;
        this.#say(null);
        this.#enter('sending');
        keepDraft(PENDING, pending);
        try {
            while (pending.answers.length < pending.requests.length) {
                const answer = await api.write(pending.city, filled(pending));
                pending.answers.push(answer);
                keepDraft(PENDING, { ...pending, answers: pending.answers.map(({ id, version }) => ({ id, version })) });
            }
            this.#recorded(pending);
        } catch (error) {
            this.#failed(error);
        }
    }

    #recorded(pending) {
        const step = this.#step;
        dropDraft(PENDING);
        if (step.name) dropDraft(this.#draftName());
        this.#close();
        this.#tell(t('Recorded: {what}', { what: pending.sentence }));
        step.ondone?.(pending.answers);
    }

    /** For a while; the case itself shows what came of it. */
    #tell(sentence) {
        byId('recorded').textContent = sentence;
        clearTimeout(this.telling);
        this.telling = setTimeout(() => (byId('recorded').textContent = ''), TOLD_MS);
    }

    #failed(error) {
        if (error instanceof api.SignedOut) {
            this.#close();
            return this.onsignedout(error);
        }
        if (error instanceof api.Disconnected)
            return this.#wait(
                t('The connection to the service is lost. Nothing is lost: this is sent again under the same key, so that nothing happens twice.'),
            );
        dropDraft(PENDING);
        this.#pending = null;
        if (!(error instanceof api.Problem)) throw error;
        if (this.#step.onproblem?.(error)) return;
        const sentence = inWords(error);
        if (!this.#fields) {
            this.#enter('sentence');
            byId('step-forward').disabled = true;
            this.#say(sentence);
            return byId('step-undo').focus();
        }
        this.#showFields();
        const field = error.field ?? (error.code === 'reason_needed' ? 'reason_code' : null);
        if (!this.#fields.showProblem(field, sentence)) this.#say(sentence);
    }

    #wait(sentence) {
        this.#enter('waiting');
        this.#say(sentence);
        byId('step-forward').focus();
        this.timer = setTimeout(() => this.#phase === 'waiting' && this.#send(), AGAIN_MS);
    }

    /** Nothing is recorded. What was typed is still there when the step is opened again; what was confirmed and not
     *  answered is asked about again at the next visit. */
    #undo() {
        if (this.#phase === 'sending') return;
        this.#close();
    }

    /** Closes the open step for a better one: what it shows is about something that has changed. */
    close() {
        if (this.#dialog.open) this.#close();
    }

    #close() {
        clearTimeout(this.timer);
        this.#phase = null;
        this.#dialog.close();
        if (this.opener?.isConnected) this.opener.focus();
    }
}

/** The next request of a step, its places filled from the answer before. */
function filled({ requests, answers }) {
    const before = answers.at(-1) ?? {};
    const fill = value => {
        if (typeof value === 'string') return value.replace(/\{(id|version)\}/g, (_, name) => before[name]);
        return value;
    };
    const request = requests[answers.length];
    return { ...request, path: fill(request.path), version: request.version && fill(String(request.version)) };
}

/** A sentence in which a part may be left out. */
export const withNote = (sentence, note) => (note ? `${sentence} ${t('Note: {note}', { note })}` : sentence);

