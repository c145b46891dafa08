// The map beside the list: areas by their published class, dwellings by rank, places to be near.
import * as api from './api.js';
import { badge, byId, el } from './dom.js';
import { t } from './i18n.js';
import { AreaMap, pickPlace } from './map.js';
import { Pins } from './pins.js';

const CLASSES = ['mixed', 'undetermined', 'concentrated'];

export class DeskMap {
    /** container, legend and hint are ids of elements; onpick(offer_id, 'pointer' or 'keyboard') when a mark is chosen. */
    constructor({ container, legend, hint, onpick }) {
        Object.assign(this, { container, legend, hint });
        this.map = new AreaMap(byId(container));
        this.pins = new Pins(this.map, onpick ?? (() => {}));
    }

    /** The areas of a city, again for another language or snapshot. */
    async draw(city, label) {
        this.map.setLabel(label);
        this.#legendOf(false);
        const level = city.levels[0].name;
        const [borders, { units }] = await Promise.all([api.geometry(city, level), api.units(city.id, level)]);
        const byUnit = new Map(units.map(unit => [unit.unit_id, unit]));
        this.#legendOf(units.some(unit => !unit.class));
        this.map.setAreas(borders, {
            describe: id => {
                const unit = byUnit.get(id);
                return unit && [unit.name, unit.class_text ?? unit.class_reason].filter(Boolean).join(': ');
            },
        });
        this.map.paint(id => `class-${byUnit.get(id)?.class ?? 'none'}`);
        byId(this.container).dataset.drawn = city.snapshot;
    }

    /** One place picked by mouse or keyboard; null when it is given up. Pressed again, the button gives up. */
    async pick(button) {
        if (this.picking) {
            this.picking.abort();
            return null;
        }
        this.picking = new AbortController();
        button.setAttribute('aria-pressed', 'true');
        byId(this.hint).hidden = false;
        byId(this.container).scrollIntoView({ block: 'nearest' });
        const place = await pickPlace(this.map, this.picking.signal);
        this.picking = null;
        button.setAttribute('aria-pressed', 'false');
        byId(this.hint).hidden = true;
        if (!place) button.focus();
        return place;
    }

    #legendOf(hatched) {
        byId(this.legend)?.replaceChildren(
            ...CLASSES.map(name => el('li', {}, badge(name, t(name)))),
            hatched
                ? el(
                      'li',
                      { class: 'note' },
                      t('Areas: as last published; hatched ones are not shown there. Markers: as of now.'),
                  )
                : '',
        );
    }
}
