import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pdfWith } from '../helpers/einvoice-pdf.ts';
import { cii, DURAND, ubl } from '../helpers/einvoices.ts';
import { fileOf, ofx } from '../helpers/statements.ts';
import { World } from '../helpers/world.ts';

const ROCHE = { name: 'Studio Roche SARL', siren: '542065479', email: 'x@roche.example' };

const factsOf = (world: World): unknown =>
  ['client', 'invoice', 'payment', 'document', 'bank_entry', 'contact'].map((table) =>
    world.rows(`select * from ${table}`),
  );

it('a month of e-invoices and a bank statement on an empty database leave exactly the unpaid ones in due; again changes nothing', async () => {
  const world = new World('2026-11-23');
  await world.ok(
    'init --nom "Jeanne Martin" --forme EI --siret 73282932000074 --email j@m.example --iban FR7630006000011234567890189',
  );
  const folder = join(world.home, '2026-10');
  mkdirSync(folder);
  const due = { dueOns: ['2026-11-05'], issuedOn: '2026-10-05' };
  const put = (name: string, content: string | Uint8Array): void => {
    writeFileSync(join(folder, name), content);
  };
  put(
    'F-101.pdf',
    await pdfWith([{ name: 'factur-x.xml', content: cii({ ...due, number: 'F-101', total: '1200.00' }) }]),
  );
  put(
    'F-102.pdf',
    await pdfWith([
      { name: 'factur-x.xml', content: cii({ ...due, number: 'F-102', total: '450.00', buyer: ROCHE }) },
    ]),
  );
  put('F-103.xml', ubl({ ...due, number: 'F-103', total: '900.00', due: '600.00', prepaid: '300.00' }));
  put('F-104.xml', cii({ ...due, number: 'F-104', total: '80.00', buyer: ROCHE }));
  put(
    'AV-1.xml',
    ubl({ number: 'AV-1', issuedOn: '2026-10-20', total: '80.00', typeCode: '381', preceding: 'F-104' }),
  );
  put(
    'achat.xml',
    ubl({
      ...due,
      number: 'X-1',
      total: '30.00',
      seller: DURAND,
      buyer: { name: 'Jeanne Martin', siren: '732829320' },
    }),
  );
  const statement = fileOf(
    world,
    'novembre.ofx',
    ofx([
      { on: '2026-11-04', amount: '1200.00', label: 'VIR SEPA ATELIER DURAND FACTURE F-101', id: 'a1' },
      { on: '2026-11-06', amount: '-39.90', label: 'PRLV OPERATEUR', id: 'a2' },
      { on: '2026-11-10', amount: '200.00', label: 'VIR ATELIER DURAND ACOMPTE', id: 'a3' },
    ]),
  );
  const drop = async (): Promise<string[]> => {
    await world.ok(['import', folder, '--yes']);
    await world.ok(['bank', 'import', statement, '--yes']);
    const { actions, bank } = await world.json<{
      actions: { invoices: { number: string; remainingCents: number }[] }[];
      bank: { waiting: { invoices: string[]; amountCents: number }[] };
    }>('due');
    return [
      ...actions.flatMap(({ invoices }) =>
        invoices.map(({ number, remainingCents }) => `${number} ${remainingCents}`),
      ),
      ...bank.waiting.map(({ invoices, amountCents }) => `${invoices.join()} à confirmer ${amountCents}`),
    ].toSorted();
  };
  const left = await drop();
  expect(left).toEqual(['F-102 45000', 'F-103 à confirmer 20000']);
  const before = factsOf(world);
  expect(await drop()).toEqual(left);
  expect(factsOf(world)).toEqual(before);
});
