import PostalMime, { type Email } from 'postal-mime';
import { onTestFinished } from 'vitest';
import { addDays } from '../../src/domain/dates.ts';
import { plain } from './refused.ts';
import { SmtpSink } from './smtp-sink.ts';
import { World } from './world.ts';

/** What a client received: the day, and the subject with ordinary spaces. */
type Told = [day: string, subject: string];

/** The life of invoices told day by day: every morning, weekends included, `send --yes` runs as cron would. */
export class Story {
  readonly mails: Email[] = [];
  readonly told: Told[] = [];
  #next: string;

  private constructor(
    readonly world: World,
    readonly sink: SmtpSink,
    day: string,
  ) {
    this.#next = day;
  }

  static async begin(day: string, profile = '--forme EI'): Promise<Story> {
    const sink = await SmtpSink.start();
    onTestFinished(() => sink.close());
    const world = new World(day);
    await world.begin(
      `init --nom "Jeanne Martin" --siret 73282932000074 --email jeanne@martin.example --iban FR7630006000011234567890189 ${profile}`,
    );
    world.env['RELANCE_SMTP_URL'] = `smtp://127.0.0.1:${sink.port}`;
    return new Story(world, sink, day);
  }

  /** What happens on a day, before that day's run. */
  async on(day: string, ...lines: string[]): Promise<void> {
    await this.until(addDays(day, -1));
    this.world.today = day;
    for (const line of lines) await this.world.ok(line);
  }

  /** Lives each morning up to that day, included. */
  async until(day: string): Promise<void> {
    for (; this.#next <= day; this.#next = addDays(this.#next, 1)) {
      this.world.today = this.#next;
      const before = this.sink.received.length;
      await this.world.ok('send --yes');
      for (const { raw } of this.sink.received.slice(before)) {
        const mail = await PostalMime.parse(raw);
        this.mails.push(mail);
        this.told.push([this.#next, plain(mail.subject ?? '')]);
      }
    }
  }

  /** Stays away: nothing runs before that day. */
  sleepUntil(day: string): void {
    this.#next = day;
    this.world.today = day;
  }

  /** Lives those mornings alone. */
  async mornings(...days: string[]): Promise<void> {
    for (const day of days) {
      this.sleepUntil(day);
      await this.until(day);
    }
  }

  /** The text of the last message, with ordinary spaces, on one line. */
  get lastText(): string {
    return plain(this.mails.at(-1)?.text ?? '').replaceAll(/\s+/g, ' ');
  }

  /** What `due` asks of a person that day: channel and step. */
  async asked(): Promise<string[]> {
    const { actions } = await this.world.json<{ actions: { channel: string; step: string | null }[] }>('due');
    return actions.map(({ channel, step }) => (step === null ? channel : `${channel} ${step}`));
  }

  async next(number: string): Promise<{ act: boolean; step: string | null; on: string | null }> {
    const { decision } = await this.world.json<{
      decision: { act: boolean; step: string | null; on: string | null };
    }>(`why ${number}`);
    return { act: decision.act, step: decision.step, on: decision.on };
  }
}

export const ATELIER =
  '--client "Atelier Durand" --type entreprise --email compta@durand.example --tel "01 98 76 54 32" --contact "Mme Claire Durand"';
