import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { atWork, readMails, recipientsOf } from '../helpers/at-work.ts';
import { addClaim, addPayment, addPdf, attempts, statuses } from '../helpers/claims.ts';

const ENTER = '\r';
const down = (times: number): string => '\u001b[B'.repeat(times) + ENTER;
const [SEND, EDIT, SKIP, LATER, ALL, QUIT] = [0, 1, 2, 3, 4, 5].map(down) as [
  string,
  string,
  string,
  string,
  string,
  string,
];

const withClaims = async (...names: string[]) => {
  const work = await atWork();
  for (const name of names) addClaim(work.world, name);
  return work;
};

/** The words that the person types instead of the message's. */
const rewritingAs = (home: string, words: string): void => {
  const editor = join(home, 'editeur.sh');
  writeFileSync(editor, `#!/bin/sh\nprintf '${words.replaceAll('\n', String.raw`\n`)}' > "$1"\n`);
  chmodSync(editor, 0o700);
  vi.stubEnv('EDITOR', editor);
  vi.stubEnv('VISUAL', editor);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
};

describe('with a person at the terminal', () => {
  it('each message is shown, and leaves or waits as told', async () => {
    const { world, sink } = await withClaims('Alpha', 'Beta', 'Gamma');
    const result = await world.atTerminal('send', [
      ['Message 1/3 pour Alpha', SEND],
      ['Message 2/3 pour Beta', LATER],
      ['Message 3/3 pour Gamma', SKIP],
      ['Motif', `réglé de vive voix${ENTER}`],
    ]);
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('compta@beta.example');
    expect(statuses(world)).toEqual(['Alpha sent']);
    expect(recipientsOf(sink)).toEqual(['compta@alpha.example']);
    expect(world.rows('select kind, step, reason from step_mark')).toEqual([
      { kind: 'skipped', step: 'relance-1', reason: 'réglé de vive voix' },
    ]);
    await world.ok('send --yes');
    expect(recipientsOf(sink)).toEqual(['compta@alpha.example', 'compta@beta.example']);
  });

  it('« tous les suivants » asks no more', async () => {
    const { world, sink } = await withClaims('Alpha', 'Beta', 'Gamma');
    await world.atTerminal('send', [
      ['Message 1/3 pour Alpha', LATER],
      ['Message 2/3 pour Beta', ALL],
    ]);
    expect(recipientsOf(sink)).toEqual(['compta@beta.example', 'compta@gamma.example']);
  });

  it('« arrêter là » leaves the rest untouched', async () => {
    const { world, sink } = await withClaims('Alpha', 'Beta');
    const result = await world.atTerminal('send', [
      ['Message 1/2 pour Alpha', SEND],
      ['Message 2/2 pour Beta', QUIT],
    ]);
    expect(result.exitCode).toBe(0);
    expect(recipientsOf(sink)).toEqual(['compta@alpha.example']);
  });

  it('the words rewritten are those that leave and stay', async () => {
    const { world, sink } = await withClaims('Alpha');
    rewritingAs(world.home, 'Objet : Un mot entre nous\n\nBonjour,\n\nUn oubli sans doute.\n\n@factures\n');
    const { screen } = await world.atTerminal('send', [
      ['Message 1/1 pour Alpha', EDIT],
      [/Modifier le message[\s\S]+Message 1\/1 pour Alpha/, SEND],
    ]);
    expect(screen).toContain('Votre éditeur de texte s’ouvre');
    expect(screen).not.toMatch(/Press|Validating/);
    const [mail] = await readMails(sink);
    expect(mail?.subject).toBe('Un mot entre nous');
    expect(mail?.text).toContain('Un oubli sans doute.');
    expect(mail?.text).toContain('F-Alpha');
    expect(world.rows('select subject from message')).toEqual([{ subject: 'Un mot entre nous' }]);
  });

  it.each([
    ['Un oubli sans doute.', true, 0, ''],
    ['Je joins la facture.', true, 1, ''],
    ['Je joins la facture.', false, 0, 'Attention, ce message annonce une pièce jointe'],
  ])('« %s » (a copy is stored: %s) carries %i file', async (words, isStored, files, warning) => {
    const { world, sink } = await atWork();
    const { invoice } = addClaim(world, 'Alpha');
    if (isStored) addPdf(world, invoice);
    rewritingAs(world.home, `Objet : Un mot\n\nBonjour,\n\n${words}\n`);
    const { stderr } = await world.atTerminal('send', [
      ['Message 1/1 pour Alpha', EDIT],
      [/Modifier le message[\s\S]+Message 1\/1 pour Alpha/, SEND],
    ]);
    const [mail] = await readMails(sink);
    expect(mail?.attachments.filter(({ disposition }) => disposition === 'attachment')).toHaveLength(files);
    expect(stderr).toContain(warning);
  });

  it('an invoice paid while the person reads does not leave', async () => {
    const { world, sink } = await atWork();
    const { invoice } = addClaim(world, 'Alpha');
    const result = await world.atTerminal('send', [
      [
        'Message 1/1 pour Alpha',
        () => {
          addPayment(world, invoice, 120_000);
          return SEND;
        },
      ],
    ]);
    expect(sink.received).toEqual([]);
    expect(attempts(world)).toEqual([]);
    expect(result.exitCode).toBe(0);
  });

  it('Ctrl-C before the first message reserves nothing', async () => {
    const { world, sink } = await withClaims('Alpha');
    const result = await world.atTerminal('send', [['Message 1/1 pour Alpha', '\u0003']]);
    expect(result.exitCode).toBe(130);
    expect(result.stderr).toContain('rien n’a été enregistré');
    expect(attempts(world)).toEqual([]);
    expect(sink.received).toEqual([]);
  });

  it('Ctrl-C after a message does not pretend that nothing left', async () => {
    const { world } = await withClaims('Alpha', 'Beta');
    const result = await world.atTerminal('send', [
      ['Message 1/2 pour Alpha', SEND],
      ['Message 2/2 pour Beta', '\u0003'],
    ]);
    expect(result.exitCode).toBe(130);
    expect(statuses(world)).toEqual(['Alpha sent']);
    expect(result.stderr).not.toContain('rien n’a été enregistré');
    expect(result.stdout).toContain('1\u00a0relance envoyée');
  });
});
