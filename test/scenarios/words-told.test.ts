import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plain } from '../helpers/refused.ts';
import { Story } from '../helpers/story.ts';

const PROFILE = '--forme EI --adresse "1 rue des Lilas" --cp 75011 --ville Paris';
const CLIENT =
  '--client "Atelier Durand" --type entreprise --siren 552100554 --email compta@durand.example --tel "01 98 76 54 32" --contact "Mme Claire Durand" --adresse "4 rue du Port" --cp 33000 --ville Bordeaux';

const oneLine = (text: string): string => plain(text).replaceAll(/\s+/g, ' ');
const folder = (): string => mkdtempSync(join(tmpdir(), 'relance-words-'));

/** 1 200 € due on 1 October 2026. */
const begin = async (flags = ''): Promise<Story> => {
  const story = await Story.begin('2026-10-02', PROFILE);
  await story.world.ok(
    `add --numero F-1 ${CLIENT} --montant 1200 --emise 01/09/2026 --echeance 01/10/2026 ${flags}`,
  );
  return story;
};

/** What a command says, on one line. */
const told = async ({ world }: Story, command: string): Promise<string> => oneLine(await world.ok(command));
const sms = async ({ world }: Story): Promise<string> =>
  plain((await world.json<{ text: string }>('sms F-1')).text);
const script = async ({ world }: Story): Promise<string> =>
  plain((await world.json<{ script: string }>('call F-1')).script);

/** An agreement on F-1, of that many instalments from 16 November, signed on 22 October. */
const sign = async (story: Story, instalments = 3): Promise<void> => {
  story.world.today = '2026-10-22';
  await story.world.ok(
    `plan F-1 --mensualites ${instalments} --premiere 16/11/2026 --yes --sortie ${folder()}`,
  );
  await story.world.ok('plan F-1 --signe 22/10/2026');
};

/** Its déchéance demanded on 30 November, presented on 2 December: it runs until 10 December. */
const demand = async (story: Story): Promise<void> => {
  story.world.today = '2026-11-30';
  await story.world.ok(`decheance F-1 --yes --sortie ${folder()}`);
  await story.world.ok('decheance F-1 --postee 30/11/2026 --lrar 1A12345678901');
  story.world.today = '2026-12-03';
  await story.world.ok('decheance F-1 --presentee 02/12/2026');
};

it('a call to somebody who is not the right person was no exchange, and reminded nobody', async () => {
  const story = await begin();
  await story.mornings('2026-10-05');
  story.world.today = '2026-10-09';
  await story.world.ok('call F-1 --issue mauvais-contact');
  story.world.today = '2026-10-26';
  const last = await told(story, 'preview F-1 --etape dernier-rappel');
  expect(last).toContain('Je vous ai écrit le 5 octobre et j’ai cherché à vous joindre le 9 octobre.');
  expect(last).not.toContain('échangé');
  expect(last).toContain('sans règlement ni réponse de votre part');
  expect(await told(story, 'mise-en-demeure F-1 --dry-run')).toContain(
    'Malgré mon rappel du 5 octobre 2026,',
  );
});

it.each(['facture-non-recue', 'deja-paye', 'litige --motif "prestation contestée"'])(
  'a call after which the sum was not claimed as it stood is no reminder: %s',
  async (outcome) => {
    const story = await begin();
    await story.mornings('2026-10-05');
    story.world.today = '2026-10-09';
    await story.world.ok(`call F-1 --issue ${outcome}`);
    story.world.today = '2026-10-26';
    if (outcome.startsWith('litige')) await story.world.ok('resume F-1');
    const letter = await told(story, 'mise-en-demeure F-1 --dry-run');
    expect(letter).toContain('Malgré mon rappel du 5 octobre 2026,');
    const last = await told(story, 'preview F-1 --etape dernier-rappel');
    expect(last.match(/9 octobre/g)).toHaveLength(1);
    expect(last).not.toContain('ni réponse');
  },
);

it('the letter that demanded an instalment is a reminder that later ones quote', async () => {
  const story = await begin();
  await story.mornings('2026-10-05');
  await sign(story);
  await demand(story);
  story.world.today = '2026-12-11';
  expect(await told(story, 'mise-en-demeure F-1 --dry-run')).toContain(
    'Malgré mes rappels des 5 octobre et 30 novembre 2026,',
  );
});

