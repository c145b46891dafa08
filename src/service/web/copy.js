// Text to the clipboard, also where the browser gives scripts no clipboard (a page without TLS); what came of
// it is said beside the heading.
import { byId, el } from './dom.js';
import { t } from './i18n.js';

async function copy(text) {
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
    const area = el('textarea', { class: 'visually-hidden', readonly: true });
    const before = document.activeElement;
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    before?.focus();
    if (!done) throw new Error('copying is not allowed');
}

export async function copyAndSay(text, done) {
    byId('copied').textContent = '';
    try {
        await copy(text);
        byId('copied').textContent = done;
    } catch {
        byId('copied').textContent = t('The browser does not allow copying.');
    }
}
