// The fields of a step as a small form: texts, dates, whole numbers and choices, some of them only where another
// answer asks for them. What is typed is a plain object of texts, so that it can be kept and shown again.
import { dateFault, dateHint, readDate, rewriteDate } from './dates.js';
import { el, fieldError } from './dom.js';
import { t } from './i18n.js';

const idOf = field => `${field.of ?? 'step'}-${field.name}`;
const NUMBER = /^\d+([.,]\d+)?$/;

/** A number as people type it, 650,50 as well as 650.50; what is empty is undefined. */
export const readNumber = text => (text ? Number(text.replace(',', '.')) : undefined);

function control(field) {
    const common = { id: idOf(field), name: field.name, autocomplete: 'off', 'aria-describedby': field.hint && `${idOf(field)}-hint` };
    if (field.kind === 'choice')
        return el(
            'select',
            common,
            el('option', { value: '' }, t('Please choose')),
            field.options().map(([value, label]) => el('option', { value }, label)),
        );
    if (field.kind === 'text' && field.long) return el('textarea', { ...common, rows: 3, maxlength: 2000 });
    return el('input', {
        ...common,
        inputmode: { whole: 'numeric', date: 'numeric', number: 'decimal' }[field.kind],
        placeholder: field.kind === 'date' ? dateHint() : null,
        spellcheck: field.plain ? 'false' : null,
        autocapitalize: field.plain ? 'none' : null,
        class: field.kind === 'whole' || field.kind === 'date' ? 'short' : null,
    });
}

/** Two or three answers stand side by side, none of them chosen beforehand. */
const radios = field =>
    el(
        'fieldset',
        { class: 'field radios', id: idOf(field), tabindex: '-1' },
        el('legend', {}, field.label()),
        field.options().map(([value, label]) =>
            el(
                'div',
                { class: 'check' },
                el('input', { type: 'radio', id: `${idOf(field)}-${value}`, name: field.name, value }),
                el('label', { for: `${idOf(field)}-${value}` }, label),
            ),
        ),
    );

const labelled = field =>
    el(
        'div',
        { class: 'field', 'data-field': field.name },
        el('label', { for: idOf(field) }, field.label()),
        field.hint && el('p', { class: 'hint', id: `${idOf(field)}-hint` }, field.hint()),
        control(field),
    );

export class Fields {
    /** fields: [{name, kind, label(), options?(), hint?(), when?(values), required?(values), low?, high?, long?}]. */
    constructor(fields, values, onchange) {
        this.fields = fields;
        this.nodes = new Map(fields.map(field => [field.name, field.kind === 'radios' ? radios(field) : labelled(field)]));
        this.body = el('div', { class: 'step-fields' }, [...this.nodes.values()]);
        this.body.addEventListener('input', () => {
            this.#settle();
            onchange(this.values());
        });
        for (const field of fields) this.#write(field, values[field.name] ?? field.value ?? '');
        this.#settle();
    }

    /** What stands in the fields that are asked for. */
    values() {
        const all = Object.fromEntries(this.fields.map(field => [field.name, this.#read(field)]));
        for (const field of this.fields) if (field.when && !field.when(all)) all[field.name] = '';
        return all;
    }

    /** Shows what is missing or cannot be read; true when nothing is. */
    check() {
        const values = this.values();
        this.clearErrors();
        const faults = this.fields
            .filter(field => !field.when || field.when(values))
            .map(field => [field, fault(field, values)])
            .filter(([, sentence]) => sentence);
        for (const [field, sentence] of faults) fieldError(this.#target(field), sentence);
        if (faults.length) this.#focus(faults[0][0]);
        return faults.length === 0;
    }

    /** The service's sentence at the field it is about; false when no field is meant. */
    showProblem(name, sentence) {
        const field = this.fields.find(one => one.name === name);
        if (!field) return false;
        fieldError(this.#target(field), sentence);
        this.#focus(field);
        return true;
    }

    clearErrors() {
        for (const field of this.fields) fieldError(this.#target(field), null);
    }

    /** Puts values into the fields, as if they were typed. */
    fill(values) {
        for (const field of this.fields) if (values[field.name] !== undefined) this.#write(field, values[field.name]);
        this.#settle();
    }

    focusFirst() {
        const first = this.fields.find(field => !this.nodes.get(field.name).hidden);
        if (first) this.#focus(first);
    }

    #target(field) {
        const node = this.nodes.get(field.name);
        return field.kind === 'radios' ? node : node.querySelector('input, select, textarea');
    }

    #focus(field) {
        const node = this.nodes.get(field.name);
        (field.kind === 'radios' ? (node.querySelector('input:checked') ?? node.querySelector('input')) : this.#target(field)).focus();
    }

    #read(field) {
        const node = this.nodes.get(field.name);
        if (field.kind === 'radios') return node.querySelector('input:checked')?.value ?? '';
        return this.#target(field).value.trim();
    }

    #write(field, value) {
        if (field.kind === 'radios') {
            const radio = byIdIn(this.nodes.get(field.name), value);
            if (radio) radio.checked = true;
        } else {
            this.#target(field).value = field.kind === 'date' ? rewriteDate(value) : value;
        }
    }

    #settle() {
        const values = Object.fromEntries(this.fields.map(field => [field.name, this.#read(field)]));
        for (const field of this.fields) if (field.when) this.nodes.get(field.name).hidden = !field.when(values);
    }
}

const byIdIn = (node, value) => [...node.querySelectorAll('input')].find(input => input.value === value);

function fault(field, values) {
    const text = values[field.name];
    const required = typeof field.required === 'function' ? field.required(values) : field.required;
    if (!text) return required ? (field.missing?.() ?? t('Please fill this in.')) : null;
    if (field.kind === 'date' && !readDate(text)) return dateFault();
    if (field.kind === 'whole' && !(/^\d+$/.test(text) && Number(text) >= field.low && Number(text) <= field.high))
        return t('Please enter a whole number from {low} to {high}.', { low: field.low, high: field.high });
    if (field.kind === 'number' && /^\d{1,3}[.,]\d{3}$/.test(text)) return t('Please leave out the thousands separator.');
    if (field.kind === 'number' && !NUMBER.test(text)) return t('Please enter a number, for example 750.');
    return null;
}

