// Limits between the classes as the reader types them: in the printed unit (shares in percent), ascending, one
// to four.
import { byId } from './dom.js';
import { number, t } from './i18n.js';
import { writing } from './legend.js';

const FIELDS = ['limit-1', 'limit-2', 'limit-3', 'limit-4'];

/** Writes the limits of an answer into the fields, unless somebody is typing there. */
export function writeLimits(data) {
    if (byId('limits').contains(document.activeElement)) return;
    const { scale, unit } = writing(data);
    const limits = data.breaks?.slice(1, -1) ?? [];
    byId('limits-legend').textContent = [t('Limits between the classes'), unit && `(${unit})`]
        .filter(Boolean)
        .join(' ');
    FIELDS.forEach((id, k) => {
        byId(id).value = k < limits.length ? trimmed(limits[k] * scale) : '';
        byId(id).setAttribute('aria-label', t('Limit {n}', { n: k + 1 }));
    });
    byId('limits-error').textContent = '';
}

const trimmed = value => {
    const places = [0, 1, 2, 3, 4].find(n => Math.abs(value - Number(value.toFixed(n))) < 1e-6) ?? 4;
    return number(value, places);
};

/** The limits as typed, in the index's own unit; null when they cannot be used, with the reason beside them. */
export function limitsFrom(data) {
    const { scale } = writing(data);
    const typed = FIELDS.map(id => byId(id).value.trim()).filter(Boolean);
    const limits = typed.map(text => Number(text.replace(',', '.').replace('−', '-')));
    const good =
        limits.length > 0 &&
        limits.every((value, k) => Number.isFinite(value) && (k === 0 || value > limits[k - 1]));
    byId('limits-error').textContent = good ? '' : t('Please enter numbers that rise from field to field.');
    return good ? limits.map(value => Number((value / scale).toPrecision(12))) : null;
}
