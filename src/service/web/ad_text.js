// A newspaper ad as it was printed, read into the fields of the form: what is found is filled in, and a person looks it
// over. German and Dutch ads; what cannot be told for sure is left out.
const NUMBER = '(\\d{1,3}(?:[.\\s]\\d{3})+(?:,\\d{1,2})?|\\d+(?:[.,]\\d{1,2})?)';
/* A capital, at least four letters in a row of words, a house number: "Am Alten Hof 12a". */
const STREET =
    '(?:^|[\\s,;:])((?!Whg|Wohnung|Zimmer|Tel)(?:(?:Am|An|Auf|Im|In|Zum|Zur|De|Het) (?:der |den |dem )?)?\\p{Lu}[\\p{L}.\\-]{3,}(?: (?:\\p{Lu}|am |an |der |den |de |van )[\\p{L}.\\-]*){0,3} [1-9]\\d{0,3} ?[a-z]?)(?=[\\s,.;]|$)';
const MONTHS = ['jan', 'feb', 'mär|maa|mar|mrt', 'apr', 'mai|mei|may', 'jun', 'jul', 'aug', 'sep', 'okt|oct', 'nov', 'dez|dec'];

/** "1.250,50" and "1250.5" as "1250.5". */
function plain(text) {
    const grouped = /^\d{1,3}([.\s]\d{3})+(,\d+)?$/.test(text);
    return (grouped ? text.replace(/[.\s]/g, '') : text).replace(',', '.');
}

const found = (ad, pattern, flags = 'iu') => new RegExp(pattern, flags).exec(ad)?.slice(1).find(Boolean);
const says = (ad, pattern) => new RegExp(pattern, 'iu').test(ad);

/** "640 € warm" or "warm: 640 €": a number without its currency is no rent. */
function rent(ad, words) {
    const euro = '(?:€|eur(?:o)?)';
    return (
        found(ad, `${NUMBER}\\s*${euro}\\s*,?-?\\s*(?:${words})`) ??
        found(ad, `(?:${words})[^\\d€]{0,12}${euro}\\s*${NUMBER}|(?:${words})[^\\d€]{0,12}${NUMBER}\\s*${euro}`)
    );
}

function day(ad) {
    const match = /(?:\bab|\bper|\bvanaf|beschikbaar|zum|from)\s*:?\s*(\d{1,2})[.\-/ ]\s*(\d{1,2}|[\p{L}]{3,9})[.\-/ ]?\s*(\d{4})/iu.exec(ad);
    if (!match) return undefined;
    const month = /\d/.test(match[2]) ? Number(match[2]) : MONTHS.findIndex(one => new RegExp(`^(${one})`, 'i').test(match[2])) + 1;
    return month >= 1 && month <= 12 ? `${match[3]}-${String(month).padStart(2, '0')}-${match[1].padStart(2, '0')}` : undefined;
}

/** Values of the ad's form, only those that were found. */
export function readAd(ad) {
    const total = rent(ad, 'warm(?:miete)?|gesamt(?:miete)?|incl(?:usief)?\\.?|all-?in|bruto');
    const net = rent(ad, 'kalt(?:miete)?|netto|kale huur|excl(?:usief)?\\.?');
    const only = !total && !net ? found(ad, `${NUMBER}\\s*(?:€|eur)|(?:€|eur)\\s*${NUMBER}`) : undefined;
    const values = {
        address: found(ad, STREET, 'u')?.trim(),
        postcode: found(ad, '(?:^|\\s)(\\d{4}\\s?[A-Z]{2}|\\d{5})(?=\\s+\\p{L})'),
        rooms: found(ad, `${NUMBER}\\s*-?\\s*(?:zi\\b|zi[.\\-]|zimmer|zkb|kamer|room|k\\.)`),
        area_m2: found(ad, `${NUMBER}\\s*(?:m²|m2|qm)`),
        rent_gross_eur: total ?? only,
        rent_net_eur: net,
        floor: says(ad, '\\b(EG|erdgeschoss|begane grond|parterre)\\b') ? '0' : found(ad, '(\\d{1,2})\\.?\\s*(?:OG|etage|verdieping|stock)'),
        lift: says(ad, '(ohne|kein|geen|zonder)\\s+(aufzug|lift)') ? 'no' : says(ad, '\\b(aufzug|lift)\\b') ? 'yes' : undefined,
        step_free: says(ad, 'barrierefrei|stufenlos|drempelvrij|rolstoel|rollstuhl') ? 'yes' : undefined,
        entitlement: says(ad, '\\bWBS\\b') ? 'WBS' : undefined,
        available: day(ad),
    };
    for (const name of ['rooms', 'area_m2', 'rent_gross_eur', 'rent_net_eur']) values[name] = values[name] && plain(values[name]);
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
}
