import type { Client, ClientFields } from '../../../domain/people/client.ts';
import { parsePostalCode } from '../../../domain/people/country.ts';
import { parseEmail, parsePhone } from '../../../domain/people/identifiers.ts';
import { parseLine } from '../../../domain/text-input.ts';
import { abandoned } from '../../../desk/doubts.ts';
import type { Prompts } from '../../../ui/prompts.ts';
import { askTexts, type Question } from '../option-fields.ts';

type Asked = 'email' | 'phone' | 'contactName' | 'address' | 'postalCode' | 'city';

const questionsOf = (country: string): Question<Asked>[] => [
  { field: 'email', message: 'Adresse e-mail', parse: parseEmail },
  { field: 'phone', message: 'Téléphone', parse: parsePhone },
  {
    field: 'contactName',
    message: 'Personne à qui l’on écrit, par exemple Mme Jeanne Petit',
    parse: (text) => parseLine(text, 'Le nom'),
  },
  {
    field: 'address',
    message: 'Adresse, sans code postal ni ville',
    parse: (text) => parseLine(text, 'L’adresse'),
  },
  { field: 'postalCode', message: 'Code postal', parse: (text) => parsePostalCode(text, country) },
  { field: 'city', message: 'Ville', parse: (text) => parseLine(text, 'La ville') },
];

/** How to reach a new client otherwise than by e-mail; what a flag gave is not asked. */
export const askContactDetails = (
  prompts: Prompts,
  given: Partial<ClientFields>,
): Promise<Partial<ClientFields>> =>
  askTexts(
    prompts,
    questionsOf(given.country ?? 'FR').filter(
      ({ field }) => (field === 'phone' || field === 'contactName') && given[field] === undefined,
    ),
    given,
  );

/** The usual fields, one after the other; Enter keeps what is there. Only what changes is given back. */
export const askClientChanges = async (prompts: Prompts, client: Client): Promise<Partial<ClientFields>> => {
  const name = parseLine(
    await prompts.text({
      message: 'Nom du client',
      default: client.name,
      check: (text) => parseLine(text, 'Le nom du client'),
    }),
    'Le nom du client',
  );
  const answers = await askTexts(prompts, questionsOf(client.country), client);
  const changed = Object.entries({ name, ...answers }).filter(
    ([field, value]) => client[field as keyof Client] !== value,
  );
  if (changed.length === 0) throw abandoned();
  return Object.fromEntries(changed);
};
