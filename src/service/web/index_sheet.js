// The sheet of one index, under an address of its own: what it is, how it is computed and read, where it fails.
import { addressOf } from './address.js';
import * as api from './api.js';
import { el } from './dom.js';
import { t } from './i18n.js';

export async function indexPage({ city, address }) {
    const { indices } = await api.published(city.id, 'catalogue');
    const index = indices.find(({ id }) => id === address.part);
    if (!index) throw new api.Problem(404, { detail: t('There is no index {id}.', { id: address.part }) });
    const isLocal = city.local_indices.some(({ id }) => id === index.id);
    const fact = (name, value) => (value ? [el('dt', {}, name), el('dd', {}, value)] : null);
    return {
        heading: index.name,
        content: [
            el('p', { class: 'index-sheet__reading' }, index.reading),
            isLocal &&
                el(
                    'p',
                    {},
                    el('a', { href: addressOf('maps', { show: index.id }) }, t('Show it on the map')),
                ),
            el(
                'dl',
                { class: 'index-sheet' },
                fact(t('Definition'), index.formula && el('code', { class: 'formula' }, index.formula)),
                fact(t('Dimension'), index.dimension && t(index.dimension)),
                fact(t('Forms'), index.forms?.map(form => t(form)).join(', ')),
                fact(t('Range'), index.range),
                fact(t('Limits'), index.limits),
                fact(t('Without a value'), index.undefined),
                fact(t('Properties'), index.properties?.length > 0 && list(index.properties)),
                fact(
                    t('Parameters'),
                    index.parameters?.length > 0 && list(index.parameters.map(parameterText)),
                ),
                fact(t('Source'), index.literature),
            ),
            el('p', {}, el('a', { href: '#figures' }, t('All indices of the city'))),
        ],
    };
}

const list = texts =>
    el(
        'ul',
        {},
        texts.map(text => el('li', {}, text)),
    );

const parameterText = ({ name, default: standard, meaning }) =>
    t('{name} (unless said otherwise: {default}): {meaning}', { name, default: standard, meaning });
