import { addClient, addInvoice, openBusiness } from '../claims.ts';
import type { Random } from '../mutations.ts';
import type { World } from '../world.ts';
import { chance, pick, plusDays, type Client, type Invoice } from './facts.ts';

/** Two of them are alike, and two pay under another name. */
const FIRMS: [name: string, payer: string][] = [
  ['Atelier Durand', 'Atelier Durand'],
  ['Atelier Durand Nord', 'Atelier Durand Nord'],
  ['Studio Roche SARL', 'Studio Roche'],
  ['Lefort Conseil', 'Holding Bellevue'],
  ['Boulangerie Petit', 'Boulangerie Petit'],
  ['Menuiserie Garnier', 'Kerval Participations'],
];

const IBANS = ['FR7610011000201234567890188', 'FR7630004000031234567890143'];

const NUMBERS: ((index: number) => string)[] = [
  (index) => `2026-${String(index).padStart(3, '0')}`,
  // The one is the beginning of another.
  (index) => `F-2026-${index > 3 ? `1${index - 3}` : index}`,
  (index) => `FA-00${index}`,
  (index) => `A2026-${index % 2 === 0 ? index : `0${index}`}`,
];

const SUMS = [120_000, 45_000, 30_000, 61_250, 99_999, 240_000];

/** A freelancer, their clients and invoices; some payers are known from before. */
export const beginBusiness = async (
  world: World,
  random: Random,
  { port, domain }: { port: number; domain: string },
): Promise<{ clients: Client[]; invoices: Invoice[]; known: Map<Client, Set<string>> }> => {
  await openBusiness(world, port);
  const from = random(FIRMS.length);
  const known = new Map<Client, Set<string>>();
  const clients = Array.from({ length: 1 + random(4) }, (_, index): Client => {
    const [name, payer] = FIRMS[(from + index) % FIRMS.length] ?? ['', ''];
    const email = `compta@c${index}.${domain}`;
    const iban = IBANS[index] ?? '';
    const client = { id: addClient(world, name, { email }), name, email, payer, iban };
    if (iban !== '' && chance(random, 40)) {
      world.execute(
        "insert into client_payer (client_id, kind, value, recorded_at) values (?, 'iban', ?, ?)",
        client.id,
        iban,
        `${world.today}T08:00:00.000Z`,
      );
      known.set(client, new Set([iban]));
    }
    return client;
  });
  const numberOf = pick(random, NUMBERS);
  const isEqual = chance(random, 40);
  const invoices = Array.from({ length: 2 + random(7) }, (_, index): Invoice => {
    const client = pick(random, clients);
    const number = numberOf(index + 1);
    const dueOn = plusDays(world.today, random(26) - 12);
    const totalCents = isEqual ? pick(random, SUMS.slice(0, 2)) : pick(random, SUMS) + 100 * random(400);
    const id = addInvoice(world, client.id, number, { issuedOn: plusDays(dueOn, -45), dueOn, totalCents });
    return { id, number, client, dueOn, totalCents };
  });
  return { clients, invoices, known };
};
