import { describe, expect, it } from 'vitest';
import { reminded, type Correspondence } from '../helpers/mailbox.ts';
import { plain } from '../helpers/refused.ts';

/** What `inbox` offers for an answer: its lines that tell what to type. */
const offered = async (
  mail: Correspondence,
  body: string,
  headers: Record<string, string> = { 'In-Reply-To': mail.sentId() },
): Promise<string[]> => {
  mail.receive(headers, body);
  return plain(await mail.world.ok('inbox'))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(?:→|…)/.test(line));
};

const LOGGED = '→ puis, une fois répondu : relance log F-2026-1 --canal email';
const PAID = '→ dit avoir payé : vérifiez votre banque, puis relance pay F-2026-1';

describe('the command that an answer calls for', () => {
  it.each([
    ['Le virement est parti.', [PAID, LOGGED]],
    ['Le virement de 1 200 € est parti.', [PAID, LOGGED]],
    ['Le virement est parti, mais de 700 € seulement.', [`${PAID} <montant reçu>`, LOGGED]],
    ['Le virement est parti. Il est de 700 €.', [`${PAID} <montant reçu>`, LOGGED]],
    ['Un acompte, le virement est parti.', [`${PAID} <montant reçu>`, LOGGED]],
    ['Le virement est parti.\n-- \nDupont SARL au capital de 10 000 €', [PAID, LOGGED]],
    [
      'Je vous paierai la moitié, 600 €, le 20 novembre.',
      ['→ promis pour le 20/11/2026 : relance promise F-2026-1 20/11/2026 600', LOGGED],
    ],
    [
      'Je vous paierai 600,50 € le 20 novembre.',
      ['→ promis pour le 20/11/2026 : relance promise F-2026-1 20/11/2026 600,50', LOGGED],
    ],
    [
      'Je vous paierai la moitié le 20 novembre.',
      ['→ promis pour le 20/11/2026 : relance promise F-2026-1 20/11/2026 <montant>', LOGGED],
    ],
    [
      'Je vous paierai 600 € le 20 novembre, et 300 € plus tard.',
      ['→ promis pour le 20/11/2026 : relance promise F-2026-1 20/11/2026 <montant>', LOGGED],
    ],
    [
      'Je vous paierai le 20 novembre. Les frais sont de 40 €.',
      ['→ promis pour le 20/11/2026 : relance promise F-2026-1 20/11/2026 <montant>', LOGGED],
    ],
    [
      'Je vous paierai 2 000 € le 20 novembre.',
      ['→ promis pour le 20/11/2026 : relance promise F-2026-1 20/11/2026 <montant>', LOGGED],
    ],
    [
      'Je vous paierai 600 € prochainement.',
      ['→ une date est promise : relance promise F-2026-1 <date> 600', LOGGED],
    ],
    [
      'Je conteste cette facture : la prestation n’est pas conforme. Je ne paierai pas.',
      ['→ conteste : relance dispute F-2026-1 --motif "…"'],
    ],
  ])('« %s »', async (body, lines) => {
    expect(await offered(await reminded(), body)).toEqual(lines);
  });

  it('is one for each invoice that the answer is about', async () => {
    const mail = await reminded();
    const { world } = mail;
    const add = (number: string): Promise<string> =>
      world.ok(
        `add --numero ${number} --client Dupont --montant 500 --emise 03/10/2026 --echeance 03/11/2026`,
      );
    await add('F-2026-2');
    expect(await offered(mail, 'Je règle les deux factures le 20 novembre.')).toEqual([
      '→ promis pour le 20/11/2026 :',
      '→ relance promise F-2026-1 20/11/2026',
      '→ relance promise F-2026-2 20/11/2026',
      LOGGED,
    ]);
    expect(
      await offered(mail, 'Le virement de 1 700 € est parti.', { Subject: 'F-2026-1, F-2026-2' }),
    ).toEqual([
      PAID.replace(' relance pay F-2026-1', ''),
      '→ relance pay F-2026-1',
      '→ relance pay F-2026-2',
      LOGGED,
    ]);
    await add('F-2026-3');
    await add('F-2026-4');
    await world.ok('pay F-2026-2');
    await add('F-2026-5');
    expect(await offered(mail, 'Le virement de 900 € est parti pour toutes vos factures.')).toEqual([
      PAID.replace(' relance pay F-2026-1', ''),
      '→ relance pay F-2026-1 <montant reçu>',
      '→ relance pay F-2026-3 <montant reçu>',
      '→ relance pay F-2026-4 <montant reçu>',
      '…',
      LOGGED,
    ]);
  });

  it('stays with the message, as long as it waits for an answer', async () => {
    const mail = await reminded();
    const { world } = mail;
    mail.receive({ From: 'x@y.fr', Subject: 'F-2026-1' }, 'Je vous paierai le 20 novembre.');
    await world.ok('inbox');
    const end = [
      '',
      '→ promis pour le 20/11/2026 : relance promise F-2026-1 20/11/2026',
      LOGGED,
      'Écrit par x@y.fr : est-ce bien votre client, au sujet de ses factures ?',
      '→ sinon, pour que les relances reprennent : relance resume F-2026-1',
      '',
    ];
    const whole = async (): Promise<string> => plain(await world.ok('show F-2026-1 --message 2'));
    expect((await whole()).split('\n').slice(-6)).toEqual(end);
    expect(Object.keys(await world.json<object>('show F-2026-1 --message 2'))).toEqual(
      'contact channel direction at from to subject text documents'.split(' '),
    );
    world.today = '2026-11-21';
    expect(await whole()).toContain(
      '→ promis pour le 20/11/2026, passé : vérifiez votre banque ; une fois répondu : relance log F-2026-1 --canal email',
    );
    await world.ok('log F-2026-1 --canal email');
    expect(await whole()).not.toContain('→');
    expect(plain(await world.ok('show F-2026-1 --message 1'))).not.toContain('→');
  });

  it('is not offered for an invoice that is settled', async () => {
    const mail = await reminded();
    mail.receive({ 'In-Reply-To': mail.sentId() }, 'Le virement est parti.');
    await mail.world.ok('inbox');
    await mail.world.ok('pay F-2026-1');
    expect(plain(await mail.world.ok('show F-2026-1 --message 2'))).not.toContain('→');
  });
});
