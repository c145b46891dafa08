// What the service refuses, in the reader's language: by its code where the code says it all, else in its own words.
import * as api from './api.js';
import { t } from './i18n.js';

const SAID = {
    stale: () => t('Somebody else has changed this meanwhile.'),
    dwelling_taken: () => t('This dwelling is on offer to another household meanwhile.'),
    household_busy: () => t('This household has an offer or a placement already.'),
    frozen: () => t('An objection is open: until it is decided, nothing new is offered.'),
    second_person: () => t('A second person decides: who decided or took down the objection may not.'),
    reference_known: () => t('Another household has this reference.'),
    reason_needed: () => t('A reason is needed: it is not the first of the list, or not in a mixed area, or says too little.'),
    not_yours: () => t('This is the case of another coordinator.'),
    key_reused: () => t('This was sent before with another content. Look at the case, then try again.'),
    policy_not_live: () => t('The policy does not hold today: nothing can be ranked or offered.'),
    role: () => t('Your role may not do this.'),
};

export function inWords(error) {
    if (error instanceof api.Disconnected) return t('The connection to the service is lost. What you typed is kept.');
    return SAID[error.code]?.() ?? error.message;
}
