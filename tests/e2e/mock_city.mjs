// A made city for the mock server: jittered districts, each cut into two blocks, and invented offers. Nothing
// in it is meant to be right about housing or statistics; it has every shape of answer that api.md promises:
// a suppressed value, an undetermined area, an offer with unknown fields, one outside the city, one without a
// place. Deterministic: the same size gives the same city.

const WORDS = {
    mixed: ['mixed', 'gemengd', 'gemischt'],
    undetermined: ['undetermined', 'onbepaald', 'unbestimmt'],
    concentrated: ['concentrated', 'geconcentreerd', 'konzentriert'],
    tier: [
        'At the level {level}, {area} is {class}: its share is {share} %, interval {lo} to {hi} % (threshold: 1.5 times the city, policy concentration 1).',
        'Op het niveau {level} is {area} {class}: het aandeel is {share} %, interval {lo} tot {hi} % (drempel: 1,5 keer de stad, beleid concentration 1).',
        'Auf der Ebene {level} ist {area} {class}: Der Anteil beträgt {share} %, Intervall {lo} bis {hi} % (Schwelle: das 1,5-Fache der Stadt, Regelwerk concentration 1).',
    ],
    effect: [
        'With this household, the index of the city changes from {before} to {after}.',
        'Met dit huishouden verandert de index van de stad van {before} naar {after}.',
        'Mit diesem Haushalt ändert sich der Index der Stadt von {before} auf {after}.',
    ],
    rent: [
        'The rent is {got} euro, {below} euro below the limit.',
        'De huur is {got} euro, {below} euro onder de grens.',
        'Die Miete beträgt {got} Euro, {below} Euro unter der Grenze.',
    ],
    'to_check:rooms': [
        'The number of rooms is not known: please ask the corporation (needed: at least {needed}).',
        'Het aantal kamers is niet bekend: vraag het de corporatie (nodig: minstens {needed}).',
        'Die Zahl der Zimmer ist nicht bekannt: bitte beim Unternehmen erfragen (nötig: mindestens {needed}).',
    ],
    'to_check:step_free': [
        'It is not known whether the dwelling is step-free: please ask the corporation.',
        'Het is niet bekend of de woning drempelvrij is: vraag het de corporatie.',
        'Es ist nicht bekannt, ob die Wohnung stufenfrei ist: bitte beim Unternehmen erfragen.',
    ],
    place_unknown: [
        'The place of the dwelling is not known; its area is undetermined.',
        'De plaats van de woning is niet bekend; het gebied is onbepaald.',
        'Die Lage der Wohnung ist nicht bekannt; ihr Gebiet ist unbestimmt.',
    ],
    too_few_rooms: [
        'The number of rooms is {got}; the household needs at least {needed}.',
        'Het aantal kamers is {got}; het huishouden heeft er minstens {needed} nodig.',
        'Die Zahl der Zimmer ist {got}; der Haushalt braucht mindestens {needed}.',
    ],
    rent_over_limit: [
        'The rent is {got} euro; the limit is {needed} euro.',
        'De huur is {got} euro; de grens is {needed} euro.',
        'Die Miete beträgt {got} Euro; die Grenze ist {needed} Euro.',
    ],
    not_step_free: [
        'The dwelling is on floor {got} and has no lift; the household needs step-free access.',
        'De woning ligt op verdieping {got} zonder lift; het huishouden heeft een drempelvrije toegang nodig.',
        'Die Wohnung liegt im Stockwerk {got} ohne Aufzug; der Haushalt braucht einen stufenfreien Zugang.',
    ],
    outside_city: [
        'The dwelling lies outside the city.',
        'De woning ligt buiten de stad.',
        'Die Wohnung liegt außerhalb der Stadt.',
    ],
    not_a_dwelling: [
        'This is not a dwelling: garage.',
        'Dit is geen woning: garage.',
        'Dies ist keine Wohnung: Garage.',
    ],
    counterfactual: [
        'Would be number {place} if the dwelling were known to be step-free.',
        'Zou op plaats {place} staan als bekend was dat de woning drempelvrij is.',
        'Stünde auf Platz {place}, wenn bekannt wäre, dass die Wohnung stufenfrei ist.',
    ],
    effect_name: ["Theil's entropy index H", 'Entropie-index H van Theil', 'Entropie-Index H von Theil'],
    share: ['Share of the group', 'Aandeel van de groep', 'Anteil der Gruppe'],
    location_quotient: ['Location quotient', 'Locatiequotiënt', 'Standortquotient'],
    local_diversity: ['Local diversity', 'Lokale diversiteit', 'Lokale Vielfalt'],
    dissimilarity: ['Dissimilarity D', 'Dissimilariteit D', 'Dissimilarität D'],
    isolation: ['Isolation xPx', 'Isolatie xPx', 'Isolation xPx'],
    entropy: ["Theil's H", 'H van Theil', 'H von Theil'],
    reading_dissimilarity: [
        'The part of the group that would have to move for every unit to have the same share.',
        'Het deel van de groep dat zou moeten verhuizen opdat elke eenheid hetzelfde aandeel heeft.',
        'Der Teil der Gruppe, der umziehen müsste, damit jede Einheit denselben Anteil hat.',
    ],
    reading_isolation: [
        'The share of the group in the unit of an average member of the group.',
        'Het aandeel van de groep in de eenheid van een gemiddeld lid van de groep.',
        'Der Anteil der Gruppe in der Einheit eines durchschnittlichen Mitglieds der Gruppe.',
    ],
    reading_entropy: [
        'How much less mixed the units are than the city: 0 the same, 1 wholly apart.',
        'Hoeveel minder gemengd de eenheden zijn dan de stad: 0 gelijk, 1 geheel gescheiden.',
        'Wie viel weniger gemischt die Einheiten sind als die Stadt: 0 gleich, 1 ganz getrennt.',
    ],
    reading_share: [
        'Members of the group among the inhabitants of the unit.',
        'Leden van de groep onder de inwoners van de eenheid.',
        'Mitglieder der Gruppe unter den Einwohnern der Einheit.',
    ],
    suppressed: [
        'Fewer than 50 persons: the value is not published.',
        'Minder dan 50 personen: de waarde wordt niet gepubliceerd.',
        'Weniger als 50 Personen: Der Wert wird nicht veröffentlicht.',
    ],
    no_members: [
        'The group has no members in this city.',
        'De groep heeft geen leden in deze stad.',
        'Die Gruppe hat keine Mitglieder in dieser Stadt.',
    ],
};
const LANGUAGES = ['en', 'nl', 'de'];
const say = (lang, key, places = {}) =>
    (WORDS[key]?.[LANGUAGES.indexOf(lang)] ?? key).replace(/\{(\w+)\}/g, (all, name) => places[name] ?? all);

