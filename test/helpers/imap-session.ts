import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { ImapFolder, ImapPhase, ImapServer } from './imap-server.ts';
import { decodeName, encodeName, fetchReply, setTest, searchTest, wordsOf } from './imap-wire.ts';
import { selfSigned } from './self-signed-certificate.ts';

const MOST_LINE = 8192;
const PHASES: Readonly<Record<string, ImapPhase>> = {
  CAPABILITY: 'capability',
  STARTTLS: 'starttls',
  LOGIN: 'login',
  AUTHENTICATE: 'login',
  NAMESPACE: 'namespace',
  LIST: 'list',
  EXAMINE: 'examine',
  SELECT: 'examine',
  SEARCH: 'search',
  APPEND: 'append',
  LOGOUT: 'logout',
};
const BEFORE_LOGIN = new Set(['CAPABILITY', 'STARTTLS', 'ID', 'LOGIN', 'AUTHENTICATE', 'NOOP', 'LOGOUT']);
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const utf8 = (word = ''): string => Buffer.from(word, 'latin1').toString();
const unbase64 = (text: string): string => Buffer.from(text, 'base64').toString();

/** Ends a session, wherever it stands. */
class Gone extends Error {}

/** One connection, which answers one command after the other. */
export class ImapSession {
  readonly #wire: Socket;
  /** The wire, or TLS over it. */
  #socket: Socket;
  readonly #server: ImapServer;
  #pending = Buffer.alloc(0);
  #wake: () => void = () => undefined;
  #isLoggedIn = false;
  #folder: ImapFolder | null = null;
  #isReadOnly = true;

  constructor(socket: Socket, server: ImapServer) {
    this.#server = server;
    this.#wire = socket;
    this.#wire.on('error', () => undefined);
    this.#socket = this.#listenTo(server.options.tls === 'implicit' ? this.#overTls() : socket);
  }

  async run(): Promise<void> {
    try {
      if (!this.#strikes('greeting', '*')) this.#say('* OK ready');
      for (;;) await this.#command();
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
    }
  }

  #overTls(): Socket {
    return new TLSSocket(this.#wire, { isServer: true, ...selfSigned });
  }

  #listenTo(socket: Socket): Socket {
    socket.on('error', () => undefined);
    socket.on('close', () => this.#wake());
    socket.on('data', (chunk) => {
      this.#pending = Buffer.concat([this.#pending, chunk]);
      this.#wake();
    });
    return socket;
  }

  #say(reply: string | Buffer): boolean {
    return this.#socket.write(typeof reply === 'string' ? `${reply}\r\n` : reply);
  }

  /** Bytes once they are there, as `size` finds them: none yet when negative. */
  async #read(size: () => number): Promise<Buffer> {
    while (size() < 0) {
      if (this.#socket.destroyed) throw new Gone();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const bytes = this.#pending.subarray(0, size());
    this.#pending = this.#pending.subarray(bytes.length);
    return bytes;
  }

  async #line(): Promise<string> {
    const line = await this.#read(() => this.#pending.indexOf('\n') + 1 || -1);
    return line.toString('latin1').trimEnd();
  }

  /** A command line, its literals among its words. */
  async #words(): Promise<{ words: string[]; line: string }> {
    const all: string[] = [];
    for (let whole = ''; ;) {
      const line = await this.#line();
      const [literal = '', size = '0'] = /\{(\d+)\}$/.exec(line) ?? [];
      whole += line;
      all.push(...wordsOf(line.slice(0, line.length - literal.length)));
      if (literal === '') return { words: all, line: whole };
      if (/^append$/i.test(all[1] ?? '') && this.#strikes('append', all[0] ?? '*'))
        return { words: [], line: '' };
      this.#say('+ go on');
      const bytes = await this.#read(() => (this.#pending.length < Number(size) ? -1 : Number(size)));
      all.push(bytes.toString('latin1'));
    }
  }

