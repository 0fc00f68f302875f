import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pdfWith } from '../helpers/einvoice-pdf.ts';
import { cii, ubl } from '../helpers/einvoices.ts';
import { plain, refused } from '../helpers/refused.ts';
import { fileOf } from '../helpers/statements.ts';
import { World } from '../helpers/world.ts';

interface Report {
  added: number;
  skipped: { source: string; reason: string }[];
  errors: { source: string; message: string }[];
  unreadTerms: { number: string; terms: string; dueOn: string }[];
}

const office = async (): Promise<World> => {
  const world = new World('2026-11-23');
  await world.begin('init --nom "Jeanne Martin" --forme EI --siret 73282932000074 --email j@m.example');
  return world;
};

const INVOICES = `select number, total_cents total, paid_cents paid, due_on due, performed_on performed from invoice order by number`;

const bring = (world: World, ...paths: string[]): Promise<Report> =>
  world.json<Report>(['import', ...paths, '--yes']);

const screenOf = async (world: World, ...paths: string[]): Promise<string> =>
  plain((await world.relance(['import', ...paths, '--dry-run'])).stdout).replaceAll(/\s+/g, ' ');

describe('the terms of an invoice without a due date', () => {
  it('are read, whatever their words', async () => {
    const world = await office();
    await world.ok([
      'import',
      '--yes',
      ...[
        ['A', '45 JFDM'],
        ['B', 'Net 60'],
        ['C', 'soixante jours'],
        ['D', 'fin de mois'],
        ['E', 'à réception'],
      ].map(([number = '', terms = '']) =>
        fileOf(world, `${number}.xml`, cii({ number, total: '10.00', issuedOn: '2026-03-31', terms })),
      ),
    ]);
    expect(world.rows('select number, due_on due from invoice order by number')).toEqual([
      { number: 'A', due: '2026-05-31' },
      { number: 'B', due: '2026-05-30' },
      { number: 'C', due: '2026-05-30' },
      { number: 'D', due: '2026-03-31' },
      { number: 'E', due: '2026-03-31' },
    ]);
  });

  it('are said as they are written when they are not understood', async () => {
    const world = await office();
    const path = fileOf(world, 'a.xml', ubl({ number: 'F-1', total: '10.00', terms: '60 jours ouvrés' }));
    const other = fileOf(world, 'b.xml', cii({ number: 'F-2', total: '10.00' }));
    expect(await screenOf(world, path, other)).toContain(
      'F-1 : conditions non comprises, « 60 jours ouvrés » ; à payer le 04/11/2026 faute de mieux → relance edit F-1 --echeance …',
    );
    expect(await screenOf(world, path, other)).toContain('1 facture est à payer 30 jours après sa date');
    expect((await bring(world, path, other)).unreadTerms).toEqual([
      { number: 'F-1', terms: '60 jours ouvrés', dueOn: '2026-11-04' },
    ]);
    expect((await bring(world, path, other)).unreadTerms).toEqual([]);
  });

  it('are in the warnings of add --json as well', async () => {
    const world = await office();
    const path = fileOf(world, 'a.xml', cii({ number: 'F-1', total: '10.00', terms: 'selon contrat' }));
    const { warnings } = await world.json<{ warnings: string[] }>(['add', path]);
    expect(warnings.map(plain)).toEqual([
      'F-1 : conditions non comprises, « selon contrat » ; à payer le 04/11/2026 faute de mieux',
    ]);
    const other = fileOf(world, 'b.xml', cii({ number: 'F-2', total: '10.00', terms: 'selon contrat' }));
    expect(await world.json(['add', other, '--echeance', '2026-12-31'])).toMatchObject({ warnings: [] });
  });

  it('may be several lines, or several terms', async () => {
    const world = await office();
    const lines = 'Escompte : néant\nPaiement à 60 jours\nPénalités : 10 % dès le premier jour';
    const first = cii({ number: 'F-1', total: '10.00', terms: lines });
    const several = ubl({ number: 'F-2', total: '10.00', terms: '2 % d’escompte sous 10 jours' }).replace(
      /(?=<cac:PaymentTerms>)|(?<=<\/cac:PaymentTerms>)/,
      '<cac:PaymentTerms><cbc:Note>Net 45</cbc:Note></cac:PaymentTerms>',
    );
    expect(
      (await bring(world, fileOf(world, 'a.xml', first), fileOf(world, 'b.xml', several))).unreadTerms,
    ).toEqual([]);
    expect(world.rows(INVOICES)).toMatchObject([{ due: '2026-12-04' }, { due: '2026-11-19' }]);
  });

  it('are no matter when a due date is given', async () => {
    const world = await office();
    const path = fileOf(
      world,
      'a.xml',
      ubl({ number: 'F-1', total: '10.00', terms: 'selon contrat', dueOns: ['2026-12-01'] }),
    );
    expect((await bring(world, path)).unreadTerms).toEqual([]);
  });

  it('are shown to a person, who says the day', async () => {
    const world = await office();
    const path = fileOf(world, 'a.xml', cii({ number: 'F-1', total: '10.00', terms: 'selon contrat' }));
    const { exitCode, screen, stdout } = await world.atTerminal(
      ['add', path],
      [
        [/selon contrat/, '31/12/2026\r'],
        ['Enregistrer', 'o\r'],
      ],
    );
    expect(exitCode, screen + stdout).toBe(0);
    expect(world.rows(INVOICES)).toMatchObject([{ due: '2026-12-31' }]);
    const again = fileOf(world, 'b.xml', cii({ number: 'F-2', total: '10.00', terms: 'selon contrat' }));
    const answered = await world.atTerminal(
      ['add', again],
      [
        [/selon contrat/, '\r'],
        ['Enregistrer', 'o\r'],
      ],
    );
    expect(answered.exitCode, answered.screen).toBe(0);
    expect(world.rows(INVOICES)).toMatchObject([{ due: '2026-12-31' }, { due: '2026-11-04' }]);
  });
});