// A number in [0, 1) that depends on its arguments only.
const noise = (...numbers) => {
    const x = Math.sin(numbers.reduce((sum, n, i) => sum + n * (12.9898 + 65.233 * i), 1)) * 43758.5453;
    return x - Math.floor(x);
};
const round = (x, digits) => Number(x.toFixed(digits));

const NAMES = [
    'Altstadt',
    'Aaseestadt',
    'Coerde',
    'Gievenbeck',
    'Kinderhaus-West',
    'Hiltrup-Ost',
    'Mecklenbeck',
    'Gremmendorf',
    'Roxel',
    'Albachten',
    'Wolbeck',
    'Handorf',
    'Sprakel',
    'Nienberge',
    'Amelsbüren',
];
const STREETS = [
    'Lindenweg',
    'Am Kanal',
    'Weberstraße',
    'Mühlenkamp',
    'Ostring',
    'Gartenstraße',
    'Kirchplatz',
    'Wiesengrund',
    'Bachstraße',
    'Rosenweg',
];
const CORPORATIONS = ['Wohnbau Westfalen (invented)', 'Sahle Höfe (invented)', 'LEG Aa (invented)'];

export function makeCity({ columns = 3, rows = 2, offers = 10 } = {}) {
    const west = 7.47,
        south = 51.88,
        width = 0.29,
        height = 0.16;
    const corner = (column, row) => {
        const inside = column > 0 && column < columns && row > 0 && row < rows ? 0.55 : 0.25;
        return [
            round(west + (width * (column + inside * (noise(column, row) - 0.5))) / columns, 5),
            round(south + (height * (row + inside * (noise(row, column, 7) - 0.5))) / rows, 5),
        ];
    };
    const middle = (a, b) => [round((a[0] + b[0]) / 2, 5), round((a[1] + b[1]) / 2, 5)];
    const district = [],
        block = [];
    for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
            const n = district.length;
            const [sw, se, ne, nw] = [
                corner(column, row),
                corner(column + 1, row),
                corner(column + 1, row + 1),
                corner(column, row + 1),
            ];
            const name =
                NAMES[n % NAMES.length] + (n < NAMES.length ? '' : ` ${Math.floor(n / NAMES.length) + 1}`);
            const share = 0.03 + 0.17 * noise(n, 3) ** 2;
            const half = share * (0.15 + 0.2 * noise(n, 5));
            const unit = {
                unit_id: String(11 + n),
                name,
                parent_id: null,
                ring: [sw, se, ne, nw, sw],
                share: round(share, 4),
                interval: [round(share - half, 4), round(share + half, 4)],
                low_n: n === 5,
                class: share > 0.12 ? 'concentrated' : share > 0.08 ? 'undetermined' : 'mixed',
            };
            district.push(unit);
            const [low, high] = [middle(sw, se), middle(nw, ne)];
            block.push({
                ...unit,
                unit_id: `${unit.unit_id}1`,
                name: `${name} 1`,
                parent_id: unit.unit_id,
                ring: [sw, low, high, nw, sw],
            });
            block.push({
                ...unit,
                unit_id: `${unit.unit_id}2`,
                name: `${name} 2`,
                parent_id: unit.unit_id,
                ring: [low, se, ne, high, low],
                class: noise(n, 9) < 0.3 ? 'undetermined' : unit.class,
            });
        }
    }
    return {
        levels: { district, block },
        offers: makeOffers(district, offers),
        bounds: [west, south, round(west + width, 3), round(south + height, 3)],
    };
}

