import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from './sqlite.js';

const isInstalled = (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;

const readInvoices = (database) => {
  const db = new Database(database, { readonly: true });
  const invoices = db
    .prepare(
      `select i.number, c.name client, i.issued_on issuedOn, i.due_on dueOn, i.total_cents / 100.0 total, i.settled_on settledOn
       from invoice i join client c on c.id = i.client_id order by i.id`,
    )
    .all();
  db.close();
  return invoices;
};

const stamp = (day) => `${day.replaceAll('-', '')}T120000Z`;

/** The unpaid invoices as pending tasks, the others as completed ones; « overdue » is what `due` is asked. */
const taskwarrior = (folder, invoices, env) => {
  const home = join(folder, 'task');
  mkdirSync(home);
  const settings = join(home, 'taskrc');
  writeFileSync(settings, `data.location=${home}\nconfirmation=off\nhooks=off\ngc=off\ndefaultwidth=80\n`);
  const tasks = invoices.map(({ number, client, issuedOn, dueOn, settledOn }) => ({
    description: `Facture ${number}`,
    project: client,
    entry: stamp(issuedOn),
    due: stamp(dueOn),
    ...(settledOn ? { status: 'completed', end: stamp(settledOn) } : { status: 'pending' }),
  }));
  const file = join(home, 'tasks.json');
  writeFileSync(file, JSON.stringify(tasks));
  const words = [`rc:${settings}`];
  execFileSync('task', [...words, 'import', file], { stdio: 'ignore', env });
  return { name: 'taskwarrior : task overdue, 10 000', command: ['task', ...words, 'overdue'], env };
};

/** One journal of the same invoices and payments; the balance of each client is what `due` is asked. */
const hledger = (folder, invoices, env) => {
  const journal = join(folder, 'invoices.journal');
  const lines = invoices.map(({ number, client, issuedOn, total, settledOn }) => {
    const entry = (day, cents) =>
      `${day} ${number}\n  assets:receivable:${client}  ${cents.toFixed(2)} EUR\n  income:sales\n`;
    return entry(issuedOn, total) + (settledOn ? entry(settledOn, -total) : '');
  });
  writeFileSync(journal, lines.join('\n'));
  return {
    name: 'hledger balance, 10 000',
    command: ['hledger', '-f', journal, 'balance', 'assets:receivable'],
    env,
  };
};

/** The same invoices in the programs of this machine that do part of the work. */
export const peerCases = (folder, database, env) => {
  const invoices = readInvoices(database);
  return [
    ...(isInstalled('task') ? [taskwarrior(folder, invoices, env)] : []),
    ...(isInstalled('hledger') ? [hledger(folder, invoices, { ...env, LC_ALL: 'C.UTF-8' })] : []),
  ];
};