it('an agreement takes the place of a promise made before it', async () => {
  const story = await begin();
  story.world.today = '2026-10-20';
  await story.world.ok('promise F-1 28/10/2026');
  await sign(story);
  await story.mornings('2026-11-12', '2026-11-13', '2026-11-19');
  expect(story.lastText).toContain('ne m’est pas encore parvenu');
  expect(story.mails.map(({ text }) => plain(text ?? '')).join(' ')).not.toMatch(/28 octobre|annoncé/);
});

it('once signed, that promise is awaited and judged no more, and this is said', async () => {
  const story = await begin();
  story.world.today = '2026-10-20';
  await story.world.ok('promise F-1 28/10/2026');
  story.world.today = '2026-10-22';
  await story.world.ok(`plan F-1 --mensualites 3 --premiere 16/11/2026 --yes --sortie ${folder()}`);
  expect(await told(story, 'plan F-1 --signe 22/10/2026')).toContain(
    'Il remplace le règlement promis pour le 28/10/2026.',
  );
  expect((await story.world.relance('send F-1 --modele promesse --dry-run')).exitCode).toBe(1);
  expect(story.world.rows("select ended_on, ended_reason from hold where kind = 'promise'")).toEqual([
    { ended_on: '2026-10-22', ended_reason: 'remplacée par le protocole' },
  ]);
  story.world.today = '2026-11-10';
  expect(await told(story, 'client show Atelier')).not.toContain('promesse non tenue');
});

it('a promise under an agreement is told as a promise', async () => {
  const story = await begin();
  await sign(story);
  story.world.today = '2026-11-20';
  await story.world.ok('promise F-1 24/11/2026 400');
  await story.mornings('2026-11-27', '2026-11-30');
  expect(story.lastText).toContain('Vous m’aviez annoncé un règlement de 400,00 € pour le 24 novembre 2026');
  expect(story.lastText).not.toContain('Notre échéancier prévoyait');
});

it('while the delay of its letter runs, no softer mail asks for an instalment, nor for another invoice', async () => {
  const story = await begin();
  await sign(story);
  story.world.today = '2026-10-26';
  await story.world.ok(
    'add --numero F-2 --client Atelier --montant 300 --emise 25/10/2026 --echeance 24/11/2026',
  );
  await demand(story);
  await story.mornings('2026-12-03', '2026-12-04', '2026-12-07', '2026-12-08', '2026-12-10');
  expect(story.told).toEqual([]);
  expect(await told(story, 'why F-1')).toContain('10/12/2026 inclus');
  expect(await told(story, 'why F-2')).toContain('mise en demeure de ce client pour F-1');
});

it('after the déchéance every channel says so, and that the balance held penalties', async () => {
  const story = await begin();
  await sign(story);
  story.world.today = '2026-11-30';
  expect(await told(story, 'decheance F-1 --dry-run')).toContain(
    'soit 1 248,56 € à ce jour, dont 48,56 € de pénalités, deviendra',
  );
  await demand(story);
  story.sleepUntil('2026-12-14');
  await story.until('2026-12-20');
  const said =
    'Notre protocole du 22 octobre n’ayant pas été respecté, tout son solde est exigible depuis le 11 décembre';
  expect(story.lastText).toContain(
    `${said} ; les 48,56 € de pénalités qu’il comprend s’ajoutent à la somme ci-dessus.`,
  );
  expect(story.lastText).not.toContain('oubli');
  expect(await sms(story)).toContain('Le solde de notre protocole est exigible depuis le 11 décembre.');
  expect(await script(story)).toContain(said);
  const formal = said.replace('22 octobre', '22 octobre 2026').replace('11 décembre', '11 décembre 2026');
  expect(await told(story, 'mise-en-demeure F-1 --dry-run')).toContain(`${formal}.`);
  expect(await told(story, 'lettre F-1 --dry-run')).toContain(
    `${formal}. Les 48,56 € de pénalités que ce solde comprend s’ajoutent à la somme ci-dessous.`,
  );
  expect(await told(story, 'injonction F-1 --dry-run')).toContain(
    'Le protocole d’accord du 22 octobre 2026 n’ayant pas été respecté',
  );
});

