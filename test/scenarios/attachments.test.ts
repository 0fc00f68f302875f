import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { describe, expect, it, onTestFinished } from 'vitest';
import { plain } from '../helpers/refused.ts';
import { SmtpSink } from '../helpers/smtp-sink.ts';
import { World } from '../helpers/world.ts';

const EMAILS = join(import.meta.dirname, '..', '..', 'templates', 'emails');
const TODAY = '2026-04-20';

/** Someone's books, with the PDF of each invoice or without. */
const books = async (
  isStored: boolean,
  terms = '--emise 2026-02-02 --echeance 2026-03-04',
): Promise<World> => {
  const world = new World(TODAY);
  world.env['RELANCE_FROM'] = 'jeanne@martin.example';
  await world.begin(
    'init --nom "Jeanne Martin" --forme EI --siret 73282932000074 --adresse "1 rue des Lilas" --cp 75011 --ville Paris --email jeanne@martin.example',
  );
  const pdf = join(world.home, 'facture.pdf');
  writeFileSync(pdf, '%PDF-1.4\n%%EOF\n');
  await world.ok(
    `add --numero F-1 --client "Joint et fils" --type entreprise --email compta@joint.example --adresse "4 rue du Port" --cp 33000 --ville Bordeaux --montant 3600 ${terms} --objet "Pose d’un joint" ${isStored ? `--pdf ${pdf}` : ''}`,
  );
  return world;
};

const agreed = async (world: World): Promise<void> => {
  await world.ok(
    `plan F-1 --mensualites 3 --premiere 2026-04-25 --abandon-penalites --yes --sortie ${world.home}`,
  );
  await world.ok(`plan F-1 --signe ${TODAY}`);
};

type Play = (world: World) => Promise<string>;

const step =
  (id: string): Play =>
  (world) =>
    world.ok(`preview F-1 --etape ${id}`);

const aside =
  (model: string, ...before: string[]): Play =>
  async (world) => {
    for (const line of before) await world.ok(line);
    return world.ok(`send F-1 --modele ${model} --dry-run`);
  };

const MESSAGES: [template: string, play: Play][] = [
  ['pre-echeance', step('pre-echeance')],
  ['relance-1', step('relance-1')],
  ['relance-2', step('relance-2')],
  ['dernier-rappel', step('dernier-rappel')],
  [
    'relance-3',
    async (world) => {
      await world.ok('edit F-1 --scenario doux');
      return step('relance-3')(world);
    },
  ],
  ['promesse', aside('promesse', 'promise F-1 2026-04-27 300')],
  ['recu', aside('recu', 'pay F-1 100')],
  ['recu', aside('recu', 'pay F-1')],
  [
    'reclamation',
    async (world) => {
      await world.ok('pay F-1');
      return world.ok('interets F-1 --reclamer --dry-run');
    },
  ],
  [
    'echeance-plan',
    async (world) => {
      await agreed(world);
      return world.ok('preview F-1 --date 2026-04-23');
    },
  ],
  [
    'echeance-plan-rappel',
    async (world) => {
      await agreed(world);
      world.today = '2026-04-29';
      return world.ok('preview F-1');
    },
  ],
  [
    'echeance-manquee',
    async (world) => {
      await agreed(world);
      world.today = '2026-05-20';
      return world.ok('preview F-1');
    },
  ],
];

/** Headers, words, and what follows the message. */
const partsOf = (shown: string): { isAttached: boolean; isAnnounced: boolean } => {
  const [, headers = '', body = ''] = plain(shown).split(/^─+$/m);
  return {
    isAttached: /^Jointe : /m.test(headers),
    isAnnounced: /jointe? à ce message/.test(body.replaceAll(/\s+/g, ' ')),
  };
};

describe('what is announced is attached, and nothing else is', () => {
  it.each(MESSAGES)('%s', async (template, play) => {
    const without = partsOf(await play(await books(false)));
    expect(without).toEqual({ isAttached: false, isAnnounced: false });
    const stored = partsOf(await play(await books(true)));
    expect(stored.isAttached).toBe(stored.isAnnounced);
    const silent = ['recu', 'reclamation', 'echeance-plan', 'echeance-plan-rappel', 'echeance-manquee'];
    expect(stored.isAttached).toBe(!silent.includes(template));
  });

  it('every packaged template is tried', () => {
    const names = readdirSync(EMAILS)
      .filter((name) => name.endsWith('.hbs'))
      .map((name) => name.slice(0, -4));
    expect(new Set([...MESSAGES.map(([template]) => template), 'facture'])).toEqual(new Set(names));
  });
});

