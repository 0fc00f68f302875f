import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import type { SMTPServer } from 'smtp-server';
import type { Context } from '../../context.ts';
import { addDays, type LocalDate } from '../../domain/dates.ts';
import { nextWorkingDay } from '../../domain/working-days.ts';
import { EXIT, RelanceError } from '../../errors.ts';
import { formatWeekday } from '../../ui/labels.ts';

export const demoCommand = (ctx: Context): Command =>
  new Command('demo')
    .description('Joue une matinée dans un dossier jetable : rien ne sort de la machine.')
    .option('--dossier <dossier>', 'dossier de la démonstration (par défaut : un dossier temporaire)')
    .addHelpText('after', '\nExemple :\n  relance demo\n')
    .action((options: { dossier?: string }) => demo(ctx, options));

const CREDITOR = [
  ...['init', '--nom', 'Jeanne Martin', '--forme', 'EI', '--siret', '73282932000074'],
  ...['--adresse', '12 rue des Lilas', '--cp', '75011', '--ville', 'Paris', '--tel', '06 12 34 56 78'],
  ...[
    '--email',
    'jeanne@martin-graphisme.example',
    '--iban',
    'FR7630006000011234567890189',
    '--bic',
    'AGRIFRPP',
  ],
];

const CLIENTS = [
  [
    'Atelier Durand',
    '--type',
    'entreprise',
    '--email',
    'compta@durand.example',
    '--contact',
    'Mme Claire Durand',
    '--tel',
    '01 98 76 54 32',
    ...['--siren', '552100554', '--adresse', '4 rue du Port', '--cp', '33000', '--ville', 'Bordeaux'],
  ],
  [
    'Mairie de Saint-Aubin',
    '--type',
    'public',
    '--email',
    'finances@saint-aubin.example',
    ...['--adresse', 'Place de la Mairie', '--cp', '35250', '--ville', 'Saint-Aubin-d’Aubigné'],
  ],
  [
    'Camille Lefèvre',
    '--type',
    'particulier',
    '--email',
    'camille@lefevre.example',
    '--contact',
    'Camille Lefèvre',
    '--tutoiement',
    ...['--adresse', '7 rue des Tilleuls', '--cp', '69003', '--ville', 'Lyon'],
  ],
  [
    'Les Arts du Lac',
    '--type',
    'association',
    '--tel',
    '04 50 12 34 56',
    '--contact',
    'M. Paul Roche',
    ...['--adresse', '2 quai Eustache-Chappuis', '--cp', '74000', '--ville', 'Annecy'],
  ],
];

interface DemoInvoice {
  number: string;
  client: string;
  amount: string;
  subject: string;
  /** Days from today to the due date. */
  dueIn: number;
  /** Last step already made elsewhere, and how many days ago. */
  done?: [step: string, daysAgo: number];
}

const INVOICES: DemoInvoice[] = [
  {
    number: '2026-101',
    subject: 'Identité visuelle',
    client: 'Atelier Durand',
    amount: '1 450,00',
    dueIn: -24,
    done: ['relance-2', 10],
  },
  {
    number: '2026-102',
    subject: 'Cartes de visite',
    client: 'Atelier Durand',
    amount: '380,00',
    dueIn: -12,
    done: ['relance-1', 8],
  },
  {
    number: '2026-103',
    subject: 'Refonte du site',
    client: 'Atelier Durand',
    amount: '2 100,00',
    dueIn: -45,
  },
  {
    number: '2026-104',
    subject: 'Maintenance du site, novembre',
    client: 'Atelier Durand',
    amount: '640,00',
    dueIn: 20,
  },
  {
    number: '2026-105',
    subject: 'Plan de la commune',
    client: 'Mairie de Saint-Aubin',
    amount: '3 600,00',
    dueIn: -6,
  },
  {
    number: '2026-106',
    subject: 'Affiches de l’été',
    client: 'Mairie de Saint-Aubin',
    amount: '900,00',
    dueIn: -70,
  },
  { number: '2026-107', subject: 'Faire-part', client: 'Camille Lefèvre', amount: '250,00', dueIn: -7 },
  {
    number: '2026-108',
    subject: 'Portrait',
    client: 'Camille Lefèvre',
    amount: '180,00',
    dueIn: -30,
    done: ['appel', 12],
  },
  {
    number: '2026-109',
    subject: 'Programme de la saison',
    client: 'Les Arts du Lac',
    amount: '520,00',
    dueIn: -9,
  },
  {
    number: '2026-110',
    subject: 'Affiche du concert',
    client: 'Les Arts du Lac',
    amount: '310,00',
    dueIn: 4,
  },
  { number: '2026-111', subject: 'Billets d’entrée', client: 'Les Arts du Lac', amount: '75,00', dueIn: 12 },
  {
    number: '2026-112',
    subject: 'Bulletin municipal',
    client: 'Mairie de Saint-Aubin',
    amount: '1 200,00',
    dueIn: 35,
  },
];

