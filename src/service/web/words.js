// The words for the codes of the office: states, reasons, refusals.
import { t } from './i18n.js';

const said = (table, code) => (table()[code] ?? code);

export const reasonName = code =>
    said(
        () => ({
            OWN_WISH: t('the household’s own wish'),
            CARE_OF_RELATIVES: t('care of relatives'),
            AGAINST_ADVICE: t('against the advice'),
            LEFT_COUNTRY: t('leaves the country'),
            OTHER: t('another reason'),
        }),
        code,
    );

export const refusalName = code =>
    said(
        () => ({
            TOO_SMALL: t('too small'),
            TOO_LARGE: t('too large'),
            TOO_EXPENSIVE: t('too expensive'),
            PLACE: t('the place'),
            CONDITION: t('the condition of the dwelling'),
            ACCESS: t('steps or no lift'),
            FAMILY: t('too far from relatives'),
            OTHER: t('another reason'),
        }),
        code,
    );

export const kindName = code =>
    said(
        () => ({
            dwelling: t('dwelling'),
            flat: t('flat'),
            house: t('house'),
            studio: t('studio'),
            room: t('room'),
            parking: t('parking place'),
            garage: t('garage'),
        }),
        code,
    );

export const objectionState = code =>
    said(
        () => ({
            open: t('open'),
            upheld: t('upheld'),
            rejected: t('rejected'),
            withdrawn: t('taken back'),
        }),
        code,
    );

export const REASONS = ['OWN_WISH', 'CARE_OF_RELATIVES', 'AGAINST_ADVICE', 'LEFT_COUNTRY', 'OTHER'];
export const REFUSALS = ['PLACE', 'TOO_EXPENSIVE', 'TOO_SMALL', 'TOO_LARGE', 'CONDITION', 'ACCESS', 'FAMILY', 'OTHER'];
