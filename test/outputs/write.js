// Plays the same lives with a build of the program and writes all that it says: two builds are compared by comparing two folders.
//   node test/outputs/write.js dist/main.cjs <folder>
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SMTPServer } from 'smtp-server';

const [bundle, folder] = process.argv.slice(2);
if (bundle === undefined || folder === undefined)
  throw new Error('usage: node test/outputs/write.js <main.cjs> <folder>');
const { run } = createRequire(import.meta.url)(resolve(bundle));

const PROFILE = [
  ...['init', '--nom', 'Jeanne Martin', '--siret', '73282932000074', '--email', 'jeanne@martin.example'],
  ...['--iban', 'FR7630006000011234567890189', '--forme', 'EI', '--adresse', '1 rue des Lilas'],
  ...['--cp', '75011', '--ville', 'Paris', '--penalites', 'montant'],
];
const CLIENTS = [
  ['Atelier Durand', 'entreprise', '--siren', '552100554', '--contact', 'Mme Claire Durand'],
  ['Ville de Vence', 'public', '--contact', 'M. le Maire'],
  ['Paul Petit', 'particulier', '--tutoiement'],
  ['Les Amis du Livre', 'association'],
];

/** The same numbers at each run (mulberry32). */
const drawing = (seed) => {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return { chance: (odds) => next() < odds, int: (from, to) => from + Math.floor(next() * (to - from + 1)) };
};

const dayAfter = (day, count) =>
  new Date(Date.parse(`${day}T12:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);

class Home {
  constructor(name, sink) {
    this.name = name;
    this.path = mkdtempSync(join(tmpdir(), 'relance-outputs-'));
    this.sink = sink;
    this.day = '2026-08-03';
    this.count = 0;
    mkdirSync(join(folder, name), { recursive: true });
  }

  async run(words, { isQuiet = false } = {}) {
    const said = [];
    const code = await run(words, {
      env: { RELANCE_HOME: this.path, RELANCE_SMTP_URL: `smtp://127.0.0.1:${this.sink.port}`, NO_COLOR: '1' },
      now: new Date(`${this.day}T08:00:00Z`),
      stdout: (text) => said.push(text),
      stderr: (text) => said.push(text),
      isTerminal: false,
      columns: 80,
      openFile: () => undefined,
    });
    if (!isQuiet) this.write(words.join(' '), `${said.join('')}\n→ ${code}\n`);
    return code;
  }

  /** A file by command, in the order in which they were played. */
  write(title, text) {
    this.count += 1;
    const shown = title.replaceAll(this.path, '<home>').replaceAll(/\S*relance-outputs-\w+/g, '<home>');
    const name = `${String(this.count).padStart(4, '0')} ${shown.replaceAll(/[^\p{L}\d.-]+/gu, ' ').slice(0, 90)}`;
    const told = text
      .replaceAll(this.path, '<home>')
      .replaceAll(/\S*relance-outputs-\w+/g, '<home>')
      .replaceAll(/node \S+relance\.js/g, 'node relance.js')
      .replaceAll(resolve(bundle, '..', '..'), '<package>')
      .replaceAll(/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/g, '<uuid>');
    writeFileSync(join(folder, this.name, name.trim()), `${shown}\n\n${told}`);
  }

  /** What a line says, then what it says to other programs. */
  async both(...words) {
    await this.run(words);
    await this.run([...words, '--json']);
  }

  async live(day, ...lines) {
    this.day = day;
    for (const line of lines) await this.run(line, { isQuiet: true });
  }
}

const drawLife = async (home, seed) => {
  const lot = drawing(seed);
  await home.live('2026-08-03', PROFILE);
  const numbers = [];
  for (const [index, [name, kind, ...rest]] of CLIENTS.entries()) {
    for (let rank = 0; rank < lot.int(1, 3); rank += 1) {
      const number = `F-${index}${rank}`;
      const due = dayAfter('2026-09-01', lot.int(0, 75));
      await home.live('2026-09-01', [
        ...['add', '--numero', number, '--client', name, '--montant', String(lot.int(100, 5000))],
        ...['--emise', '2026-08-01', '--echeance', due],
        ...(rank > 0
          ? []
          : ['--type', kind, ...rest, '--email', `compta${index}@client.example`, '--tel', '0612345678']),
        ...(rank > 0 ? [] : ['--adresse', '4 rue du Port', '--cp', '33000', '--ville', 'Bordeaux']),
      ]);
      numbers.push(number);
    }
  }
  for (let day = '2026-09-02'; day < '2026-11-24'; day = dayAfter(day, lot.int(1, 4))) {
    await home.live(day, ['send', '--yes']);
    const number = numbers[lot.int(0, numbers.length - 1)];
    const acts = [
      ['pay', number, String(lot.int(20, 90)), '--le', day],
      ['promise', number, dayAfter(day, 6)],
      ['dispute', number, String(lot.int(10, 60)), '--motif', 'heures contestées'],
      ['resume', number],
      ['call', number, '--issue', ['message', 'attente-validation', 'deja-paye', 'refus'][lot.int(0, 3)]],
      ['log', number, '--entrant', '--canal', 'email', '--note', 'Je regarde'],
      ['pause', number, dayAfter(day, 5)],
      ['lettre', number, '--yes', '--sortie', home.path],
      ['mise-en-demeure', number, '--yes', '--sortie', home.path],
      ['mise-en-demeure', number, '--postee', day, '--lrar', '1A12345678901'],
      ['plan', number, '--mensualites', '3', '--premiere', dayAfter(day, 5), '--yes', '--sortie', home.path],
      ['plan', number, '--signe', day],
    ];
    if (lot.chance(0.6)) await home.live(day, acts[lot.int(0, acts.length - 1)]);
  }
  home.day = '2026-11-24';
  return numbers;
};