const DAYS_TO_PAY = 40;

const addWords = (
  { number, subject, client, amount, dueIn, done }: DemoInvoice,
  today: LocalDate,
): string[] => {
  const dueOn = addDays(today, dueIn);
  const issuedOn = addDays(dueOn, -DAYS_TO_PAY);
  return [
    ...[
      'add',
      '--numero',
      number,
      '--client',
      client,
      '--montant',
      amount,
      '--emise',
      issuedOn,
      '--echeance',
      dueOn,
      '--objet',
      subject,
    ],
    ...(done ? ['--etape', done[0], '--etape-le', addDays(today, -done[1])] : []),
  ];
};

const demo = async (ctx: Context, { dossier }: { dossier?: string }): Promise<void> => {
  const home = dossier ?? mkdtempSync(join(tmpdir(), 'relance-demo-'));
  const messages = join(home, 'messages');
  mkdirSync(messages, { recursive: true, mode: 0o700 });
  // On a day off nothing would leave, and there would be nothing to see.
  const today = nextWorkingDay(ctx.today, 'metropole');
  const sink = await startSink(messages);
  const env = {
    RELANCE_HOME: home,
    RELANCE_SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
    NO_COLOR: ctx.config.hasColor ? '' : '1',
  };
  const setting = { env, now: new Date(`${today}T08:00:00Z`) };
  const play = async (words: string[], isShown = false): Promise<void> => {
    if (isShown) ctx.print(`\n${ctx.style.bold(`$ relance ${words.join(' ')}`)}`);
    const code = await ctx.runCommand(words, { ...setting, isQuiet: !isShown });
    if (code !== EXIT.ok)
      throw new RelanceError(`La démonstration s’est arrêtée à « relance ${words[0] ?? ''} »`, {
        code: 'demo',
      });
  };
  try {
    ctx.print(
      `Démonstration dans ${home}\nOn y est le ${formatWeekday(today)} ; rien ne sort de cette machine.`,
    );
    await play(CREDITOR);
    for (const client of CLIENTS) await play(['client', 'add', ...client]);
    for (const invoice of INVOICES) await play(addWords(invoice, today));
    await play(['pay', '2026-103']);
    await play(['dispute', '2026-106', '--motif', 'quantité contestée']);
    await play(['due'], true);
    await play(['why', '2026-101'], true);
    await play(['interets', '2026-101'], true);
    await play(['send', '--yes'], true);
  } finally {
    await sink.close();
  }
  const relance = commandOf(ctx.packageRoot);
  ctx.print(
    [
      '',
      `Les ${sink.count()} messages reçus sont dans ${messages}`,
      '(fichiers .eml, à ouvrir dans un logiciel de messagerie). Rien n’est parti ailleurs.',
      '',
      'Pour continuer dans ce dossier :',
      `  RELANCE_HOME=${home} ${relance} show 2026-105`,
      `  RELANCE_HOME=${home} ${relance} pay 2026-105`,
      `  RELANCE_HOME=${home} ${relance} due --all`,
      '',
      'Pour vos propres factures :',
      `  ${relance} init`,
      `  ${relance} add`,
    ].join('\n'),
  );
};

/** How this copy of the program is started: a clone has no command of its own. */
const commandOf = (packageRoot: string): string =>
  packageRoot.includes('node_modules') ? 'relance' : `node ${join(packageRoot, 'bin', 'relance.js')}`;

/** A mail server of this machine that files what it receives. */
const startSink = async (
  folder: string,
): Promise<{ port: number; count: () => number; close: () => Promise<void> }> => {
  const { SMTPServer: Server } = await import('smtp-server');
  let count = 0;
  const server: SMTPServer = new Server({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        count += 1;
        writeFileSync(join(folder, `${count}.eml`), Buffer.concat(chunks), { mode: 0o600 });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    count: () => count,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
