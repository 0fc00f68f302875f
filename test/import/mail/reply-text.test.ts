import { describe, expect, it } from 'vitest';
import { FROM_JEANNE, multipart, partOf, read, textOfMail, textPart } from '../../helpers/received-mails.ts';

const said = (...lines: string[]): Promise<string | null> =>
  textOfMail(textPart(lines.join('\r\n'), FROM_JEANNE));

const page = (html: string): string =>
  partOf({ ...FROM_JEANNE, 'Content-Type': 'text/html; charset=utf-8' }, html);

const OURS = ['> Bonjour Jeanne,', '> la facture F-2026-014 reste due.', '>'];
const ANSWER = 'Je vous paie vendredi.';

describe('the text of an answer', () => {
  it.each([
    ['Gmail', ['Le lun. 16 nov. 2026 à 10:02, Paul Durand <paul@durand.fr> a écrit :', '', ...OURS]],
    [
      'Gmail, on two lines',
      ['Le lun. 16 nov. 2026 à 10:02, Paul Durand <', 'paul@durand.fr> a écrit :', ...OURS],
    ],
    ['Apple Mail', ['Le 16 nov. 2026 à 10:02, Paul Durand <paul@durand.fr> a écrit :', '', ...OURS]],
    ['Thunderbird', ['Le 16/11/2026 à 10:02, Paul Durand a écrit :', ...OURS]],
    ['Thunderbird, without a date', ['Paul Durand a écrit :', ...OURS]],
    [
      'a phone that quotes without a sign',
      ['Le 16/11/2026 à 10:02, Paul Durand a écrit :', 'Bonjour Jeanne,', 'payez.'],
    ],
    ['English', ['On Mon, Nov 16, 2026 at 10:02 AM Paul Durand <paul@durand.fr> wrote:', '', ...OURS]],
    ['German', ['Am 16.11.2026 um 10:02 schrieb Paul Durand <paul@durand.fr>:', ...OURS]],
    ['Spanish', ['El lun, 16 nov 2026 a las 10:02, Paul Durand (<paul@durand.fr>) escribió:', ...OURS]],
    [
      'Italian',
      ['Il giorno lun 16 nov 2026 alle ore 10:02 Paul Durand <paul@durand.fr> ha scritto:', ...OURS],
    ],
    ['a language that nobody listed', ['16.11.2026 10:02, Paul Durand <paul@durand.fr> napisał:', ...OURS]],
    [
      'Outlook in French',
      [
        '',
        '________________________________',
        'De : Paul Durand <paul@durand.fr>',
        'Envoyé : lundi 16 novembre 2026 10:02',
        'À : Jeanne Martin',
        'Objet : Facture F-2026-014',
        '',
        'Bonjour Jeanne,',
      ],
    ],
    [
      'Outlook, before',
      ['-----Message d’origine-----', 'De : Paul Durand', 'Envoyé : lundi', 'Objet : Facture', 'Bonjour'],
    ],
    [
      'Outlook in German',
      ['Von: Paul', 'Gesendet: Montag, 16. November 2026', 'An: Jeanne', 'Betreff: Rechnung', 'Guten Tag'],
    ],
    ['Outlook in Spanish', ['De: Paul', 'Enviado: lunes', 'Para: Jeanne', 'Asunto: Factura', 'Buenos días']],
    [
      'Zimbra',
      [
        'De: "Paul Durand" <paul@durand.fr>',
        'À: "Jeanne"',
        'Envoyé: Lundi 16 Novembre 2026',
        'Objet: Facture',
        '',
        'Bonjour',
      ],
    ],
    ['Yahoo', ['----- Mail original -----', '----- Original Message -----', 'From: Paul', 'Bonjour']],
    ['somebody who forwards', ['Début du message réexpédié :', '', 'De: Paul', 'Bonjour']],
    [
      'Gmail, forwarding',
      ['---------- Forwarded message ---------', 'De : Paul Durand <paul@durand.fr>', 'Bonjour'],
    ],
    ['a signature', ['-- ', 'Jeanne Martin', 'Atelier Lune']],
    ['a signature whose space was lost', ['--', 'Jeanne Martin']],
  ])('is what the person wrote above: %s', async (_, below) => {
    expect(await said('Bonjour,', ANSWER, '', ...below)).toBe(`Bonjour,\n${ANSWER}`);
  });

  it('is what the person wrote below, or between the lines', async () => {
    const head = 'Le 16/11/2026 à 10:02, Paul Durand a écrit :';
    expect(await said(head, ...OURS, '', ANSWER, '-- ', 'Jeanne')).toBe(ANSWER);
    expect(await said(head, '> Quand payez-vous ?', 'Vendredi.', '> Avec les pénalités ?', 'Non.')).toBe(
      'Vendredi.\nNon.',
    );
  });

  it.each([
    [['Le 16 novembre, Paul m’a écrit : « payez ».', ANSWER]],
    [['De : vous', 'Nous n’avons rien reçu.']],
    [['Objet : relance', ANSWER]],
    [['550 5.1.1 est le numéro de ma commande.']],
    [['Mon absence de réponse : mille excuses.']],
    [['Deux points -- et deux tirets.', ANSWER]],
    [['Hello', '', 'Sent from my iPhone']],
  ])('keeps the lines of a person that only look like quotes: %j', async (lines) => {
    expect(await said(...lines)).toBe(lines.join('\n'));
  });

  it('is harmless, line after line', async () => {
    const text = await said(
      'Payé\u0007 \u001b[31mhier\u001b[0m',
      '\u202eecnarf\u2066',
      'a\u0000b\ttab',
      '',
      '',
      '',
      'fin',
    );
    expect(text).toBe('Payé [31mhier[0m\necnarf\nab tab\n\nfin');
  });

  it('is cut beyond 20,000 characters, never inside one', async () => {
    const mail = await read(textPart('💶'.repeat(10_001), FROM_JEANNE));
    expect(mail).toMatchObject({ kind: 'message', text: '💶'.repeat(10_000), wasCut: true });
    expect(await read(textPart('é'.repeat(20_000), FROM_JEANNE))).toMatchObject({ wasCut: false });
  });
});