describe('the sums of an invoice', () => {
  it.each([
    [
      { total: '120.00', prepaid: '40.00', due: '120.00' },
      'total TTC 120,00 €, déjà réglé 40,00 €, reste à payer 120,00 €',
    ],
    [
      { total: '120.00', prepaid: '0.00', due: '0.00' },
      'total TTC 120,00 €, déjà réglé 0,00 €, reste à payer 0,00 €',
    ],
    [
      { total: '120.00', prepaid: '40.00', due: '40.00' },
      'total TTC 120,00 €, déjà réglé 40,00 €, reste à payer 40,00 €',
    ],
    [
      { total: '120.00', prepaid: '0.00', due: '-120.00' },
      'total TTC 120,00 €, déjà réglé 0,00 €, reste à payer -120,00 €',
    ],
  ])('that contradict are said: %j', async (sums, said) => {
    const world = await office();
    const paths = [cii, ubl].map((write, index) =>
      fileOf(world, `${index}.xml`, write({ number: `F-${index}`, ...sums })),
    );
    const { added, errors } = await bring(world, ...paths);
    expect(added).toBe(0);
    expect(errors.map(({ message }) => plain(message))).toEqual([
      `0.xml : ses montants se contredisent : ${said}`,
      `1.xml : ses montants se contredisent : ${said}`,
    ]);
  });

  it('that contradict in a MINIMUM file, which has no room for what was paid, are said too', async () => {
    const world = await office();
    const text = cii({ number: 'F-1', total: '120.00', due: '150.00' })
      .replace('urn:cen.eu:en16931:2017', 'urn:factur-x.eu:1p0:minimum')
      .replace(/<ram:TotalPrepaidAmount>.*?<\/ram:TotalPrepaidAmount>/, '');
    const { errors } = await bring(world, fileOf(world, 'a.xml', text));
    expect(plain(errors[0]?.message ?? '')).toContain(
      'total TTC 120,00 €, déjà réglé 0,00 €, reste à payer 150,00 €',
    );
  });

  it('that make less than nothing due are no claim, and it is said', async () => {
    const world = await office();
    const path = fileOf(
      world,
      'a.xml',
      cii({ number: 'F-1', total: '120.00', prepaid: '150.00', due: '-30.00' }),
    );
    const { added, skipped } = await bring(world, path);
    expect([added, plain(skipped[0]?.reason ?? '')]).toEqual([
      0,
      'réglée au-delà de son total, 30,00 € sont à rendre à votre client',
    ]);
  });

  it('that a rounding alone sets apart are read', async () => {
    const world = await office();
    await world.ok(['add', fileOf(world, 'a.xml', cii({ number: 'F-1', total: '100.02', due: '100.00' }))]);
    expect(world.rows(INVOICES)).toMatchObject([{ total: 10_002, paid: 2 }]);
  });
});

