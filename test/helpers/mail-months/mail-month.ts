import { parisDay } from '../../../src/domain/dates.ts';
import { addClient, addInvoice, openBusiness } from '../claims.ts';
import { ImapServer, type ImapFault } from '../imap-server.ts';
import { chance, isWorkingDay, pick, plusDays } from '../months/facts.ts';
import { Violation } from '../months/ledger.ts';
import { randomFrom, type Random } from '../mutations.ts';
import type { SmtpSink } from '../smtp-sink.ts';
import { World } from '../world.ts';
import { drawMail, type Drawn, type Writer } from './mails.ts';

const DAYS = 26;
/** Weekdays during which words without an answer hold; a day off makes it longer. */
const HOLD_DAYS = 5;
const CUTS: ImapFault[] = [
  { at: 'greeting', do: 'reset' },
  { at: 'login', do: 'cut' },
  { at: 'login', do: 'NO [UNAVAILABLE] later' },
  { at: 'examine', do: 'cut' },
  { at: 'search', do: 'reset' },
  { at: 'search', do: 'NO not now' },
];

interface Person extends Writer {
  id: number;
}

interface Arrived extends Drawn {
  person: Person;
  onDay: string;
  isAnswered: boolean;
  /** A reading without a fault has passed over it. */
  isLookedAt: boolean;
}

const weekdaysAfter = (from: string, to: string): number => {
  let count = 0;
  for (let day = plusDays(from, 1); day <= to; day = plusDays(day, 1))
    if (![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())) count += 1;
  return count;
};