describe('a mail that is a page', () => {
  it.each([
    [
      'paragraphs',
      '<p>Bonjour,</p><p>Je paie&nbsp;vendredi&#8230; 12&euro; &amp; &#x2019;</p>',
      'Bonjour,\n\nJe paie\u00a0vendredi… 12€ & ’',
    ],
    ['lines', '<div>Bonjour<br>Jeanne</div><div><br></div><div>fin</div>', 'Bonjour\nJeanne\n\nfin'],
    ['a list', '<ul><li>un<li>deux</ul>', '- un\n- deux'],
    ['a table', '<table><tr><td>F-1</td><td>12 €</td></tr><tr><td>F-2</td></tr></table>', 'F-1 12 €\nF-2'],
    [
      'what runs or is loaded',
      'Bon<script>alert("<p>x</p>")</script>jour<img src="http://x/p.gif"><style>p{}</style>',
      'Bonjour',
    ],
    ['comments of Outlook', '<!--[if mso]><p>non</p><![endif]-->oui', 'oui'],
    ['signs that are no tags', '3 < 4 et 5 > 2', '3 < 4 et 5 > 2'],
    ['a tag that nothing closes', 'Bonjour <a href="', 'Bonjour'],
    ['lines that are kept', '<pre>a\n  b</pre>', 'a\nb'],
    [
      'what Gmail quotes',
      '<div>Vendredi.</div><div class="gmail_quote">Le lun. 16 nov. 2026 à 10:02, Paul &lt;<a href="mailto:p@d.fr">p@d.fr</a>&gt; a écrit :<br><blockquote><div>Bonjour</div><blockquote>avant</blockquote></blockquote></div>',
      'Vendredi.',
    ],
    [
      'what Outlook quotes',
      '<p>Vendredi.</p><hr><div id="divRplyFwdMsg"><b>De :</b> Paul<br><b>Envoyé :</b> lundi<br><b>À :</b> Jeanne<br><b>Objet :</b> Facture</div><p>Bonjour</p>',
      'Vendredi.',
    ],
  ])('with %s', async (_, html, text) => {
    expect(await textOfMail(page(html))).toBe(text);
  });

  it('is not read beside its plain text, unless that is empty', async () => {
    const html = partOf({ 'Content-Type': 'text/html' }, '<p>La page</p>');
    expect(await textOfMail(multipart('alternative', [textPart('Le texte'), html], FROM_JEANNE))).toBe(
      'Le texte',
    );
    expect(await textOfMail(multipart('alternative', [textPart(' '), html], FROM_JEANNE))).toBe('La page');
  });
});

const ascii = (headers: Record<string, string>, body: string): Promise<string | null> =>
  textOfMail(Buffer.from(partOf({ ...FROM_JEANNE, ...headers }, body), 'latin1'));
const plain = (charset: string): string => `text/plain; charset=${charset}`;

describe('the letters of a mail', () => {
  it.each([
    [
      'quoted-printable',
      { 'Content-Type': plain('utf-8'), 'Content-Transfer-Encoding': 'quoted-printable' },
      'pay=C3=\r\n=A9 =ZZ =',
      'payé =ZZ =',
    ],
    [
      'base64',
      { 'Content-Type': plain('utf-8'), 'Content-Transfer-Encoding': 'base64' },
      'cGF5\r\nw6k=',
      'payé',
    ],
    [
      'base64 in two pieces',
      { 'Content-Type': plain('utf-8'), 'Content-Transfer-Encoding': 'base64' },
      'w6k=\r\nw6k=',
      'éé',
    ],
    [
      'broken base64',
      { 'Content-Type': plain('utf-8'), 'Content-Transfer-Encoding': 'base64' },
      'c*G!F5',
      'pay',
    ],
    ['an unknown encoding', { 'Content-Transfer-Encoding': 'x-9' }, 'payer', 'payer'],
    ['Windows-1252', { 'Content-Type': plain('windows-1252') }, 'pay\u00e9 12 \u0080', 'payé 12 €'],
    ['Windows-1252 said to be UTF-8', { 'Content-Type': plain('utf-8') }, 'pay\u00e9', 'pay\ufffd'],
    ['UTF-8 said to be ISO-8859-1', { 'Content-Type': plain('iso-8859-1') }, 'pay\u00c3\u00a9', 'payé'],
    ['an unknown charset', { 'Content-Type': plain('klingon') }, 'pay\u00e9', 'payé'],
    ['no charset at all', {}, 'pay\u00e9', 'payé'],
    ['ISO-2022-JP', { 'Content-Type': plain('iso-2022-jp') }, '\u001b$B$O$$\u001b(B', 'はい'],
  ])('%s', async (_, headers, body, text) => {
    expect(await ascii(headers as Record<string, string>, body)).toBe(text);
  });
});
