// The coordinator's desk: a household in, the ranked list and its map out, and the steps of its case. The list and the
// map show one choice; either can make it. A household is one of the queue, or one that is only looked up.
import * as api from './api.js';
import { mayOffer, offerStep, addStep, saveStep, stepsOf } from './case_steps.js';
import { casePanel, readCase } from './case.js';
import { DeskMap } from './desk_map.js';
import { byId, el } from './dom.js';
import { HouseholdForm } from './household.js';
import { date, t } from './i18n.js';
import { InstitutionSearch } from './institutions.js';
import { describe, differences } from './needs.js';
import { inWords } from './problems.js';
import { address } from './ranking.js';
import { Results } from './results.js';
import { FamilySheet } from './sheet.js';

const NARROW = matchMedia('(max-width: 44rem)');

export class Coordinator {
    /** onerror(error, retry) shows what went wrong; onanswer(answer) tells which snapshot is on the screen; steps takes
     *  steps; who() is who is signed in. */
    constructor({ onerror, onanswer, steps, who }) {
        Object.assign(this, { onerror, onanswer, steps, who });
        this.map = new DeskMap({
            container: 'dwelling-map',
            legend: 'dwelling-legend',
            hint: 'pick-hint',
            onpick: (id, by) => this.#pickedOnMap(id, by),
        });
        this.results = new Results({
            onselect: (id, from) => this.#select(id, from),
            onfilter: shown => this.map.pins.show(shown),
            actions: (row, fits) => this.#actionsFor(row, fits),
            onchosen: ids => this.sheet.choose(ids),
        });
        this.sheet = new FamilySheet({ onerror });
        this.form = new HouseholdForm({
            onsubmit: needs => this.#ask(needs, true),
            ontyped: () => this.#typed(),
            onties: ties => this.map.pins.setTies(ties),
            onclear: () => this.#cleared(),
        });
        this.search = new InstitutionSearch({ onpick: place => this.form.addTie(place), oncity: () => this.city.id });
        byId('tie-pick').addEventListener('click', () => this.#pickTie());
        byId('household-save').addEventListener('click', () => this.#save());
        byId('take-saved').addEventListener('click', () => byId('household').reset());
        byId('print').addEventListener('click', () => print());
        addEventListener('keydown', event => this.#shortcut(event));
    }

    /** Shows a city and a case of it, or none; again in another language, or with a new snapshot. */
    async open(city, id = null) {
        const another = city.id !== this.city?.id || id !== this.id;
        const anew = city !== this.city;
        this.city = city;
        this.id = id;
        if (another) this.#forget();
        if (anew) {
            this.form.refresh();
            this.search.refresh();
            this.map.draw(city, t('Map of the dwellings')).catch(error => this.#withoutAreas(error));
        }
        if (id) return this.#openCase(another);
        if (another) this.form.show(null);
        this.#typed();
        byId('card').open = true;
        this.#showCase(null);
        if (this.needs && anew) await this.#ask(this.needs);
    }

    /** toHeading: the cursor goes to the case's name, as soon as it is there. */
    async #openCase(another, toHeading = another) {
        const wanted = this.id;
        const file = await readCase(this.city.id, wanted);
        if (wanted !== this.id) return; // another case was opened meanwhile
        this.#showCase(file);
        if (toHeading) byId('case-heading').focus({ preventScroll: another });
        if (another || !this.form.isDirty) this.form.show(file.household);
        this.#typed();
        if (another) byId('card').open = !NARROW.matches; // on a telephone the list comes first
        if (!file.household.erased) await this.#ask(this.form.isDirty ? (this.form.read() ?? file.household.needs) : file.household.needs);
    }

    /** The list does not wait for a map. */
    #withoutAreas(error) {
        this.onerror(error, () =>
            this.map.draw(this.city, t('Map of the dwellings')).catch(again => this.#withoutAreas(again)),
        );
    }

    /** With Alt, so that no letter that is typed is taken for one. */
    #shortcut(event) {
        if (!event.altKey || event.ctrlKey || byId('coordinator').hidden || this.steps.isOpen) return;
        const target = { KeyL: '#ranked .link-button', KeyW: '#why-search' }[event.code];
        const element = target && byId('results').querySelector(target);
        if (!element) return;
        event.preventDefault();
        element.focus();
    }

    #forget() {
        this.running?.abort();
        this.needs = null;
        this.file = null;
        this.results.clear();
        this.map.pins.setDwellings([]);
        byId('card-conflict').hidden = true;
    }

    /* --- the case ------------------------------------------------------------------------------------------ */

    #showCase(file) {
        this.file = file;
        byId('case').hidden = !file;
        byId('coordinator').classList.toggle('desk--case', Boolean(file));
        byId('coordinator-heading').hidden = Boolean(file);
        byId('household-save').textContent = file ? t('Save') : t('Into the queue');
        byId('case').replaceChildren(...(file ? casePanel(file, this.who().login, this.#steps(file)) : []));
        this.results.refreshActions();
    }

    #steps(file) {
        const row = id => this.results.rows?.get(id);
        return stepsOf(file, { login: this.who().login, row, ondone: answers => this.#stepDone(answers) }).map(({ step, ...entry }) => ({
            ...entry,
            run: () => this.#run(step()),
        }));
    }

    #run(step) {
        const { onproblem } = step;
        this.steps.open({
            ...step,
            onproblem: error => {
                if (onproblem?.(error)) return true;
                if ([409, 412].includes(error.status)) this.#reload();
                return false;
            },
        });
    }