it('an agreement of one instalment is written in the singular', async () => {
  const story = await begin();
  story.world.today = '2026-10-22';
  expect(await told(story, 'plan F-1 --mensualites 1 --premiere 16/11/2026 --dry-run')).toContain(
    'Le débiteur paie cette somme en une échéance, à la date suivante',
  );
});

it('after a part payment nobody is said to have forgotten, nor to have paid nothing', async () => {
  const story = await begin();
  story.world.today = '2026-10-02';
  await story.world.ok('pay F-1 500 --le 02/10/2026');
  expect(await sms(story)).toContain(
    'il reste 700,00 € à régler sur la facture F-1, échue le 1er octobre 2026.',
  );
  expect(await script(story)).toContain('Il reste 700,00 € à régler. Je venais aux nouvelles');
  await story.mornings('2026-10-06');
  expect(story.lastText).toContain('J’ai bien reçu 500,00 € le 2 octobre 2026. Il reste 700,00 € à régler');
  expect(story.lastText).not.toContain('oubli');
  story.world.today = '2026-10-26';
  expect(await sms(story)).toContain('il reste 700,00 € à régler sur la facture F-1, échue depuis 25 jours.');
  expect(await script(story)).toContain(
    'au sujet des 700,00 € qui restent à régler sur la facture F-1, échue depuis 25 jours',
  );
  expect(await told(story, 'lettre F-1 --dry-run')).toContain('n’est pas encore entièrement réglée');
  expect(await told(story, 'mise-en-demeure F-1 --dry-run')).toContain(
    'n’est pas entièrement réglée ; elle est',
  );
  await story.world.ok('pay F-1 100 --le 26/10/2026');
  expect(await told(story, 'preview F-1 --etape dernier-rappel')).toContain(
    'J’ai bien reçu 600,00 € en tout, le dernier versement le 26 octobre 2026.',
  );
});

it('before the due date too', async () => {
  const story = await Story.begin('2026-10-02', PROFILE);
  await story.world.ok(`add --numero F-1 ${CLIENT} --montant 1200 --emise 01/09/2026 --echeance 12/10/2026`);
  await story.world.ok('pay F-1 500 --le 02/10/2026');
  expect(await told(story, 'preview F-1 --etape pre-echeance')).toContain(
    'Il reste 700,00 € à régler sur cette facture.',
  );
});

it('a payment that came before a promise is not counted as its part; one that came since is', async () => {
  const story = await begin();
  await story.world.ok('pay F-1 200 --le 02/10/2026');
  story.world.today = '2026-10-08';
  await story.world.ok('promise F-1 14/10/2026 1000');
  story.world.today = '2026-10-20';
  const promised = 'Vous m’aviez annoncé un règlement de 1 000,00 € pour le 14 octobre 2026 ; ';
  expect(await told(story, 'preview F-1 --etape relance-1')).toContain(
    `${promised}je ne l’ai pas encore reçu.`,
  );
  expect(await told(story, 'lettre F-1 --dry-run')).toContain(`${promised}je ne l’ai pas encore reçu.`);
  expect(await sms(story)).toContain('un règlement de 1 000,00 € était annoncé pour le 14 octobre 2026 ;');
  await story.world.ok('pay F-1 300 --le 16/10/2026');
  expect(await told(story, 'preview F-1 --etape relance-1')).toContain(
    `${promised}je ne l’ai reçu qu’en partie.`,
  );
});

it('the script of a courteous call knows of the promise', async () => {
  const story = await begin();
  await story.world.ok('promise F-1 06/10/2026 500');
  story.world.today = '2026-10-12';
  expect(await script(story)).toContain(
    'Un règlement de 500,00 € était annoncé pour le 6 octobre 2026 : savez-vous où en est le règlement',
  );
});

