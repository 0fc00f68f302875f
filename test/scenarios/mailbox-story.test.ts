import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/dates.ts';
import { Correspondence } from '../helpers/mailbox.ts';
import { plain } from '../helpers/refused.ts';

/** A correspondence lived morning after morning: `send --yes` runs each day, as cron would. */
class Mornings {
  /** What left: day, address, step. */
  readonly left: [day: string, to: string, step: string][] = [];
  #next: string;

  private constructor(
    readonly mail: Correspondence,
    day: string,
  ) {
    this.#next = day;
  }

  static async begin(day: string): Promise<Mornings> {
    return new Mornings(await Correspondence.begin(day), day);
  }

  /** Lives the mornings up to that day. @returns what the last one said */
  async until(day: string): Promise<string> {
    const { world, sink } = this.mail;
    let screen = '';
    for (; this.#next <= day; this.#next = addDays(this.#next, 1)) {
      world.today = this.#next;
      const before = sink.received.length;
      screen = plain(await world.ok('send --yes'));
      const [, step = ''] = / ([\w-]+), F-2026-1 : .* → /.exec(screen) ?? [];
      for (const { to } of sink.received.slice(before)) this.left.push([this.#next, to.join(', '), step]);
    }
    return screen;
  }

  /** Of a command, on the day that was reached. */
  async screen(line: string): Promise<string> {
    return plain(await this.mail.world.ok(line));
  }
}

const NOTHING = 'Aucune relance à envoyer.';

describe('a reminder and what comes back', () => {
  it('refused, corrected, an absence, an answer, ours: each reminder leaves once, at its day', async () => {
    const story = await Mornings.begin('2026-11-05');
    const { mail } = story;

    expect(await story.until('2026-11-05')).toContain(
      '✓ Dupont, relance-1, F-2026-1 : 1 200,00 € → compta@dupont.fr',
    );

    // That evening, nobody has that address: it is refused, and the step is to do again.
    mail.bounce('5.1.1');
    const refusedOn = await story.until('2026-11-06');
    expect(refusedOn).toContain('Dupont : compta@dupont.fr refuse les messages, l’étape est à refaire');
    expect(refusedOn).toContain('→ relance client edit 1 --email <adresse>');
    expect(refusedOn).toContain(NOTHING);
    const blocked = (await story.screen('due')).replaceAll(/\s+/g, ' ');
    expect(blocked).toContain(
      'e-mail « relance-1 » à compléter : adresse refusée le 05/11/2026 : compta@dupont.fr',
    );

    // Another address: the same step leaves, to it alone, once the weekend is over.
    await story.screen('client edit 1 --email comptabilite@dupont.fr');
    expect(await story.screen('due')).toContain('À envoyer : 1 e-mail, 1 200,00 €  → relance send');
    expect(await story.until('2026-11-08')).toContain(NOTHING);
    expect(await story.until('2026-11-09')).toContain(
      '✓ Dupont, relance-1, F-2026-1 : 1 200,00 € → comptabilite@dupont.fr',
    );

    // Away: its return and its substitute are said, nothing is held.
    mail.receive(
      {
        From: 'comptabilite@dupont.fr',
        Subject: 'Absence du bureau',
        'Auto-Submitted': 'auto-replied',
        'In-Reply-To': mail.sentId(),
      },
      'Je suis absente, de retour le 13 novembre 2026. Pour les urgences : jean@dupont.fr',
    );
    const away = await story.until('2026-11-10');
    expect(away).toContain('Dupont : de retour le 13/11/2026');
    expect(away).toContain(
      '→ attendre son retour : relance pause Dupont --jusqu-au 13/11/2026 --motif "absence"',
    );
    expect(away).toContain('→ pour les urgences : relance client edit 1 --cc jean@dupont.fr');
    expect(await story.screen('why F-2026-1')).toContain('Le 16/11/2026 : e-mail « relance-2 ».');

    // A word of the client, the very morning of the next reminder: it is shown first, and holds it.
    await story.until('2026-11-15');
    mail.world.today = '2026-11-16';
    mail.receive(
      { From: 'comptabilite@dupont.fr', 'In-Reply-To': mail.sentId() },
      'Le virement partira le 20 novembre.\r\n\r\nLe 9 nov. 2026 à 12:00, Claire Petit a écrit :\r\n> Bonjour',
    );
    const held = await story.until('2026-11-16');
    expect(held.startsWith('1 réponse : les relances attendent la vôtre.\n\nRéponses\n')).toBe(true);
    expect(held).toContain(
      '  n° 3  Dupont, F-2026-1, le 16/11/2026 à 12:00\n    « Le virement partira le 20 novembre. »',
    );
    expect(held).toContain('→ promis pour le 20/11/2026 : relance promise F-2026-1 20/11/2026');
    expect(held).toContain(NOTHING);
    expect(await story.until('2026-11-17')).toBe(`${NOTHING}\n`);
    const waiting = await story.screen('due');
    expect(waiting).toContain(
      'Rien à relancer le 17/11/2026.\n\nRéponses reçues, sans réponse de votre part :\n  n° 3  Dupont, F-2026-1',
    );
    expect(waiting).toContain('Boîte aux lettres lue jusqu’au 17/11/2026 à 12:00.');
    expect(await story.screen('why F-2026-1')).toContain(
      '✗ le client a répondu le 16/11/2026 : à vous de lui répondre',
    );

    // Ours, and the reminders go on.
    const answered = await story.screen('log F-2026-1 --canal email --note "Merci, à vendredi"');
    expect(answered).toContain('1 message reçu est tenu pour répondu.');
    expect(answered).toContain('Ensuite : e-mail « relance-2 », le 20/11/2026.');
    expect(await story.until('2026-11-19')).toContain(NOTHING);
    expect(await story.until('2026-11-20')).toContain(
      '✓ Dupont, relance-2, F-2026-1 : 1 200,00 € → comptabilite@dupont.fr',
    );
    expect(await story.until('2026-11-26')).toContain(NOTHING);

    expect(story.left).toEqual([
      ['2026-11-05', 'compta@dupont.fr', 'relance-1'],
      ['2026-11-09', 'comptabilite@dupont.fr', 'relance-1'],
      ['2026-11-20', 'comptabilite@dupont.fr', 'relance-2'],
    ]);
    const [first, again, second] = await Promise.all(
      mail.sink.received.map(({ raw }) => PostalMime.parse(raw)),
    );
    // What nobody received is no part of the thread of what was.
    expect(again?.messageId).not.toBe(first?.messageId);
    expect(second?.inReplyTo).toBe(again?.messageId);
    expect(mail.world.rows('select status from contact order by id')).toEqual(
      ['undelivered', 'sent', 'logged', 'logged', 'sent'].map((status) => ({ status })),
    );
  });

  it('set aside, the reminder leaves at its day all the same', async () => {
    const story = await Mornings.begin('2026-11-05');
    await story.until('2026-11-06');
    story.mail.receive(
      { From: 'inconnu@ailleurs.example', Subject: 'F-2026-1' },
      'Nos offres de fin d’année',
    );
    const asked = await story.until('2026-11-09');
    expect(asked).toContain(NOTHING);
    expect(await story.until('2026-11-11')).toContain(NOTHING);
    expect(await story.screen('due')).toContain('Réponses reçues, sans réponse de votre part :');
    await story.screen('resume F-2026-1');
    await story.until('2026-11-13');
    expect(story.left.map(([day, , step]) => [day, step])).toEqual([
      ['2026-11-05', 'relance-1'],
      ['2026-11-12', 'relance-2'],
    ]);
  });
});
