// Making elements. Text goes in as text nodes only: nothing that comes from the service is ever read as HTML.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === null || value === undefined || value === false) continue;
        if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
        else element.setAttribute(name, value === true ? '' : value);
    }
    element.append(
        ...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false),
    );
    return element;
}

/** el('a', {href: '#x', onclick: f}, 'text', child, [more]); null and false are left out. */
export const el = (tag, attributes = {}, ...children) =>
    fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes = {}, ...children) =>
    fill(document.createElementNS(SVG, tag), attributes, children);

export const byId = id => document.getElementById(id);

/** One of the shapes of index.html: shape('mixed') is the circle that stands for mixed areas. */
export const shape = name =>
    svg(
        'svg',
        { class: `shape shape--${name}`, 'aria-hidden': 'true', focusable: 'false' },
        svg('use', { href: `#shape-${name}` }),
    );

/** A class of areas as colour, shape and word. */
export const badge = (name, word) => el('span', { class: `badge badge--${name}` }, shape(name), word);

/** Shows a message under an input and ties the two together; without a message, takes it away. */
export function fieldError(input, message) {
    const id = `${input.id}-error`;
    let note = byId(id);
    if (!note && message) {
        note = el('p', { id, class: 'field-error' });
        input.after(note);
    }
    if (note) {
        note.hidden = !message;
        note.textContent = message ?? '';
    }
    if (message) {
        input.setAttribute('aria-invalid', 'true');
        input.closest('details')?.setAttribute('open', ''); // what is wrong is to be seen
    } else input.removeAttribute('aria-invalid');
    const described = (input.getAttribute('aria-describedby') ?? '').split(' ').filter(d => d && d !== id);
    if (message) described.push(id);
    if (described.length) input.setAttribute('aria-describedby', described.join(' '));
    else input.removeAttribute('aria-describedby');
}
