import { constants, inflateRawSync, inflateSync } from 'node:zlib';

const ZLIB_HEAD = 2;

const isTooLong = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';

const isZlibError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^Z_|^ERR_OUT_OF_RANGE$/.test(String(error.code));

const attempt = (
  inflate: typeof inflateSync,
  bytes: Uint8Array,
  most: number,
): Buffer | 'too-large' | null => {
  try {
    // What is cut short gives what it has: whether it is enough is for its reader to say.
    return inflate(bytes, { maxOutputLength: Math.max(1, most), finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    if (isTooLong(error)) return 'too-large';
    if (isZlibError(error)) return null;
    throw error;
  }
};

/** Undoes FlateDecode up to a limit; a wrong checksum is forgiven. Null: it is no such stream. */
export const inflateBounded = (bytes: Uint8Array, most: number): Buffer | 'too-large' | null =>
  attempt(inflateSync, bytes, most) ?? attempt(inflateRawSync, bytes.subarray(ZLIB_HEAD), most);