const same = (what: string, found: unknown, wanted: unknown): void => {
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    throw new Violation(`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
};

/** A month of a freelancer whose mailbox is read each morning before the reminders leave; what happens is drawn from a seed. */
export class MailMonth {
  readonly journal: string[] = [];
  readonly #people: Person[] = [];
  readonly #arrived: Arrived[] = [];
  /** What this month sent, days included. */
  readonly sent: string[] = [];
  /** What the user typed, day by day. */
  readonly script: { day: string; lines: string[][] }[] = [];
  readonly #paid = new Set<string>();
  #mails = 0;
  #isRead = false;

  private constructor(
    readonly seed: number,
    readonly random: Random,
    readonly world: World,
    readonly sink: SmtpSink,
    readonly imap: ImapServer,
    readonly suffix: string,
  ) {}

  static async begin(seed: number, sink: SmtpSink, suffix = 'example'): Promise<MailMonth> {
    const random = randomFrom(seed);
    const imap = await ImapServer.start({
      user: 'jeanne',
      password: 'secret',
      folders: { INBOX: [], Clients: [] },
    });
    const world = new World(plusDays('2026-02-02', random(300)));
    await openBusiness(world, sink.port);
    const month = new MailMonth(seed, random, world, sink, imap, `.m${seed}.${suffix}`);
    month.#addPeople();
    return month;
  }

  #addPeople(): void {
    const { random, world, suffix } = this;
    const count = 3 + random(3);
    for (let at = 1; at <= count; at += 1) {
      const domain = `c${at}${suffix}`;
      const name = `Client ${at}`;
      const email = `compta@${domain}`;
      const id = addClient(world, name, { email });
      const numbers = Array.from({ length: 1 + random(3) }, (_, index) => `F-${at}0${index + 1}`);
      for (const number of numbers) {
        const dueOn = plusDays(world.today, random(25) - 8);
        addInvoice(world, id, number, { issuedOn: plusDays(dueOn, -30), dueOn });
      }
      this.#people.push({ id, name, email, domain, numbers, received: [] });
    }
  }

  #type(line: string[]): string[] {
    const { today } = this.world;
    const last = this.script.at(-1);
    if (last?.day === today) last.lines.push(line);
    else this.script.push({ day: today, lines: [line] });
    return line;
  }

  /** The same life without a mailbox: what would have left. */
  async liveAgain(script: MailMonth['script']): Promise<void> {
    for (const { day, lines } of script) {
      this.world.today = day;
      for (const line of lines)
        if (line[0] === 'send') await this.#morning();
        else await this.world.ok(line);
    }
  }

  close(): Promise<void> {
    return this.imap.close();
  }

  #tell(text: string): void {
    this.journal.push(`${this.world.today}  ${text}`);
  }

  async live(): Promise<void> {
    const { world, imap } = this;
    world.env['RELANCE_IMAP_URL'] = `imap://jeanne@127.0.0.1:${imap.port}`;
    world.env['RELANCE_IMAP_PASSWORD'] = 'secret';
    world.env['RELANCE_IMAP_FOLDERS'] = 'Clients';
    for (let day = 0; day < DAYS; day += 1) {
      if (isWorkingDay(this.world.today)) await this.#work();
      else this.#arrive(15);
      this.world.today = plusDays(this.world.today, 1);
    }
  }

  async #work(): Promise<void> {
    const { random } = this;
    this.#arrive(35);
    if (chance(random, 8)) this.#renumber();
    const isCut = this.#isRead && chance(random, 8);
    const fault = pick(random, CUTS);
    if (isCut) await this.#morningWithout(fault);
    else await this.#morning();
    await this.#act();
    this.#arrive(20);
  }

  #arrive(percent: number): void {
    const { random, world } = this;
    if (!this.#isRead || !chance(random, percent)) return;
    const count = 1 + random(2);
    for (let index = 0; index < count; index += 1) {
      const person = pick(random, this.#people);
      this.#mails += 1;
      const drawn = drawMail(random, person, `<in-${this.#mails}@m${this.seed}.example>`);
      const at = new Date(`${world.today}T${String(4 + random(18)).padStart(2, '0')}:30:00Z`);
      const folder = pick(random, ['INBOX', 'INBOX', 'Clients']);
      const isTwice = chance(random, 10);
      this.imap.add(folder, drawn.raw, at);
      if (isTwice) this.imap.add(folder === 'INBOX' ? 'Clients' : 'INBOX', drawn.raw, at);
      this.#arrived.push({ ...drawn, person, onDay: parisDay(at), isAnswered: false, isLookedAt: false });
      this.#tell(`${person.name}: ${drawn.what} ${drawn.id} in ${folder}${isTwice ? ', twice' : ''}`);
    }
  }

  #renumber(): void {
    const folder = this.imap.folder(pick(this.random, ['INBOX', 'Clients']));
    folder.uidValidity += 1 + this.random(5);
    for (const [index, mail] of folder.mails.entries()) mail.uid = index + 1;
    folder.nextUid = folder.mails.length + 1;
    this.#tell('a folder is numbered anew');
  }

  #received(): { to: string; id: string }[] {
    return this.sink.received
      .filter(({ to }) => to.some((address) => address.endsWith(this.suffix)))
      .map(({ to, raw }) => ({
        to: to[0] ?? '',
        id: /^message-id:\s*(<[^>]+>)/im.exec(raw.toString('latin1'))?.[1] ?? '',
      }));
  }

  async #morningWithout(fault: ImapFault): Promise<void> {
    this.#tell(`no mailbox: ${fault.at} ${fault.do}`);
    const before = this.#received().length;
    const until = this.#readUntil();
    this.imap.faults = [{ ...fault }];
    const { exitCode, stdout } = await this.world.relance('send --yes --json');
    this.imap.faults = [];
    const code = /"code":\s*"([^"]+)"/.exec(stdout)?.[1];
    same('a mailbox that cannot be read', [exitCode, code], [1, 'mailbox-unknown']);
    same('messages that left without it', this.#received().length - before, 0);
    same('read until', this.#readUntil(), until);
  }

  #readUntil(): unknown {
    return this.world.rows('select read_until from mailbox');
  }

  async #morning(): Promise<void> {
    const before = this.#received().length;
    this.#type(['send', '--yes']);
    const { exitCode, stdout, stderr } = await this.world.relance('send --yes');
    if (![0, 3].includes(exitCode)) throw new Violation(`send → ${exitCode}\n${stdout}${stderr}`);
    this.#isRead = true;
    this.#leaveAside();
    for (const one of this.#received().slice(before)) this.#judge(one);
    this.#checkKept();
  }

  /** Who owed nothing any more, and named nothing, wrote of something else; a reading that was cut may have seen the debt. */
  #leaveAside(): void {
    for (const mail of this.#arrived.filter(({ isLookedAt }) => !isLookedAt)) {
      mail.isLookedAt = true;
      const isBare = mail.what === 'words of the client';
      const owesNothing = mail.person.numbers.every((number) => this.#paid.has(number));
      const isKept = this.world.rows('select 1 from received_mail where key = ?', mail.id).length > 0;
      if (isBare && owesNothing && !isKept) Object.assign(mail, { kind: 'foreign', files: 0 });
    }
  }

  /** A reminder has left: had anybody written, or refused it? */
  #judge({ to, id }: { to: string; id: string }): void {
    const { today } = this.world;
    const person = this.#people.find(({ domain }) => to.endsWith(`@${domain}`));
    if (!person) throw new Violation(`${to} is nobody`);
    this.#tell(`sent to ${to} ${id}`);
    this.sent.push(`${today} ${person.name}`);
    for (const mail of this.#arrived) {
      const isWaiting = mail.kind === 'reply' && mail.person === person && !mail.isAnswered;
      if (isWaiting && weekdaysAfter(mail.onDay, today) <= HOLD_DAYS)
        throw new Violation(
          `${person.name} wrote ${mail.id} (${mail.what}) on ${mail.onDay} and is reminded`,
        );
      if (mail.refuses === to) throw new Violation(`${to} was refused (${mail.id}) and is written to`);
    }
    person.received.push({ id, to });
  }

  #checkKept(): void {
    const { world } = this;
    const keys = (kinds: string[]): string[] =>
      this.#arrived
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ id }) => id)
        .toSorted();
    const kept = (kind: string): string[] =>
      world
        .rows<{ key: string }>('select key from received_mail where kind = ?', kind)
        .map(({ key }) => key)
        .toSorted();
    same('replies kept', kept('reply'), keys(['reply']));
    // An absence told by an address that was changed before the mailbox could be read is nobody's any more.
    const absences = keys(['automatic']);
    same(
      'other mails kept as automatic answers',
      kept('automatic').filter((key) => !absences.includes(key)),
      [],
    );
    same('bounces kept', kept('bounce'), keys(['bounce', 'delay']));
    same('other mails kept', kept('delivery'), []);
    const [{ contacts, files, clients } = {}] = world.rows<Record<string, number>>(
      `select (select count(*) from contact where direction = 'in') contacts,
         (select count(*) from document where kind = 'reply') files, (select count(*) from client) clients`,
    );
    same('inbound contacts', contacts, keys(['reply']).length);
    const attached = this.#arrived.reduce((sum, { files: own }) => sum + own, 0);
    same('files of replies', files, attached);
    same('clients', clients, this.#people.length);
    for (const { id, person } of this.#arrived.filter(({ kind }) => kind === 'reply')) {
      const rows = world.rows(
        'select c.client_id client from received_mail r join contact c on c.id = r.contact_id where r.key = ?',
        id,
      );
      same(`whose words ${id} are`, rows, [{ client: person.id }]);
    }
  }

  /** The user answers, is paid, or learns of a new address. */
  async #act(): Promise<void> {
    const { random, world } = this;
    const person = pick(random, this.#people);
    const number = pick(random, person.numbers);
    const isOwed =
      world.rows('select 1 from invoice where number = ? and settled_on is null', number).length > 0;
    if (chance(random, 15) && isOwed) {
      this.#tell(`answers ${person.name}`);
      await world.ok(this.#type(['log', number, '--canal', 'email', '--note', 'merci']));
      for (const mail of this.#arrived) if (mail.person === person) mail.isAnswered = true;
    } else if (chance(random, 8) && isOwed) {
      this.#tell(`${number} is paid`);
      await world.ok(this.#type(['pay', number]));
      this.#paid.add(number);
    }
    const changes = chance(random, 30);
    for (const refused of this.#people) {
      if (!changes || !this.#arrived.some(({ refuses }) => refuses === refused.email)) continue;
      refused.email = `compta${this.#mails}@${refused.domain}`;
      this.#tell(`${refused.name} is at ${refused.email}`);
      await world.ok(['client', 'edit', String(refused.id), '--email', refused.email]);
    }
  }

  /** Those to whom nothing happened that holds or changes a reminder. */
  undisturbed(): Set<string> {
    const disturbed = new Set(
      this.#arrived
        .filter(({ kind }) => kind === 'reply' || kind === 'bounce')
        .map(({ person }) => person.name),
    );
    return new Set(this.#people.map(({ name }) => name).filter((name) => !disturbed.has(name)));
  }
}
