// What has been published, as the reader calls it.
import { date, t } from './i18n.js';

/** "2005 Q1", "Xenia 3, 13 Sep 2005": a quarter by its number, a meeting by its name and day. */
export function publicationName({ period, meeting }) {
    const [, year, quarter] = /^(\d{4})Q(\d)$/.exec(period) ?? [];
    const day = year ? t('{year} Q{quarter}', { quarter, year }) : date(period);
    return meeting ? t('{meeting}, {date}', { meeting, date: day }) : day;
}

/** The same where there is little room. */
export const publicationShort = ({ period }) => (/Q/.test(period) ? period.replace('Q', ' Q') : date(period));