function makeOffers(district, count) {
    return Array.from({ length: count }, (_, i) => {
        const unit = district[(i * 7) % district.length];
        const ring = unit.ring.slice(0, 4);
        const weight = ring.map((_, k) => 0.2 + noise(i, k, 11));
        const sum = weight.reduce((a, b) => a + b);
        const at = axis =>
            round(
                ring.reduce((s, p, k) => s + (p[axis] * weight[k]) / sum, 0),
                5,
            );
        const placed = i !== 8;
        return {
            id: `D${String(i + 1).padStart(4, '0')}`,
            unit: placed ? unit : null,
            outside: i === 9,
            garage: i === 4,
            walk_up: i % 5 === 3,
            step_free_unknown: i % 6 === 2,
            dwelling: {
                corporation: CORPORATIONS[i % 3],
                address: `${STREETS[i % STREETS.length]} ${3 + ((i * 11) % 88)}`,
                postcode: String(48143 + (i % 20)),
                city: 'Münster',
                district: unit.name,
                kind: i === 4 ? 'garage' : 'flat',
                lon: placed ? (i === 9 ? 7.9 : at(0)) : null,
                lat: placed ? at(1) : null,
                rent_eur: round(430 + 420 * noise(i, 2), 2),
                rooms: i === 1 ? null : 2 + Math.floor(4 * noise(i, 4)),
                area_m2: 52 + Math.floor(60 * noise(i, 6)),
                available: `2005-0${1 + (i % 6)}-01`,
            },
        };
    });
}