    /** A case that was handed over is seen no more. */
    async #stepDone(answers = []) {
        const owner = answers.at(-1)?.coordinator;
        if (owner && owner !== this.who().login) location.hash = '#queue';
        else await this.#reload(true);
    }

    async #reload(toHeading = false) {
        try {
            await this.#openCase(false, toHeading);
        } catch (error) {
            if (error instanceof api.Problem && error.status === 404) location.hash = '#queue';
            else this.onerror(error, () => this.#reload(toHeading));
        }
    }

    #actionsFor(row, fits) {
        if (!this.file || !mayOffer(this.file) || this.form.isDirty || row.reasons.some(({ code }) => code === 'not_a_dwelling'))
            return [];
        const offer = () => this.#run(offerStep(this.file, row, () => this.#stepDone()));
        return [
            el(
                'button',
                { type: 'button', class: fits ? 'button button--offer' : 'button button--quiet', onclick: offer },
                fits ? t('Offer') : t('Offer all the same'),
                el('span', { class: 'visually-hidden' }, `: ${address(row.dwelling)}`),
            ),
        ];
    }

    /* --- the household card ---------------------------------------------------------------------------------- */

    #typed() {
        const changed = this.form.isDirty;
        byId('household-save').classList.toggle('is-needed', Boolean(this.file) && changed);
        byId('unsaved').hidden = !(this.file && changed);
        byId('household-clear').hidden = !changed;
        if (changed !== this.wasDirty) this.results.refreshActions();
        this.wasDirty = changed;
    }

    #cleared() {
        byId('card-conflict').hidden = true;
        this.#typed();
        if (this.file) return this.#ask(this.file.household.needs);
        this.#forget();
    }

    #save() {
        const needs = this.form.read();
        const file = needs && this.form.readFile();
        if (!needs || !this.form.isReadable()) return;
        if (!this.file)
            return this.#run(
                addStep(needs, file, ([{ id }]) => {
                    this.form.settle();
                    location.hash = `#case/${id}`;
                }),
            );
        const ondone = () => {
            this.form.settle();
            byId('card-conflict').hidden = true;
            this.#stepDone();
        };
        this.#run(saveStep(this.file, this.form.typedOver, needs, file, { ondone, onstale: () => this.#stale() }));
    }

    /** Somebody else has saved this household: says what is different now; what was typed stays and can be saved over it. */
    #stale() {
        const before = this.file.household;
        this.steps.close();
        readCase(this.city.id, this.id)
            .then(file => {
                this.#showCase(file);
                this.form.rebase(file.household);
                const changes = differences(before.needs ?? {}, file.household.needs ?? {});
                byId('conflict-text').textContent = t(
                    'Somebody else has saved this household meanwhile: {changes}. What you typed is kept; saved again, it takes the place of that.',
                    { changes: changes.join('; ') || t('other details') },
                );
                byId('card-conflict').hidden = false;
                byId('household-save').focus();
            })
            .catch(error => this.onerror(error, () => this.#stale()));
        return true;
    }

    async #pickTie() {
        const place = await this.map.pick(byId('tie-pick'));
        if (place) this.form.addTie(place);
    }

    /* --- the list ---------------------------------------------------------------------------------------------- */

    /** byHand: somebody pressed Enter and wants to see the list. */
    async #ask(needs, byHand = false) {
        this.needs = needs;
        this.running?.abort();
        const running = (this.running = new AbortController());
        byId('results').setAttribute('aria-busy', 'true');
        const saved = this.file && !this.form.isDirty;
        try {
            const answer = saved
                ? await api.recommendationsOf(this.city.id, this.file.household.id, running.signal)
                : await api.recommendations(this.city.id, needs, running.signal);
            this.#show(answer, saved);
            if (byHand && byId('results').getBoundingClientRect().top > innerHeight * 0.8) byId('results').scrollIntoView();
        } catch (error) {
            if (error.name === 'AbortError') return;
            if (error instanceof api.Problem && this.form.showProblem(error.field, inWords(error))) return;
            this.onerror(error, () => this.#ask(needs, byHand));
        } finally {
            if (running === this.running) byId('results').removeAttribute('aria-busy');
        }
    }

    #show(answer, saved) {
        if (!this.file?.objection) this.onanswer(answer);
        answer.effectName = this.city.indices.find(({ id }) => id === answer.effect.index)?.name;
        this.map.pins.setDwellings(
            answer.ranked.map(row => ({
                id: row.offer_id,
                rank: row.rank,
                lat: row.dwelling.lat,
                lon: row.dwelling.lon,
                look: row.tier,
                label: `${row.rank}. ${address(row.dwelling)}, ${row.tier_text}`,
            })),
        );
        this.sheet.setHousehold(this.city, this.needs, saved ? this.file.household : null);
        this.results.show(answer, { line: describe(this.needs), notice: this.#notice(saved) });
    }

    #notice(saved) {
        const objection = this.file?.objection;
        if (saved && objection)
            return t('Frozen: this is the list of {date}, when the objection was raised.', { date: date(objection.raised_on) });
        if (this.file && !saved)
            return t('This list is for what is typed on the card, which is not saved. Save it before you offer a dwelling.');
        return null;
    }

    #select(id, from) {
        const row = this.results.rows.get(id);
        this.results.mark(id, from);
        this.map.pins.choose({ id, lat: row.dwelling.lat, lon: row.dwelling.lon });
    }

    #pickedOnMap(id, by) {
        this.#select(id, 'map');
        if (by === 'keyboard') this.results.focus(id);
    }
}
