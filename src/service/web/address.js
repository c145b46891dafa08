// What the address says after #: a page's word, and what is chosen there: "#maps?level=block&show=share",
// "#index/dissimilarity". The word is no element's id, so that the browser does not scroll to it.

/** {page, part, query} of an address, by default the one that is open. */
export function readAddress(hash = location.hash) {
    const [, page = '', part = '', query = ''] = /^#([\w-]*)(?:\/([^?]*))?(?:\?(.*))?$/.exec(hash) ?? [];
    return { page, part: decodeURIComponent(part), query: new URLSearchParams(query) };
}

/** "#maps?..." of what is chosen; what is null or empty is left out. */
export function addressOf(page, choice) {
    const query = new URLSearchParams(
        Object.entries(choice).filter(([, value]) => value !== null && value !== undefined && value !== ''),
    ).toString();
    return query ? `#${page}?${query}` : `#${page}`;
}

/** Puts what is chosen into the address: a step that the browser's Back takes again, or (`quietly`) no step. */
export function writeAddress(page, choice, quietly = false) {
    const address = addressOf(page, choice);
    if (address === location.hash) return;
    if (quietly) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
}
