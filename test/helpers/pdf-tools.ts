import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Debian's packages of what validates PDF/A-1b. */
const JARS = [
  'preflight',
  'pdfbox2',
  'fontbox2',
  'xmpbox',
  'commons-logging',
  'commons-io',
  'javax.activation',
  'jaxb-api',
].map((name) => `/usr/share/java/${name}.jar`);

/** Why a proof cannot be made here; null when it can. */
export const missingQpdf = (): string | null =>
  spawnSync('qpdf', ['--version']).status === 0 ? null : 'qpdf n’est pas installé (apt install qpdf)';

export const missingPreflight = (): string | null => {
  if (spawnSync('java', ['-version']).status !== 0)
    return 'Java n’est pas installé (apt install default-jre-headless)';
  const jar = JARS.find((path) => !existsSync(path));
  return jar === undefined
    ? null
    : `${jar} manque (apt install libpdfbox2-java libcommons-logging-java libcommons-io-java libjaxb-api-java libactivation-java)`;
};

/** What the name of a proof ends with. */
export const skipped = (missing: string | null): string =>
  missing === null ? '' : ` (sauté\u00a0: ${missing})`;

/** What qpdf finds wrong in a file, or unusual; '' when nothing. */
export const qpdfFaults = (path: string): string => {
  const { status, stdout, stderr } = spawnSync('qpdf', ['--check', path], { encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr;
};

/** What makes a file something else than PDF/A-1b; one Java for all of them. */
export const archiveFaults = (folder: string, names: readonly string[]): string[] => {
  const list = join(folder, 'list.txt');
  writeFileSync(list, names.map((name) => `${join(folder, name)}\n`).join(''));
  execFileSync('java', [
    '-cp',
    JARS.join(':'),
    'org.apache.pdfbox.preflight.Validator_A1b',
    'xml',
    'group',
    list,
  ]);
  const report = readFileSync(`${list}.preflight.xml`, 'utf8');
  return names.flatMap((name) => {
    const part = new RegExp(`<preflight name="${name}">.*?</preflight>`, 's').exec(report)?.[0] ?? 'not read';
    return part.includes('<isValid type="PDF/A1-b">true</isValid>') ? [] : [`${name}: ${part}`];
  });
};
