import { describe, expect, it } from 'vitest';
import {
  findClient,
  findClientByName,
  insertClient,
  listClients,
  mainCurrency,
  resolveClient,
  searchClients,
  updateClient,
} from '../../src/db/clients.ts';
import type { Database } from '../../src/db/open.ts';
import type { Client, ClientFields } from '../../src/domain/people/client.ts';
import { aClient, anInvoice, NOW, openBase, refusal, sentence } from '../helpers/base.ts';

const NAMES = ['Atelier Durand', 'Durand', 'Crémerie Élan', 'Petit & Fils', '3 Suisses'];

/** Clients numbered from 1, in the order of their names above. */
const several = (): Database => {
  const db = openBase();
  for (const name of NAMES) aClient(db, name, name === 'Petit & Fils' ? { siren: '552100554' } : {});
  return db;
};

const namesOf = (clients: Client[]): string[] => clients.map(({ name }) => name);

describe('a name with accents', () => {
  it('is the same in capitals: written twice, it is refused', () => {
    const db = openBase();
    aClient(db, 'Élan');
    expect(refusal(() => aClient(db, 'ÉLAN'))).toBe('duplicate-client');
    expect(refusal(() => aClient(db, '50 %_é'))).toBe('');
    expect(refusal(() => aClient(db, '50 %_É'))).toBe('duplicate-client');
  });

  it('is another without them, and each is meant as it is written', () => {
    const db = openBase();
    aClient(db, 'Élan');
    aClient(db, 'Elan');
    expect([resolveClient(db, 'élan').name, resolveClient(db, 'elan').name]).toEqual(['Élan', 'Elan']);
  });

  it('stands in its place in the list', () => {
    const db = openBase();
    for (const name of ['Zinc', 'Élan', 'Dupont']) aClient(db, name);
    expect(namesOf(listClients(db))).toEqual(['Dupont', 'Élan', 'Zinc']);
  });
});

describe('the client that a person means', () => {
  it.each([
    ['a part of a name', 'fils', ['Petit & Fils']],
    ['a part of several names, in their order', 'r', ['Atelier Durand', 'Crémerie Élan', 'Durand']],
    ['a whole name, alone even within another', 'durand', ['Durand']],
    ['no capital and no accent', 'cremerie elan', ['Crémerie Élan']],
    ['accents where there are none', 'dùrand', ['Durand']],
    ['spaces around', '  petit ', ['Petit & Fils']],
    ['a SIREN', '552100554', ['Petit & Fils']],
    ['a number', '2', ['Durand']],
    ['a number with its sign', '#2', ['Durand']],
    ['a number, before a name that holds it', '3', ['Crémerie Élan']],
    ['a part of a SIREN', '5521', []],
    ['a number that nobody has', '#9', []],
    ['nothing', ' ', []],
  ])('%s', (_what, typed, names) => {
    expect(namesOf(searchClients(several(), typed))).toEqual(names);
  });

  it.each([
    ['Dupont', 'unknown-client'],
    ['', 'unknown-client'],
    ['élan', ''],
    ['an', 'ambiguous-client'],
  ])('« %s » is refused as %s', (typed, code) => {
    expect(refusal(() => resolveClient(several(), typed))).toBe(code);
  });

  it('is named among eight at most when a word means many', () => {
    const db = openBase();
    for (let rank = 1; rank <= 9; rank += 1) aClient(db, `Durand ${rank}`);
    const said = sentence(() => resolveClient(db, 'durand'));
    expect([...said.matchAll(/Durand \d/g)].map(([name]) => name)).toEqual(
      Array.from({ length: 8 }, (_, index) => `Durand ${index + 1}`),
    );
  });

  it('is not there under a number that was never given', () => {
    expect(refusal(() => findClient(several(), 99))).toBe('unknown-client');
    expect(findClientByName(several(), 'Dupont')).toBe(null);
  });
});