describe('a file that is refused', () => {
  it('says what to do, on screen, in JSON and to add', async () => {
    const world = await office();
    const path = fileOf(world, 'a.pdf', '%PDF-1.7 1 0 obj');
    const what = 'a.pdf : ce PDF est abîmé ou incomplet';
    const hint = 'demandez-en une copie, ou saisissez la facture avec relance add --numero';
    expect(await screenOf(world, path)).toContain(plain(`${what} → ${hint}`));
    expect((await bring(world, path)).errors).toEqual([
      { source: 'a.pdf', line: null, field: null, message: what, hint },
    ]);
    expect(await refused(world, ['add', path])).toEqual([1, plain(what), hint]);
  });

  it('never hides the due date of another behind the name of its client', async () => {
    const world = await office();
    const buyer = { name: 'Société générale des constructions métalliques de Leipzig', siren: '552100554' };
    const path = fileOf(world, 'a.xml', cii({ number: 'F-1', total: '10.00', buyer }));
    expect(await screenOf(world, path)).toMatch(/F-1 Société.*… \(nouveau\), 04\/11\/2026 \(30 j\) 10,00 €/);
  });
});

describe('the day of the work', () => {
  it.each(['202603', '20261', '2026-03', '2026-W12', 'mars 2026', '2026010120260131', '20260230'])(
    'written %s is no day: the invoice is read without it',
    async (written) => {
      const world = await office();
      const delivery = `<ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime><udt:DateTimeString format="610">${written}</udt:DateTimeString></ram:OccurrenceDateTime></ram:ActualDeliverySupplyChainEvent></ram:ApplicableHeaderTradeDelivery>`;
      const text = cii({ number: 'F-1', total: '10.00' }).replace(
        /<ram:ApplicableHeaderTradeDelivery>.*?<\/ram:ApplicableHeaderTradeDelivery>|(?=<ram:ApplicableHeaderTradeSettlement>)/s,
        `<ram:ApplicableHeaderTradeDelivery>${delivery}`,
      );
      await world.ok(['add', fileOf(world, 'a.xml', text)]);
      expect(world.rows(INVOICES)).toMatchObject([{ number: 'F-1', performed: null }]);
    },
  );
});

const cdar = (status: string, name = ''): string =>
  `\u{feff}<rsm:CrossDomainAcknowledgementAndResponse xmlns:rsm="x" xmlns:ram="y"><rsm:ExchangedDocument><ram:ID>M1</ram:ID></rsm:ExchangedDocument><rsm:AcknowledgementDocument><ram:ReferenceReferencedDocument><ram:IssuerAssignedID>F-2026-3</ram:IssuerAssignedID><ram:ProcessConditionCode>${status}</ram:ProcessConditionCode><ram:ProcessCondition>${name}</ram:ProcessCondition></ram:ReferenceReferencedDocument></rsm:AcknowledgementDocument></rsm:CrossDomainAcknowledgementAndResponse>`;

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd';
const ublNamed = (root: string, id = ''): string =>
  `<${root} xmlns="${UBL}:${root}-2" xmlns:cbc="c">${id && `<cbc:ID>${id}</cbc:ID>`}</${root}>`;

