import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { withSettings } from '../../../env-file.ts';
import type { MailSettings } from './account.ts';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** A file that is a link stays one: what it leads to is written. */
const leadsTo = (path: string): string => {
  try {
    return realpathSync(path);
  } catch (error) {
    if (isMissing(error)) return path;
    throw error;
  }
};

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
};

/** Changes settings of a `.env`, whole or not at all; from then on only its owner can read it. */
export const writeEnv = (path: string, settings: MailSettings): void => {
  const target = leadsTo(path);
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const content = withSettings(read(target), settings);
  const draft = `${target}.nouveau`;
  // One that was left by a program that died may be open to others.
  rmSync(draft, { force: true });
  const descriptor = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, target);
};