  /** Applies the fault of a phase, if there is one. A connection that is no more, or mute, ends its session. */
  #strikes(phase: ImapPhase, tag: string): boolean {
    const fault = this.#server.take(phase);
    if (fault === null) return false;
    this.#strike(fault.do, tag);
    return true;
  }

  #strike(what: string, tag: string): void {
    if (what === 'cut') this.#socket.end();
    else if (what === 'reset') this.#wire.resetAndDestroy();
    else if (what === 'trickle') {
      const timer = setInterval(() => this.#say('* OK Patience'), 20);
      this.#socket.on('close', () => clearInterval(timer));
    } else if (what.startsWith('BYE')) this.#socket.end(`* ${what}\r\n`);
    else if (what !== 'hang') return void this.#say(`${tag} ${what}`);
    throw new Gone();
  }

  async #command(): Promise<void> {
    const { words, line } = await this.#words();
    const [tag, first, ...rest] = words;
    if (tag === undefined || first === undefined) return;
    const byUid = first.toUpperCase() === 'UID';
    const verb = (byUid ? (rest.shift() ?? '') : first).toUpperCase();
    const isSecret = verb === 'LOGIN' || verb === 'AUTHENTICATE';
    const shown = isSecret
      ? [verb, ...(verb === 'LOGIN' ? [] : rest.slice(0, 1))].join(' ')
      : line.slice(tag.length + 1);
    this.#server.commands.push(shown);
    this.#server.onCommand(shown);
    const phase = PHASES[verb];
    if (phase !== undefined && phase !== 'append' && this.#strikes(phase, tag)) return;
    const done = (said: string): void => void this.#say(`${tag} ${said}`);
    if (line.length > MOST_LINE) return done('BAD Too long argument');
    if (!this.#isLoggedIn && !BEFORE_LOGIN.has(verb)) return done('BAD Log in first');
    switch (verb) {
      case 'CAPABILITY':
        this.#say(`* CAPABILITY ${this.#capabilities()}`);
        return done('OK done');
      case 'STARTTLS':
        return this.#startTls(done);
      case 'ID':
        this.#say('* ID ("name" "test" "version" "1")');
        return done('OK done');
      case 'LOGIN':
        return this.#accept(utf8(rest[0]) === this.#server.options.user, utf8(rest[1]), done);
      case 'AUTHENTICATE':
        return this.#authenticate(rest, done);
      case 'NAMESPACE':
        this.#say('* NAMESPACE (("" "/")) NIL NIL');
        return done('OK done');
      case 'LIST':
      case 'LSUB':
        this.#list(verb, rest[1] ?? '');
        return done('OK done');
      case 'EXAMINE':
      case 'SELECT':
        return this.#open(decodeName(rest[0] ?? ''), verb === 'EXAMINE', done);
      case 'SEARCH':
        return this.#search(rest, byUid, done);
      case 'FETCH':
        return this.#fetch(rest, byUid, tag);
      case 'APPEND':
        return this.#append(rest, tag);
      case 'NOOP':
        return done('OK done');
      case 'LOGOUT':
        this.#say('* BYE');
        done('OK done');
        this.#socket.end();
        throw new Gone();
      default:
        return done('BAD Unknown command');
    }
  }

  #capabilities(): string {
    const { tls = 'none', tokens, isLoginOnly = false, announces = [] } = this.#server.options;
    const isOpen = tls === 'starttls' && !(this.#socket instanceof TLSSocket);
    const auth = isLoginOnly ? [] : ['SASL-IR', tokens === undefined ? 'AUTH=PLAIN' : 'AUTH=XOAUTH2'];
    const offered = isOpen ? ['STARTTLS', 'LOGINDISABLED'] : auth;
    return ['IMAP4rev1', 'ID', 'NAMESPACE', 'SPECIAL-USE', 'UIDPLUS', ...announces, ...offered].join(' ');
  }

  #startTls(done: (said: string) => void): void {
    if (this.#server.options.tls !== 'starttls') return done('BAD Not here');
    done('OK begin');
    this.#socket.removeAllListeners('data');
    this.#socket = this.#listenTo(this.#overTls());
  }

  /** As a careless server would, it repeats the secret that it refuses. */
  #accept(isKnown: boolean, secret: string, done: (said: string) => void): void {
    const { password, tokens } = this.#server.options;
    this.#isLoggedIn = isKnown && (tokens === undefined ? secret === password : tokens.has(secret));
    done(this.#isLoggedIn ? 'OK welcome' : `NO [AUTHENTICATIONFAILED] Invalid credentials ${secret}`);
  }

  async #authenticate([mechanism = '', initial]: string[], done: (said: string) => void): Promise<void> {
    if (initial === undefined) this.#say('+ ');
    const given = unbase64(initial ?? (await this.#line()));
    const { user, tokens } = this.#server.options;
    if (mechanism === 'PLAIN') {
      const [, name, secret = ''] = given.split('\0');
      return this.#accept(name === user && tokens === undefined, secret, done);
    }
    const [name, bearer = ''] = given.split('\u0001');
    const token = bearer.replace(/^auth=Bearer /, '');
    const isGood = name === `user=${user}` && tokens?.has(token) === true;
    if (!isGood) {
      this.#say(`+ ${base64('{"status":"400","schemes":"Bearer","scope":"https://mail.example/"}')}`);
      await this.#line();
    }
    this.#accept(isGood, token, done);
  }

  #list(verb: string, pattern: string): void {
    if (pattern === '') return void this.#say(`* ${verb} (\\Noselect) "/" ""`);
    const asked = decodeName(pattern).replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');
    const isAsked = new RegExp(`^${asked.replaceAll('*', '.*').replaceAll('%', '[^/]*')}$`);
    for (const name of this.#server.folders.keys())
      if (isAsked.test(name))
        this.#say(`* ${verb} (${this.#server.specialUse(name)}) "/" "${encodeName(name)}"`);
  }

  #open(name: string, isReadOnly: boolean, done: (said: string) => void): void {
    this.#folder = this.#server.folders.get(name) ?? null;
    if (this.#folder === null) return done('NO [NONEXISTENT] Unknown folder');
    this.#isReadOnly = isReadOnly;
    const { mails, uidValidity, nextUid } = this.#folder;
    this.#say(`* FLAGS (\\Answered \\Seen)\r\n* ${mails.length} EXISTS\r\n* 0 RECENT`);
    for (const [said, number] of Object.entries({ UIDVALIDITY: uidValidity, UIDNEXT: nextUid }))
      if (said !== this.#server.options.unsaid) this.#say(`* OK [${said} ${number}] told`);
    done(`OK [READ-${isReadOnly ? 'ONLY' : 'WRITE'}] open`);
  }

  #search(words: string[], byUid: boolean, done: (said: string) => void): void {
    const mails = this.#folder?.mails;
    const isFound = searchTest(words);
    if (mails === undefined || isFound === null) return done('BAD Not understood');
    const found = mails.flatMap((mail, at) => {
      const isIn = isFound(mail, at + 1, mails.at(-1) ?? mail, mails.length);
      return isIn ? [byUid ? mail.uid : at + 1] : [];
    });
    this.#say(['* SEARCH', ...found].join(' '));
    done('OK done');
  }

  async #fetch([set = '', ...items]: string[], byUid: boolean, tag: string): Promise<void> {
    const mails = [...(this.#folder?.mails ?? [])];
    const isAsked = setTest(set, byUid ? (mails.at(-1)?.uid ?? 0) : mails.length);
    const fault = this.#server.take('fetch');
    const isReply = fault !== null && /^(?:NO|BAD|BYE)/.test(fault.do);
    let left = fault?.after ?? (fault === null ? Infinity : -1);
    for (const [at, mail] of mails.entries()) {
      if (left < (isReply ? 1 : 0)) break;
      if (!isAsked(byUid ? mail.uid : at + 1)) continue;
      const reply = fetchReply(at + 1, mail, items);
      if (reply === null) return void this.#say(`${tag} BAD Not understood`);
      left -= 1;
      if (this.#server.options.isChatty) this.#say(`* 1 FETCH (FLAGS (\\Seen))\r\n* ${mails.length} EXISTS`);
      if (!this.#say(left < 0 ? reply.subarray(0, reply.length / 2) : reply)) await this.#drained();
      const isSeen = !this.#isReadOnly && items.some((item) => /^BODY\[/i.test(item));
      if (isSeen && !mail.flags.includes('\\Seen')) mail.flags.push('\\Seen');
    }
    if (fault === null) this.#say(`${tag} OK done`);
    else this.#strike(fault.do, tag);
  }

  /** A client that does not read is not read to. */
  #drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.once('drain', resolve);
      this.#socket.once('close', () => resolve());
    });
  }

  #append(words: string[], tag: string): void {
    const [name, flags] = [decodeName(words[0] ?? ''), words.slice(1, -1)];
    const date = flags.find((word) => /^[ \d]\d-/.test(word));
    if (!this.#server.folders.has(name)) return void this.#say(`${tag} NO [TRYCREATE] Unknown folder`);
    const raw = Buffer.from(words.at(-1) ?? '', 'latin1');
    const kept = flags.filter((word) => word !== date);
    const uid = this.#server.add(name, raw, date === undefined ? new Date() : new Date(date), kept);
    if (this.#strikes('appended', tag)) return;
    this.#say(`${tag} OK [APPENDUID ${this.#server.folder(name).uidValidity} ${uid}] kept`);
  }
}
