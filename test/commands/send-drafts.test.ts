import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { atWork, recipientsOf } from '../helpers/at-work.ts';
import { TODAY, addClaim, attempts, openBusiness, statuses } from '../helpers/claims.ts';
import { World } from '../helpers/world.ts';

const draftsIn = (folder: string): string[] => readdirSync(folder).toSorted();

describe('drafts', () => {
  it('are written once, for their owner alone, ready to open', async () => {
    const world = new World(TODAY);
    await openBusiness(world);
    world.env['RELANCE_BCC'] = 'copie@martin.example';
    addClaim(world, 'Alpha');
    addClaim(world, 'Été & Fils', { email: 'compta@ete.example' });
    const folder = join(world.home, 'brouillons');
    expect(await world.ok(['send', '--yes', '--brouillons', folder])).toContain('2\u00a0brouillons écrits');
    const files = draftsIn(folder);
    expect(files).toHaveLength(2);
    expect(files.every((name) => /^[\w-]+\.eml$/.test(name))).toBe(true);
    for (const name of files) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    const raw = readFileSync(join(folder, files[0] ?? ''));
    const headers = (await PostalMime.parse(raw)).headers.map(({ key, value }) => `${key}: ${value}`);
    expect(headers).toContain('x-unsent: 1');
    expect(headers).toContain('bcc: copie@martin.example');
    expect(statuses(world)).toEqual(['Alpha draft', 'Été & Fils draft']);
    expect(attempts(world)[0]?.raw.equals(raw)).toBe(true);

    expect(await world.ok(['send', '--yes', '--brouillons', folder])).toContain('Aucune relance à envoyer.');
    expect(draftsIn(folder)).toEqual(files);
    expect((await world.json<{ drafts: unknown[] }>('due')).drafts).toHaveLength(2);
  });

  it('are sent, or not, when the person says so', async () => {
    const { world, sink } = await atWork();
    addClaim(world, 'Alpha');
    addClaim(world, 'Beta');
    const folder = join(world.home, 'brouillons');
    await world.ok(['send', '--yes', '--brouillons', folder]);
    const [alpha, beta] = attempts(world);
    expect(await world.ok('send --yes')).toContain('Aucune relance à envoyer.');
    await world.ok(`resolve ${alpha?.id} --parti`);
    await world.ok(`resolve ${beta?.id} --pas-parti`);
    expect(statuses(world)).toEqual(['Alpha sent', 'Beta failed']);
    await world.ok('send --yes');
    expect(recipientsOf(sink)).toEqual(['compta@beta.example']);
  });

  it('that cannot be written reserve nothing', async () => {
    const world = new World(TODAY);
    await openBusiness(world);
    addClaim(world, 'Alpha');
    const folder = join(world.home, 'fichier');
    writeFileSync(folder, '');
    expect((await world.relance(['send', '--yes', '--brouillons', folder])).exitCode).not.toBe(0);
    expect(attempts(world).filter(({ counts }) => counts === 1)).toEqual([]);
    await world.ok(['send', '--yes', '--brouillons', join(world.home, 'dossier')]);
    expect(statuses(world).at(-1)).toBe('Alpha draft');
  });

  it('written for another day do not stop the run of today', async () => {
    const { world, sink } = await atWork();
    addClaim(world, 'Alpha');
    addClaim(world, 'Beta');
    const folder = join(world.home, 'brouillons');
    await world.relance([
      'send',
      '--yes',
      '--client',
      'Alpha',
      '--brouillons',
      folder,
      '--date',
      '2026-11-24',
    ]);
    const result = await world.relance('send --yes');
    expect(result.stderr).toBe('');
    expect(recipientsOf(sink)).toEqual(['compta@beta.example']);
  });
});