describe('what is no invoice', () => {
  it.each([
    [
      cdar('207', 'En_litige'),
      'c’est un message de cycle de vie (F-2026-3 : 207, en litige), pas une facture',
    ],
    [cdar('212'), 'c’est un message de cycle de vie (F-2026-3 : 212, encaissée), pas une facture'],
    [cdar('999'), 'c’est un message de cycle de vie (F-2026-3 : 999), pas une facture'],
    [
      '<x:CrossDomainAcknowledgementAndResponse xmlns:x="x"><x:A/></x:CrossDomainAcknowledgementAndResponse>',
      'c’est un message de cycle de vie, pas une facture',
    ],
    [
      '<rsm:SCRDMCCBDACIOMessageStructure xmlns:rsm="x"><rsm:ExchangedDocument><ID>BC-7</ID></rsm:ExchangedDocument></rsm:SCRDMCCBDACIOMessageStructure>',
      'c’est une commande (BC-7), pas une facture',
    ],
    [ublNamed('Order', 'BC-8'), 'c’est une commande (BC-8), pas une facture'],
    [ublNamed('OrderResponse'), 'c’est une réponse à une commande, pas une facture'],
    [ublNamed('DespatchAdvice', 'BL-1'), 'c’est un avis d’expédition (BL-1), pas une facture'],
    [ublNamed('ReceiptAdvice'), 'c’est un avis de réception, pas une facture'],
    [ublNamed('ApplicationResponse', 'R-1'), 'c’est un accusé de traitement (R-1), pas une facture'],
    [ublNamed('Quotation'), 'c’est un devis, pas une facture'],
    [
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt/></Document>',
      'c’est un relevé bancaire : relance bank import',
    ],
    ['<!-- x --><html lang="fr"><body/></html>', 'c’est une page web, pas une facture'],
  ])('is said to be what it is, and left: %s', async (content, reason) => {
    const world = await office();
    const path = fileOf(world, 'a.xml', content);
    const { exitCode, stdout } = await world.relance(['import', path, '--dry-run', '--json']);
    expect([exitCode, (JSON.parse(stdout) as Report).skipped]).toEqual([0, [{ source: 'a.xml', reason }]]);
    expect((await refused(world, ['add', path]))[1]).toBe(plain(`a.xml\u00a0: ${reason}`));
  });

  it('is said all the same when it is joined to a PDF', async () => {
    const world = await office();
    const order = '<SCRDMCCBDACIOMessageStructure xmlns="x"><a/></SCRDMCCBDACIOMessageStructure>';
    const pdf = fileOf(world, 'a.pdf', await pdfWith([{ name: 'order-x.xml', content: order }]));
    expect((await bring(world, pdf)).skipped).toEqual([
      { source: 'a.pdf', reason: 'c’est une commande, pas une facture' },
    ]);
  });

  it('leaves the invoices of its folder be', async () => {
    const world = await office();
    const folder = join(world.home, 'mois');
    mkdirSync(folder);
    fileOf(world, 'mois/a.xml', cdar('200'));
    fileOf(world, 'mois/b.xml', cii({ number: 'F-1', total: '10.00' }));
    expect(await bring(world, folder)).toMatchObject({ added: 1, errors: [] });
  });
});

it('an invoice in the envelope of a network is read', async () => {
  const world = await office();
  const invoice = ubl({ number: 'F-1', total: '10.00' }).replace(/<\?xml.*?\?>/, '');
  const header =
    '<StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion></StandardBusinessDocumentHeader>';
  const text = `<StandardBusinessDocument xmlns="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">${header}${invoice}</StandardBusinessDocument>`;
  await world.ok(['add', fileOf(world, 'a.xml', text)]);
  expect(world.rows(INVOICES)).toMatchObject([{ number: 'F-1' }]);
});
