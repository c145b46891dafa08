// Dates as people type them. A native date field follows the language of the browser, not that of the page: a Dutch
// page in an English browser would ask for month/day/year. So dates are text, day first as all three languages write
// them, with any separator, and ISO dates too.
import { currentLanguage, t } from './i18n.js';

const SEPARATOR = { nl: '-', de: '.', en: '/' };

/** "1-3-2005", "1.3.2005", "01/03/2005" and "2005-03-01" are the same day: "2005-03-01". Anything else is null. */
export function readDate(text) {
    const day = /^(\d{1,2})\s*[-./ ]\s*(\d{1,2})\s*[-./ ]\s*(\d{4})$/.exec(text.trim());
    const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim());
    const parts = iso ? iso.slice(1) : day?.slice(1).reverse();
    if (!parts) return null;
    const [y, m, d] = parts.map(Number);
    const moment = new Date(Date.UTC(y, m - 1, d));
    if (moment.getUTCFullYear() !== y || moment.getUTCMonth() !== m - 1 || moment.getUTCDate() !== d) return null;
    return moment.toISOString().slice(0, 10);
}

/** An ISO date as it is typed in the language of the page. */
const writeDate = iso => (iso ? iso.split('-').reverse().join(SEPARATOR[currentLanguage()]) : '');

/** A typed date in the form of the language that the page has now; what is no date stays. */
export const rewriteDate = text => writeDate(readDate(text)) || text;

export const dateHint = () => t('dd/mm/yyyy');
export const dateFault = () => t('Please enter a date as {form}.', { form: dateHint() });
