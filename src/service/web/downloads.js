// Links to files of the service. With a session a link is a link; a page that shows a token fetches the file
// itself.
import * as api from './api.js';
import { el } from './dom.js';

/** A link to a file: of maps, packs, reports. `open`: shown in the browser where it can be, else kept as a file. */
export function fileLink(label, { city, path, query, open = false }, onerror) {
    const fetched = async event => {
        if (!api.showsToken() && open) return;
        event.preventDefault();
        try {
            await save(city, path, query);
        } catch (error) {
            onerror(error, () => fetched(event));
        }
    };
    return el('a', { href: api.fileAddress(city, path, query), onclick: fetched }, label);
}

async function save(city, path, query) {
    const { blob, name } = await api.file(city, path, query);
    const address = URL.createObjectURL(blob);
    el('a', { href: address, download: name ?? `${city}-${path.replace(/\//g, '-')}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
}