it('who says to have paid is asked for the reference, of the invoice that was spoken of', async () => {
  const story = await begin();
  await story.world.ok(
    'add --numero F-2 --client Atelier --montant 300 --emise 02/09/2026 --echeance 02/10/2026',
  );
  story.world.today = '2026-10-05';
  await story.world.ok('call F-1 --issue deja-paye --paye-le 02/10/2026');
  await story.mornings('2026-10-12');
  expect(story.lastText).toContain(
    'vous m’indiquiez un règlement du 2 octobre pour la facture F-1, que je n’ai pas encore retrouvé.',
  );
  expect(story.lastText).toContain('me transmettre la référence ou l’avis d’exécution de ce règlement');
  expect(story.lastText).toContain('et me dire à quelle date le reste partira ?');
  expect(story.lastText).not.toContain('si ce n’est pas déjà fait');
  const other = await begin();
  other.world.today = '2026-10-05';
  await other.world.ok('call F-1 --issue deja-paye --paye-le 02/10/2026');
  other.world.today = '2026-10-12';
  expect(await sms(other)).toContain(
    'je n’ai pas encore retrouvé le règlement annoncé ; '.replaceAll('’', "'"),
  );
  expect(await sms(other)).toContain('Pouvez-vous me transmettre la référence du virement ?');
  expect(await script(other)).toContain('La date et la référence du virement annoncé, et le compte crédité.');
});

it('a mail of the client is not followed by « ni réponse de votre part »', async () => {
  const story = await begin();
  await story.mornings('2026-10-05');
  story.world.today = '2026-10-06';
  await story.world.ok('log F-1 --entrant --canal email --note "Je regarde"');
  await story.world.ok('log F-1 --canal email --note "Merci"');
  story.world.today = '2026-10-26';
  const last = await told(story, 'preview F-1 --etape dernier-rappel');
  expect(last).toContain('Passé cette date, sans règlement, je vous adresserai une mise en demeure.');
});

it('an instalment paid in part is « entièrement », everywhere, and two are told by their two days', async () => {
  const story = await begin();
  await sign(story);
  story.world.today = '2026-12-28';
  await story.world.ok('pay F-1 100 --le 20/11/2026');
  expect(await sms(story)).toContain('ne sont pas entièrement réglées');
  expect(await script(story)).toContain('ne sont pas entièrement réglées');
  expect(await told(story, 'call F-1')).toContain('(échéances du 16/11/2026 et du 16/12/2026)');
  expect(await told(story, 'decheance F-1 --dry-run')).toContain('ne sont pas entièrement réglées');
});

it('an invoice sent again is « convenu » only when the client had asked for it', async () => {
  const story = await begin();
  const pdf = join(story.world.home, 'f.pdf');
  writeFileSync(pdf, '%PDF-1.4\n%%EOF\n');
  await story.world.ok(['edit', 'F-1', '--pdf', pdf]);
  expect(await told(story, 'send F-1 --modele facture --dry-run')).toContain(
    'Voici de nouveau la facture F-1, jointe',
  );
  await story.world.ok('call F-1 --issue facture-non-recue');
  expect(await told(story, 'send F-1 --modele facture --dry-run')).toContain(
    'Comme convenu, voici de nouveau la facture F-1, jointe',
  );
});

it('preview of a step asked for says whether it leaves today, and shows what would', async () => {
  const story = await begin();
  await story.world.ok(
    'add --numero F-2 --client Atelier --montant 300 --emise 02/09/2026 --echeance 02/10/2026',
  );
  story.world.today = '2026-10-05';
  const due = await told(story, 'preview F-1 --etape relance-1');
  expect(due).toContain('« relance-1 », à envoyer aujourd’hui');
  expect(due).toContain('1 500,00 €');
  expect(await told(story, 'preview F-1 --etape relance-2')).toContain(
    '« relance-2 », pour cette facture seule : il ne part pas aujourd’hui',
  );
});

it('a receipt under an agreement tells what came in', async () => {
  const story = await begin();
  await sign(story);
  story.world.today = '2026-11-17';
  await story.world.ok('pay F-1 100 --le 16/11/2026');
  expect(await told(story, 'send F-1 --modele recu --dry-run')).toContain(
    'J’ai bien reçu votre règlement de 100,00 € du 16 novembre 2026, merci.',
  );
});
