/** What a cell holds and that is not understood; the reader that knows the line, the column and the file says where. */
export class CellFault extends Error {
  override readonly name = 'CellFault';

  constructor(
    message: string,
    /** What to type. */
    readonly hint?: string,
  ) {
    super(message);
  }
}