describe('the invoice sent again', () => {
  it('is refused while its copy is not stored, with the command that adds it', async () => {
    const world = await books(false);
    const { exitCode, stderr } = await world.relance('send F-1 --modele facture --dry-run');
    expect([exitCode, plain(stderr)]).toEqual([
      1,
      'La copie de la facture F-1 n’est pas enregistrée : il n’y a rien à renvoyer\n→ relance edit F-1 --pdf <fichier>\n',
    ]);
  });

  it('carries it once stored, and needs all of them', async () => {
    const world = await books(true);
    expect(partsOf(await world.ok('send F-1 --modele facture --dry-run'))).toEqual({
      isAttached: true,
      isAnnounced: true,
    });
    await world.ok(
      'add --numero F-2 --client "Joint et fils" --montant 100 --emise 2026-02-02 --echeance 2026-03-04',
    );
    const { stderr } = await world.relance('send F-1 F-2 --modele facture --dry-run');
    expect(stderr).toContain('La copie de la facture F-2 n’est pas enregistrée');
  });

  it('a client who has not received it: a copy to store is said first', async () => {
    const world = await books(false);
    await world.ok('client edit Joint --tel 0612345678');
    expect(plain(await world.ok('call F-1 --issue facture-non-recue'))).toContain(
      '→ enregistrer d’abord la facture : relance edit F-1 --pdf <fichier>',
    );
  });
});

it('several invoices: the copies that leave are counted', async () => {
  const world = await books(true);
  const line = 'add --client "Joint et fils" --montant 100 --emise 2026-02-02 --echeance 2026-03-04';
  await world.ok(`${line} --numero F-2`);
  expect(plain(await world.ok('send --dry-run'))).toContain('Une copie est jointe à ce message.');
  const pdf = join(world.home, 'autre.pdf');
  writeFileSync(pdf, '%PDF-1.4\n% autre\n%%EOF\n');
  await world.ok(`edit F-2 --pdf ${pdf}`);
  expect(plain(await world.ok('send --dry-run'))).toContain('Copies jointes à ce message : 2.');
});

const written = async (isStored: boolean, body: string): Promise<World> => {
  const world = await books(isStored);
  const folder = join(world.home, 'templates', 'emails');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'relance-1.hbs'), `Objet : Rappel\n\n{{salutation}}\n\n${body}\n`);
  return world;
};

describe('a template of the user’s own', () => {
  it('that says « ci-joint » carries the invoice, or does not leave', async () => {
    const said = 'Vous trouverez ci-joint la facture {{numero}}.';
    expect(await (await written(true, said)).ok('preview F-1 --etape relance-1')).toMatch(/^Jointe\u00a0: /m);
    const world = await written(false, said);
    const sink = await SmtpSink.start();
    onTestFinished(() => sink.close());
    world.env['RELANCE_SMTP_URL'] = `smtp://127.0.0.1:${sink.port}`;
    const { exitCode, stdout } = await world.relance('send --yes');
    expect([exitCode, sink.received]).toEqual([3, []]);
    expect(plain(stdout)).toContain('La copie de la facture F-1 n’est pas enregistrée');
  });

  it('that says nothing of it carries nothing', async () => {
    const world = await written(true, 'La facture {{numero}} ({{objet_facture}}) attend.');
    expect(await world.ok('preview F-1 --etape relance-1')).not.toMatch(/^Jointe/m);
  });

  it('what leaves by the server is what was shown', async () => {
    const world = await books(true);
    const sink = await SmtpSink.start();
    onTestFinished(() => sink.close());
    world.env['RELANCE_SMTP_URL'] = `smtp://127.0.0.1:${sink.port}`;
    await world.ok('pay F-1');
    await world.ok('send F-1 --modele recu --yes');
    const mail = await PostalMime.parse(sink.received[0]?.raw ?? '');
    expect(mail.subject).toMatch(/bien reçu/);
    expect(mail.attachments).toEqual([]);
  });
});
