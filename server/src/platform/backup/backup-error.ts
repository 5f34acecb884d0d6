/** A reason that an admin can act on; anything else that is thrown is a bug or a failing disk or database. */
export class BackupError extends Error {
  readonly code:
    | 'cut_off'
    | 'damaged'
    | 'exists'
    | 'migrations'
    | 'newer'
    | 'not_empty'
    | 'not_found'
    | 'not_readable'
    | 'verification';

  constructor(code: BackupError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
