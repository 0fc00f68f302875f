import type { Context } from '../../../context.ts';
import { parseBic, parseSiret, VAT_REGIMES } from './creditor-flags.ts';
import { parsePostalCode } from '../../../domain/people/country.ts';
import type { Creditor } from '../../../domain/people/creditor.ts';
import { normaliseIban, parseEmail, parsePhone } from '../../../domain/people/identifiers.ts';
import { penaltyRateLabel, parsePenaltyRate } from '../../../domain/law/penalty-rate.ts';
import { parseLine } from '../../../domain/text-input.ts';
import type { Prompts } from '../../../ui/prompts.ts';
import { askTexts, type Question } from '../option-fields.ts';

const LEGAL_FORMS = ['EI', 'EURL', 'SASU', 'SARL', 'SAS', 'association'];
const OTHER_FORM = 'autre';
const VAT_QUESTION = { assujetti: 'assujetti', franchise: 'franchise en base (sans TVA)' } as const;

type TextField = 'siret' | 'address' | 'postalCode' | 'city' | 'email' | 'phone' | 'iban' | 'bic';

const questionsFor = (country: string): Question<TextField>[] => [
  { field: 'siret', message: 'SIRET', parse: parseSiret },
  {
    field: 'address',
    message: 'Adresse, sans code postal ni ville',
    parse: (text) => parseLine(text, 'L’adresse'),
  },
  { field: 'postalCode', message: 'Code postal', parse: (text) => parsePostalCode(text, country) },
  { field: 'city', message: 'Ville', parse: (text) => parseLine(text, 'La ville') },
  { field: 'email', message: 'Adresse e-mail', parse: parseEmail },
  { field: 'phone', message: 'Téléphone', parse: parsePhone },
  { field: 'iban', message: 'IBAN', parse: normaliseIban },
  { field: 'bic', message: 'BIC', parse: parseBic, isIdle: ({ iban }) => iban === null },
];

const parseName = (text: string): string => parseLine(text, 'Le nom');
const parseForm = (text: string): string => parseLine(text, 'La forme');

const askForm = async (prompts: Prompts, known: string | null): Promise<string> => {
  const form = await prompts.choose<string>(
    'Forme juridique',
    [...LEGAL_FORMS, OTHER_FORM].map((value) => ({ name: value, value })),
    LEGAL_FORMS.includes(known ?? 'EI') ? (known ?? 'EI') : OTHER_FORM,
  );
  if (form !== OTHER_FORM) return form;
  return parseForm(
    await prompts.text({ message: 'Laquelle', default: known ?? undefined, check: parseForm }),
  );
};

/** The profile by questions; Enter keeps what is known, most answers may stay empty. */
export const askCreditor = async (ctx: Context, known: Partial<Creditor>): Promise<Partial<Creditor>> => {
  const prompts = await ctx.prompts();
  const name = await prompts.text({
    message: 'Votre nom, ou celui de votre société',
    default: known.name,
    check: parseName,
  });
  const legalForm = await askForm(prompts, known.legalForm ?? null);
  const answers: Partial<Creditor> = {
    name: parseName(name),
    legalForm,
    ...(await askTexts(prompts, questionsFor(known.country ?? 'FR'), known)),
  };
  answers.vatRegime = await prompts.choose(
    'Régime de TVA',
    VAT_REGIMES.map((value) => ({ name: VAT_QUESTION[value], value })),
    known.vatRegime ?? undefined,
  );
  answers.penaltyRate = await askRate(prompts, known.penaltyRate ?? null);
  return answers;
};

const OWN_RATE = 'autre';

/** The rate of the terms of sale; without any, the law's own applies (C. com. L441-10, II). */
const askRate = async (prompts: Prompts, known: string | null): Promise<string | null> => {
  const isOwn = known !== null && known !== 'bce' && known !== '3x';
  const rate = await prompts.choose<string>(
    'Taux de pénalité de vos conditions',
    [
      { name: 'aucun n’est écrit', value: '' },
      { name: penaltyRateLabel('bce'), value: 'bce' },
      { name: penaltyRateLabel('3x'), value: '3x' },
      { name: 'un pourcentage par an', value: OWN_RATE },
    ],
    isOwn ? OWN_RATE : (known ?? ''),
  );
  if (rate !== OWN_RATE) return rate === '' ? null : rate;
  return parsePenaltyRate(await prompts.text({ message: 'Lequel, en %', check: parsePenaltyRate }));
};