describe('a client', () => {
  it('is what was given, and otherwise French, addressed with « vous », its invoices together', () => {
    const db = openBase();
    expect(insertClient(db, { name: 'Petit', kind: 'association' }, NOW)).toEqual({
      id: 1,
      name: 'Petit',
      kind: 'association',
      email: null,
      cc: null,
      phone: null,
      siren: null,
      siret: null,
      vatNumber: null,
      address: null,
      postalCode: null,
      city: null,
      country: 'FR',
      contactName: null,
      salutation: null,
      tutoiement: false,
      scenario: null,
      language: 'fr',
      channel: null,
      penalites: null,
      isPerInvoice: false,
      legalTermDays: null,
      ceilingCents: null,
      ceilingCurrency: null,
      note: null,
      emailRefusedOn: null,
    });
  });

  it('keeps each field that is given, when it is made and when it is changed', () => {
    const fields: ClientFields = {
      name: 'Mairie de Saint-Aubin',
      kind: 'public',
      email: 'compta@saint-aubin.example',
      cc: 'dgs@saint-aubin.example',
      phone: '02 99 00 00 00',
      siren: '213502500',
      siret: '21350250000012',
      vatNumber: 'FR32213502500',
      address: '1 place de la Mairie',
      postalCode: '35250',
      city: 'Saint-Aubin-d’Aubigné',
      country: 'BE',
      contactName: 'Mme Anne Le Goff',
      salutation: 'Bonjour Madame Le Goff',
      tutoiement: true,
      scenario: 'doux',
      language: 'en',
      channel: 'call',
      penalites: 'montant',
      isPerInvoice: true,
      legalTermDays: 50,
      ceilingCents: 500_000,
      ceilingCurrency: 'EUR',
      note: 'passer par le standard',
      emailRefusedOn: '2026-11-02',
    };
    const db = openBase();
    expect(insertClient(db, fields, NOW)).toEqual({ id: 1, ...fields });
    aClient(db, 'Petit');
    expect(updateClient(db, 2, { ...fields, name: 'Mairie de Gahard' })).toEqual({
      id: 2,
      ...fields,
      name: 'Mairie de Gahard',
    });
  });

  it.each([
    ['a new address', { email: 'jeanne@durand.example' }, null],
    ['the same words about something else', { phone: '06 12 34 56 78' }, '2026-11-02'],
    ['nothing', {}, '2026-11-02'],
    ['a field left alone', { email: undefined }, '2026-11-02'],
  ])('whose address was refused is written to again after %s only', (_what, fields, refusedOn) => {
    const db = openBase();
    const { id } = aClient(db, 'Durand', { email: 'faux@durand.example', emailRefusedOn: '2026-11-02' });
    expect(updateClient(db, id, fields as Partial<ClientFields>).emailRefusedOn).toBe(refusedOn);
  });

  it.each([
    ['DURAND', 'duplicate-client'],
    ['atelier durand', ''],
    ['Atelier Roux', ''],
  ])('renamed to « %s » beside one of that name: %s', (name, code) => {
    const db = several();
    expect(refusal(() => updateClient(db, 1, { name }))).toBe(code);
  });

  it('is made once for a name, whatever its capitals', () => {
    expect(refusal(() => aClient(several(), 'PETIT & FILS'))).toBe('duplicate-client');
  });

  it('is listed by name, capitals and small letters together', () => {
    const db = openBase();
    for (const name of ['Zinc', 'atelier', 'Petit', 'Beurre']) aClient(db, name);
    expect(namesOf(listClients(db))).toEqual(['atelier', 'Beurre', 'Petit', 'Zinc']);
  });

  it.each([
    ['before the first invoice', [], 'EUR'],
    ['of most invoices', ['EUR', 'USD', 'USD'], 'USD'],
    ['the first of two alike', ['CHF', 'EUR', 'EUR', 'CHF'], 'CHF'],
  ])('is billed in the currency %s', (_what, currencies, main) => {
    const db = openBase();
    const { id } = aClient(db);
    const other = aClient(db, 'Petit').id;
    for (const rank of [1, 2, 3]) anInvoice(db, other, `P-${rank}`, { currency: 'GBP' });
    for (const [index, currency] of currencies.entries()) anInvoice(db, id, `F-${index}`, { currency });
    expect(mainCurrency(db, id)).toBe(main);
  });
});
