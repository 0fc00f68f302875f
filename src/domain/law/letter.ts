import { addDays, type LocalDate } from '../dates.ts';
import { PRESENTATION_DAYS } from '../schedule/scenario.ts';

interface LetterNature {
  title: string;
  /** « écrit le 3 octobre », of a title that is masculine. */
  isMasculine?: true;
  /** The command that writes it. */
  command: string;
  /** Beginning of the name of its file. */
  fileName: string;
  /** Its words: `templates/letters/<template>.hbs`. */
  template: string;
  /** What makes more than a draft of it; null: it is one document at once. */
  standsOnce: 'posted' | 'signed' | 'ordered' | 'declared' | null;
}

/** Every letter that the program writes; its words are a template, its sums a composer of `messages/letters`. */
export const LETTERS = {
  'mise-en-demeure': {
    title: 'Mise en demeure',
    command: 'mise-en-demeure',
    fileName: 'mise-en-demeure',
    template: 'mise-en-demeure',
    standsOnce: 'posted',
  },
  reminder: {
    title: 'Lettre de relance',
    command: 'lettre',
    fileName: 'lettre',
    template: 'lettre',
    standsOnce: 'posted',
  },
  agreement: {
    title: 'Protocole d’accord',
    isMasculine: true,
    command: 'plan',
    fileName: 'protocole',
    template: 'protocole',
    standsOnce: 'signed',
  },
  'decheance-du-terme': {
    title: 'Mise en demeure de payer une échéance',
    command: 'decheance',
    fileName: 'decheance-du-terme',
    template: 'decheance',
    standsOnce: 'posted',
  },
  'claim-declaration': {
    title: 'Déclaration de créance',
    command: 'declaration',
    fileName: 'declaration-de-creance',
    template: 'declaration',
    standsOnce: 'declared',
  },
  'vat-duplicate': {
    title: 'Duplicata de facture',
    isMasculine: true,
    command: 'duplicata',
    fileName: 'duplicata',
    template: 'duplicata',
    standsOnce: null,
  },
  injonction: {
    title: 'Requête en injonction de payer',
    command: 'injonction',
    fileName: 'injonction',
    template: 'injonction',
    standsOnce: 'ordered',
  },
} as const satisfies Record<string, LetterNature>;

export type LetterKind = keyof typeof LETTERS;

export const natureOf = ({ kind }: { kind: LetterKind }): LetterNature => LETTERS[kind];

/** How a letter leaves; `none` for a document that is handed over. */
export type Sending = 'lrar' | 'lre' | 'simple' | 'none';

export type LetterEvent = 'posted' | 'presented' | 'received' | 'refused' | 'unclaimed' | 'unknown-address';

/** What becomes of a letter, as the log names it (`--issue`). */
export const LETTER_OUTCOMES: Record<Exclude<LetterEvent, 'posted'>, string> = {
  presented: 'presentee',
  received: 'recue',
  refused: 'refusee',
  unclaimed: 'non-reclamee',
  'unknown-address': 'inconnue',
};

/** Takes back presentations logged by mistake. */
export const NOT_PRESENTED = 'presentation-annulee';

const OUTCOMES = new Set([...Object.values(LETTER_OUTCOMES), NOT_PRESENTED]);

/** An entry of the log that tells what became of a letter: it says nothing new to the client. */
export const isLetterOutcome = (outcome: string | null | undefined): boolean =>
  outcome !== null && outcome !== undefined && OUTCOMES.has(outcome);

export interface Letter {
  id: number;
  clientId: number;
  kind: LetterKind;
  writtenOn: LocalDate;
  currency: string;
  totalCents: number;
  delayDays: number | null;
  sending: Sending;
  tracking: string | null;
  /** An agreement, once signed by both. */
  signedOn: LocalDate | null;
  postedOn: LocalDate | null;
  presentedOn: LocalDate | null;
  receivedOn: LocalDate | null;
  returned: { on: LocalDate; reason: 'refused' | 'unclaimed' | 'unknown-address' } | null;
  invoiceIds: number[];
}

export type LetterState = 'to-post' | 'number-missing' | 'running' | 'expired' | 'posted';

/** What a receipt proves: a letter received was presented that day at the latest. */
const presentationOf = ({ presentedOn, receivedOn }: Letter): LocalDate | null => presentedOn ?? receivedOn;

/** Last day left to pay: the delay from the first presentation, or from the posting plus three days while that is unknown. */
export const deadlineOf = (letter: Letter): LocalDate | null => {
  const { delayDays, postedOn } = letter;
  if (delayDays === null || postedOn === null) return null;
  return addDays(presentationOf(letter) ?? addDays(postedOn, PRESENTATION_DAYS), delayDays);
};

export const letterStateOn = (letter: Letter, today: LocalDate): LetterState => {
  const { postedOn, sending, tracking } = letter;
  if (postedOn === null) return 'to-post';
  const deadline = deadlineOf(letter);
  if (deadline !== null && today > deadline) return 'expired';
  if (sending === 'lrar' && tracking === null) return 'number-missing';
  return deadline === null ? 'posted' : 'running';
};

const S10_WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7];

/** Key of a number of the Universal Postal Union (S10): two letters, eight digits, the key, the country. */
const hasS10Key = (digits: string): boolean => {
  const sum = S10_WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  const rest = 11 - (sum % 11);
  const key = rest === 10 ? 0 : rest === 11 ? 5 : rest;
  return key === Number(digits[8]);
};

/** Spaces apart: `1A 123 456 7890 1` (La Poste, a digit, a letter, eleven digits), `RK 123 456 785 FR`, or 15 digits (on line). */
export const isRegisteredNumber = (input: string): boolean => {
  const number = input.replaceAll(/\s/gu, '').toUpperCase();
  if (/^\d[A-Z]\d{11}$/.test(number) || /^\d{15}$/.test(number)) return true;
  return /^[A-Z]{2}\d{9}[A-Z]{2}$/.test(number) && hasS10Key(number.slice(2, 11));
};
