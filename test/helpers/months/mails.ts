import PostalMime from 'postal-mime';
import type { SmtpSink } from '../smtp-sink.ts';

/** The messages that clients of a month have received; a month has a domain of its own at the shared server. */
export class Mails {
  #seen = 0;

  constructor(
    readonly sink: SmtpSink,
    readonly domain: string,
  ) {}

  /** What arrived since: the numbers in the table of each message. */
  async fresh(): Promise<string[]> {
    const received = this.sink.received.slice(this.#seen);
    this.#seen = this.sink.received.length;
    const numbers: string[] = [];
    for (const { to, raw } of received) {
      if (!to.some((address) => address.endsWith(`.${this.domain}`))) continue;
      const { text = '' } = await PostalMime.parse(raw);
      const table = [...text.matchAll(/^(\S+) +\d\d\/\d\d\/\d{4} /gm)].map((match) => match[1] ?? '');
      if (table.length === 0) throw new Error(`a reminder without its table:\n${text}`);
      numbers.push(...table);
    }
    return numbers;
  }
}