const reason = (lang, code, places = {}) => ({
    code,
    text: say(lang, code, places),
    needed: String(places.needed ?? ''),
    got: String(places.got ?? ''),
});

// The reasons against an offer, then what is to check, as the real service orders them.
function judge(offer, household, lang) {
    const { dwelling } = offer,
        no = [],
        check = [];
    const rooms = household.rooms_min ?? Math.ceil(household.size / 2);
    if (offer.garage) no.push(reason(lang, 'not_a_dwelling', { needed: 'dwelling', got: 'garage' }));
    if (offer.outside) no.push(reason(lang, 'outside_city'));
    if (!offer.unit) check.push(reason(lang, 'place_unknown'));
    if (dwelling.rooms === null) check.push(reason(lang, 'to_check:rooms', { needed: rooms }));
    else if (dwelling.rooms < rooms)
        no.push(reason(lang, 'too_few_rooms', { needed: rooms, got: dwelling.rooms }));
    if (household.step_free && offer.walk_up)
        no.push(reason(lang, 'not_step_free', { needed: 'step-free', got: 3 }));
    else if (household.step_free && offer.step_free_unknown) check.push(reason(lang, 'to_check:step_free'));
    if (dwelling.rent_eur > household.rent_limit_eur) {
        no.push(
            reason(lang, 'rent_over_limit', { needed: household.rent_limit_eur, got: dwelling.rent_eur }),
        );
    }
    return { no, check };
}

const TIERS = ['mixed', 'undetermined', 'concentrated'];

export function recommend(city, household, lang) {
    const ranked = [],
        excluded = [];
    for (const offer of city.offers) {
        const { no, check } = judge(offer, household, lang);
        if (no.length) {
            excluded.push({ offer_id: offer.id, dwelling: offer.dwelling, reasons: no, counterfactuals: [] });
        } else ranked.push(rankedRow(offer, household, check, lang));
    }
    ranked.sort(
        (a, b) =>
            TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) ||
            a.to_check.length - b.to_check.length ||
            a.dwelling.rent_eur - b.dwelling.rent_eur,
    );
    ranked.forEach((row, i) => (row.rank = i + 1));
    return { ranked, excluded };
}

function rankedRow(offer, household, check, lang) {
    const { unit, dwelling } = offer;
    const tier = unit?.class ?? 'undetermined';
    const percent = share => (100 * share).toLocaleString(lang, { maximumFractionDigits: 1 });
    const effect = unit && { before: 0.0512, after: round(0.0512 + (unit.share - 0.09) * 0.0021, 7) };
    const reasons = [];
    if (unit) {
        reasons.push(
            reason(lang, 'tier', {
                level: 'district',
                area: unit.name,
                class: say(lang, tier),
                share: percent(unit.share),
                lo: percent(unit.interval[0]),
                hi: percent(unit.interval[1]),
            }),
        );
        reasons.push(reason(lang, 'effect', effect));
    }
    if (household.rent_limit_eur) {
        reasons.push(
            reason(lang, 'rent', {
                got: dwelling.rent_eur,
                below: round(household.rent_limit_eur - dwelling.rent_eur, 2),
            }),
        );
    }
    return {
        offer_id: offer.id,
        rank: 0,
        tier,
        tier_text: say(lang, tier),
        to_check: check.map(c => c.code.replace('to_check:', '').replace('place_unknown', 'place')),
        dwelling,
        area: unit && {
            level: 'district',
            unit_id: unit.unit_id,
            name: unit.name,
            class: unit.class,
            share: unit.share,
            interval: unit.interval,
            placements_per_1000: null,
        },
        effect,
        tie_distance_m: household.ties?.length && unit ? Math.round(400 + 5000 * unit.share) : null,
        reasons: [...reasons, ...check].map(({ code, text }) => ({ code, text })),
        counterfactuals: check.length
            ? [{ code: 'if_known', text: say(lang, 'counterfactual', { place: 2 }) }]
            : [],
    };
}