const STEPS = ['pre-echeance', 'relance-1', 'relance-2', 'relance-3', 'dernier-rappel'];

const observe = async (home, numbers) => {
  for (const line of ['due', 'matin', 'list', 'stats', 'prescription', 'taux', 'profil'])
    await home.both(line);
  await home.both('due', '--all');
  await home.both('list', '--all');
  await home.both('client', 'list');
  await home.both('bank', 'liste');
  await home.both('templates', 'list');
  await home.both('scenario', 'list');
  await home.both('send', '--dry-run');
  for (const [name] of CLIENTS) await home.both('client', 'show', name);
  for (const number of numbers) {
    for (const line of ['show', 'why', 'interets', 'preview', 'sms', 'call', 'prescription'])
      await home.both(line, number);
    for (const step of STEPS) await home.both('preview', number, '--etape', step);
    for (const model of ['recu', 'promesse', 'facture'])
      await home.both('send', number, '--modele', model, '--dry-run');
    for (const letter of ['lettre', 'mise-en-demeure', 'decheance', 'injonction', 'duplicata', 'plan'])
      await home.both(
        letter,
        number,
        '--dry-run',
        ...(letter === 'plan' ? ['--mensualites', '3', '--premiere', '2026-12-15'] : []),
      );
  }
  await home.run(['mise-en-demeure', numbers[0] ?? '', '--yes', '--sortie', home.path]);
  await home.run(['dossier', numbers[0] ?? '', '--sortie', home.path]);
  await home.run(['send', '--yes']);
};

/** A mail as it was received, less what changes at each run. */
const steady = (mail) =>
  mail
    .replaceAll(/^(Message-ID|In-Reply-To|References|Date):.*(?:\r?\n[ \t].*)*/gim, '$1: …')
    .replaceAll(/(?:--)?--_NmP-[\w-]+/g, '--boundary')
    .replaceAll(/boundary="[^"]*"/g, 'boundary');

const startSink = async () => {
  const received = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, _session, done) => {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        received.push(Buffer.concat(chunks).toString('utf8'));
        done();
      });
    },
  });
  await new Promise((started) => server.listen(0, '127.0.0.1', started));
  return {
    port: server.server.address().port,
    received,
    close: () => new Promise((ended) => server.close(ended)),
  };
};

const COMMANDS = [
  ...[
    '',
    'matin',
    'init',
    'profil',
    'client',
    'add',
    'import',
    'list',
    'show',
    'edit',
    'due',
    'why',
    'preview',
    'send',
  ],
  ...[
    'resolve',
    'call',
    'sms',
    'log',
    'pay',
    'bank',
    'promise',
    'pause',
    'resume',
    'dispute',
    'skip',
    'procedure',
  ],
  ...[
    'lettre',
    'mise-en-demeure',
    'decheance',
    'plan',
    'injonction',
    'declaration',
    'duplicata',
    'dossier',
    'cancel',
  ],
  ...['interets', 'taux', 'prescription', 'stats', 'templates', 'scenario', 'demo'],
];

rmSync(folder, { recursive: true, force: true });
const sink = await startSink();
const help = new Home('help', sink);
for (const command of COMMANDS) await help.run([...(command === '' ? [] : [command]), '--help']);
const demo = new Home('demo', sink);
demo.day = '2026-11-24';
await demo.run(['demo', '--dossier', join(demo.path, 'demo')]);
demo.path = join(demo.path, 'demo');
await observe(demo, ['2026-101', '2026-105']);
for (let seed = 1; seed <= 5; seed += 1) {
  const home = new Home(`home-${seed}`, sink);
  const numbers = await drawLife(home, seed);
  await observe(home, numbers);
  // The dossier holds the identifiers of messages, which differ at each run.
  for (const name of readdirSync(home.path)
    .filter((file) => /^(?!dossier).*\.pdf$/.test(file))
    .toSorted())
    home.write(name, readFileSync(join(home.path, name)).toString('latin1'));
  rmSync(home.path, { recursive: true, force: true });
}
const mails = new Home('mails', sink);
for (const mail of sink.received) mails.write('mail', steady(mail));
await sink.close();
