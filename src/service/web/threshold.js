// "What if the threshold were ...": a slider that recolours at once. The service has said in advance what each
// area would be at each threshold; nothing is asked while it moves, and what holds is one button away.
import { byId } from './dom.js';
import { groupName, measure, number, t } from './i18n.js';
import { classOf } from './legend.js';

export class Threshold {
    /** onmove(threshold | null), at once; onchange, when it has come to rest. */
    constructor({ onmove, onchange }) {
        this.slider = byId('threshold-slider');
        this.back = byId('threshold-back');
        this.slider.addEventListener('input', () => {
            this.#set(Number(this.slider.value));
            onmove(this.value);
        });
        this.slider.addEventListener('change', () => onchange(this.value));
        this.back.addEventListener('click', () => {
            this.#set(null);
            this.slider.focus();
            onmove(null);
            onchange(null);
        });
    }

    /** For an answer with thresholds; without them there is no slider. */
    show(data, value) {
        const { thresholds } = data,
            shown = !data.index && Boolean(thresholds?.length);
        byId('threshold').hidden = !shown;
        this.data = data;
        if (!shown) return;
        const [first, second] = thresholds;
        Object.assign(this.slider, { min: first, max: thresholds.at(-1), step: (second - first).toFixed(2) });
        this.#set(value);
        byId('threshold-note').textContent = t(
            'Location quotient of {group} from which an area counts as concentrated. These are not the classes that hold: no policy is changed, and numbers are rounded.',
            { group: groupName(data.what_if_group) },
        );
    }

    #set(value) {
        this.value = value;
        this.slider.value = value ?? 1.25;
        const text = value === null ? t('The classes that hold are shown.') : this.#result();
        byId('threshold-value').textContent = text;
        this.slider.setAttribute('aria-valuetext', text);
        this.back.disabled = value === null;
    }

    #result() {
        const count = { mixed: 0, undetermined: 0, concentrated: 0 };
        for (const unit of this.data.units) count[classOf(unit, this.data, this.value)]++;
        return t('{threshold}: {mixed} mixed, {undetermined} undetermined, {concentrated} concentrated', {
            threshold: measure(this.value),
            mixed: number(count.mixed),
            undetermined: number(count.undetermined),
            concentrated: number(count.concentrated),
        });
    }
}
