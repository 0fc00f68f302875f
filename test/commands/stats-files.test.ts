import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addClient, addInvoice, TODAY } from '../helpers/claims.ts';
import { smallHistory } from '../helpers/history.ts';
import type { World } from '../helpers/world.ts';

const page = async (world: World, options = ''): Promise<string> => {
  const file = join(world.home, 'rapport.html');
  await world.ok(`stats --html ${file} ${options}`);
  return readFileSync(file, 'utf8');
};

/** WCAG 2, relative luminance. */
const luminance = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.039_28 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

describe('--csv', () => {
  it('writes a row for each figure, as French spreadsheets read it, and no formula', async () => {
    const world = await smallHistory();
    for (const name of ['=2+3', '+33', '-x', '@y', 'Un; "deux"'])
      addInvoice(world, addClient(world, name), `F-${name}`);
    const file = join(world.home, 'chiffres.csv');
    expect(await world.ok(`stats --csv ${file}`)).toBe(`Écrit\u00a0: ${file}\n`);
    const text = readFileSync(file, 'utf8');
    expect(text.startsWith('\uFEFFsection;libellé;devise;mesure;unité;valeur\r\n')).toBe(true);
    const rows = text.split('\r\n');
    for (const row of [
      'Balance âgée;61 à 90 jours;EUR;contesté;montant;300,00',
      'Facturé et encaissé par mois;2026-09;EUR;encaissé;montant;1200,00',
      'Comment paient les clients;Nour;EUR;retard moyen;jours;-1',
      'Comment paient les clients;Procédure;EUR;retard moyen;jours;',
      'Encaissements attendus;2026-W49;USD;attendu;montant;0,00',
      "Comment paient les clients;'=2+3;EUR;en retard;montant;1200,00",
      "Comment paient les clients;'+33;EUR;en retard;montant;1200,00",
      "Comment paient les clients;'-x;EUR;en retard;montant;1200,00",
      "Comment paient les clients;'@y;EUR;en retard;montant;1200,00",
      'Comment paient les clients;"Un; ""deux""";EUR;en retard;montant;1200,00',
    ])
      expect(rows).toContain(row);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('--html', () => {
  it('is one page: French, one title, a table with its headers for each chart, nothing from elsewhere', async () => {
    const world = await smallHistory();
    const html = await page(world);
    expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="fr">/);
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html.match(/<h2>/g)).toHaveLength(14);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\bon[a-z]+=|https?:|url\((?!#)/i);
    const charts = [...html.matchAll(/<svg ([^>]*)>\n<title id="([^"]+)">[^<]+<\/title>/g)];
    // Nothing was received in dollars: no chart of what came in after each step.
    expect(charts).toHaveLength(9);
    for (const [, attributes, id] of charts)
      expect(attributes).toContain(`role="img" aria-labelledby="${id}"`);
    expect(new Set(charts.map(([, , id]) => id)).size).toBe(9);
    expect(html.match(/<figure>/g)).toHaveLength(9);
    const tables = html.match(/<table>[^]*?<\/table>/g) ?? [];
    expect(tables).toHaveLength(11);
    for (const table of tables)
      expect(table).toMatch(/^<table>\n<caption>[^<]+<\/caption>\n<thead><tr><th scope="col">/);
    expect(html).not.toMatch(/<th>/);
    expect(html).toContain('@media print');
  });

  it('escapes what people wrote', async () => {
    const world = await smallHistory();
    const client = addClient(world, '<b>&"\'</b><script>');
    addInvoice(world, client, 'X1');
    for (const html of [await page(world), await page(world, `--client ${client}`)]) {
      expect(html).toContain('&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;&lt;script&gt;');
      expect(html).not.toMatch(/<b>|<script/);
    }
  });

  it('has a contrast of 4.5 to 1 everywhere', async () => {
    const html = await page(await smallHistory());
    const style = /<style>([^]*)<\/style>/.exec(html)?.[1] ?? '';
    const inks = [...style.matchAll(/[{;](?:color|fill):(#[\da-f]{6})/g)].map((match) => match[1] ?? '');
    const texts = inks.filter((ink) => ink !== '#eceff3');
    expect(texts.length).toBeGreaterThan(6);
    for (const ink of texts)
      for (const ground of ['#ffffff', '#f4f5f7'])
        expect(
          (luminance(ground) + 0.05) / (luminance(ink) + 0.05),
          `${ink} on ${ground}`,
        ).toBeGreaterThanOrEqual(4.5);
  });

  it('replaces a former report, whole and for its owner alone, and nothing else', async () => {
    const world = await smallHistory();
    const file = join(world.home, 'rapport.html');
    writeFileSync(file, 'ancien', { mode: 0o644 });
    writeFileSync(`${file}.partiel`, 'reste', { mode: 0o644 });
    expect(await page(world)).toContain('Qui doit quoi');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = readFileSync(world.databasePath);
    const refused = await world.relance(`stats --html ${world.databasePath}`);
    expect(refused).toMatchObject({ exitCode: 1 });
    expect(refused.stderr).toContain('ce n’est pas un fichier .html');
    expect(readFileSync(world.databasePath).equals(before)).toBe(true);
    mkdirSync(join(world.home, 'dossier.html'));
    const folder = await world.relance(`stats --html ${join(world.home, 'dossier.html')}`);
    expect(folder.stderr).toContain('ne peut pas être écrit');
    const missing = await world.relance(`stats --csv ${join(world.home, 'absent', 'x.csv')}`);
    expect(missing.stderr).toContain('ne peut pas être écrit (ENOENT)');
  });

  it('--open shows it, kept or not, and --json tells where it is', async () => {
    const world = await smallHistory();
    const opened: string[] = [];
    const openFile = (path: string) => opened.push(path);
    const file = join(world.home, 'rapport.html');
    const { stdout } = await world.relance(`stats --html ${file} --open --json`, { openFile });
    expect(JSON.parse(stdout)).toMatchObject({ date: TODAY, files: [file] });
    await world.relance('stats --open', { openFile });
    expect(opened[0]).toBe(file);
    expect(readFileSync(opened[1] ?? '', 'utf8')).toContain('<h1>');
  });
});
