import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { codeOf, connect, createFile } from '../../src/db/engine.ts';

const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'relance-engine-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
};

const codeOfRefusal = (work: () => unknown): string => {
  try {
    work();
    return '';
  } catch (error) {
    return codeOf(error);
  }
};

describe('a file of the base', () => {
  it('is made for its owner alone', () => {
    const path = join(aFolder(), 'relance.db');
    createFile(path);
    const { mode, size } = statSync(path);
    expect([(mode & 0o777).toString(8), size]).toEqual(['600', 0]);
  });

  it('that exists keeps what it holds, and its rights', () => {
    const path = join(aFolder(), 'relance.db');
    writeFileSync(path, 'des années de factures');
    chmodSync(path, 0o644);
    createFile(path);
    expect([readFileSync(path, 'utf8'), (statSync(path).mode & 0o777).toString(8)]).toEqual([
      'des années de factures',
      '644',
    ]);
  });

  it('is not made where there is no folder', () => {
    expect(codeOfRefusal(() => createFile(join(aFolder(), 'absent', 'relance.db')))).toBe('ENOENT');
  });
});

describe('a connection', () => {
  it('never makes a file: a path mistyped is no empty base', () => {
    const path = join(aFolder(), 'relance.db');
    expect(codeOfRefusal(() => connect(path))).toBe('SQLITE_CANTOPEN');
    expect(codeOfRefusal(() => statSync(path))).toBe('ENOENT');
  });

  it('to read writes nothing', () => {
    const path = join(aFolder(), 'relance.db');
    createFile(path);
    const writer = connect(path);
    writer.exec('create table t (x)');
    writer.close();
    const reader = connect(path, { readonly: true });
    onTestFinished(() => {
      reader.close();
    });
    expect(codeOfRefusal(() => reader.exec('insert into t values (1)'))).toBe('SQLITE_READONLY');
  });

  it('that may not wait says at once that another one writes', () => {
    const path = join(aFolder(), 'relance.db');
    createFile(path);
    const [writer, other] = [connect(path), connect(path, { timeout: 0 })];
    onTestFinished(() => {
      writer.close();
      other.close();
    });
    writer.exec('begin exclusive');
    expect(codeOfRefusal(() => other.exec('begin immediate'))).toBe('SQLITE_BUSY');
  });

  it('to memory needs no file', () => {
    const db = connect(':memory:');
    onTestFinished(() => {
      db.close();
    });
    expect(db.prepare('select 1').pluck().get()).toBe(1);
  });
});

describe('the code of an error', () => {
  it.each([
    ['of the system', Object.assign(new Error('plein'), { code: 'ENOSPC' }), 'ENOSPC'],
    ['that is no text', Object.assign(new Error('faute'), { code: 5 }), ''],
    ['without one', new Error('faute'), ''],
    ['that is no error', { code: 'ENOSPC' }, ''],
    ['that is nothing', null, ''],
  ])('%s', (_what, error, code) => {
    expect(codeOf(error)).toBe(code);
  });
});