export function units(city, level, index, group, lang) {
    const values = city.levels[level].map((unit, i) => {
        if (!index || i === 4) return null;
        if (index === 'share') return unit.share;
        if (index === 'location_quotient') return round(unit.share / 0.09, 4);
        return round(-unit.share * Math.log(unit.share) * 2, 4);
    });
    const known = values.filter(v => v !== null).sort((a, b) => a - b);
    const breaks =
        index === 'location_quotient'
            ? [known[0], 0.5, 0.8, 1.25, 2, known.at(-1)]
            : [0, 1, 2, 3, 4, 5].map(k => known[Math.round((k * (known.length - 1)) / 5)]);
    return {
        level,
        index: index && { id: index, name: say(lang, index), group, reading: say(lang, 'reading_share') },
        breaks: index ? breaks : null,
        units: city.levels[level].map((unit, i) => ({
            unit_id: unit.unit_id,
            name: unit.name,
            parent_id: unit.parent_id,
            class: unit.class,
            class_text: say(lang, unit.class),
            class_reason: null,
            persons: i === 4 ? null : 500,
            persons_reason: i === 4 ? say(lang, 'suppressed') : null,
            value: values[i],
            reason: index && values[i] === null ? say(lang, 'suppressed') : null,
            share_band:
                i === 4 ? null : [Math.floor(unit.share * 20) / 20, (Math.floor(unit.share * 20) + 1) / 20],
        })),
    };
}

export function catalogue(lang) {
    const entry = (id, dimension, formula, range) => ({
        id,
        name: say(lang, id),
        dimension,
        reading: say(lang, `reading_${id}`),
        formula,
        range,
    });
    return {
        local_indices: [
            ['share', true],
            ['location_quotient', true],
            ['local_diversity', false],
        ].map(([id, takes_group]) => ({ id, name: say(lang, id), takes_group })),
        indices: [
            entry('dissimilarity', 'evenness', 'D = 1/2 sum |x_i/X - y_i/Y|', '0 to 1'),
            entry('entropy', 'evenness', 'H = sum n_i (E - E_i) / (E N)', '0 to 1'),
            entry('isolation', 'exposure', 'xPx = sum (x_i/X) (x_i/n_i)', 'P to 1'),
        ],
    };
}

export function globalIndices(groups, lang) {
    const oneGroup = (id, base) =>
        groups.map((group, i) => ({
            id,
            name: say(lang, id),
            form: 'one-group',
            groups: [group],
            parameters: {},
            value: i === 1 ? null : round(base + 0.05 * i, 4),
            reason: i === 1 ? say(lang, 'no_members') : null,
        }));
    return [
        ...oneGroup('dissimilarity', 0.2514),
        ...oneGroup('isolation', 0.1187),
        ...oneGroup('entropy', 0.0512),
        {
            id: 'entropy',
            name: say(lang, 'entropy'),
            form: 'multigroup',
            groups,
            parameters: {},
            value: 0.0648,
            reason: null,
        },
    ];
}

export function geometry(city, level) {
    return {
        type: 'FeatureCollection',
        features: city.levels[level].map(({ unit_id, name, ring }) => ({
            type: 'Feature',
            properties: { unit_id, name },
            geometry: { type: 'Polygon', coordinates: [ring] },
        })),
    };
}

export function picture(city, level) {
    const [west, south, east, north] = city.bounds;
    const paths = city.levels[level].map(
        ({ ring, name }) =>
            `<path d="M${ring
                .map(
                    ([x, y]) =>
                        `${(960 * (x - west)) / (east - west)} ${(600 * (north - y)) / (north - south)}`,
                )
                .join('L')}Z"><title>${name}</title></path>`,
    );
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 600" fill="#cde" stroke="#345">${paths.join('')}</svg>`;
}
