import type { Client, ClientFields } from '../../../domain/people/client.ts';
import { parsePostalCode } from '../../../domain/people/country.ts';
import { parseEmail, parsePhone } from '../../../domain/people/identifiers.ts';
import { parseLine } from '../../../domain/text-input.ts';
import { abandoned } from '../../../desk/doubts.ts';
import type { Prompts } from '../../../ui/prompts.ts';

type Field = 'email' | 'phone' | 'contactName' | 'address' | 'postalCode' | 'city';

const questionsOf = (
  country: string,
): Record<Field, { message: string; parse: (text: string) => string }> => ({
  email: { message: 'Adresse e-mail', parse: parseEmail },
  phone: { message: 'Téléphone', parse: parsePhone },
  contactName: {
    message: 'Personne à qui l’on écrit, par exemple Mme Jeanne Petit',
    parse: (text) => parseLine(text, 'Le nom'),
  },
  address: {
    message: 'Adresse, sans code postal ni ville',
    parse: (text) => parseLine(text, 'L’adresse'),
  },
  postalCode: { message: 'Code postal', parse: (text) => parsePostalCode(text, country) },
  city: { message: 'Ville', parse: (text) => parseLine(text, 'La ville') },
});

const askFields = async (
  prompts: Prompts,
  fields: Field[],
  known: Partial<ClientFields>,
): Promise<Partial<ClientFields>> => {
  const questions = questionsOf(known.country ?? 'FR');
  const answers: Partial<ClientFields> = {};
  for (const field of fields) {
    const { message, parse } = questions[field];
    const text = await prompts.text({
      message: `${message} (facultatif)`,
      default: known[field] ?? undefined,
      check: parse,
      isOptional: true,
    });
    answers[field] = text === '' ? null : parse(text);
  }
  return answers;
};

/** How to reach a new client otherwise than by e-mail; what a flag gave is not asked. */
export const askContactDetails = (
  prompts: Prompts,
  given: Partial<ClientFields>,
): Promise<Partial<ClientFields>> =>
  askFields(
    prompts,
    (['phone', 'contactName'] as const).filter((field) => given[field] === undefined),
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
  const answers = await askFields(
    prompts,
    ['email', 'phone', 'contactName', 'address', 'postalCode', 'city'],
    client,
  );
  const changed = Object.entries({ name, ...answers }).filter(
    ([field, value]) => client[field as keyof Client] !== value,
  );
  if (changed.length === 0) throw abandoned();
  return Object.fromEntries(changed);
};
