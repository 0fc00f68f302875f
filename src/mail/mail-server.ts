/** A mail server and who logs in to it, to send or to read. */
export interface MailServer {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS is required, unless the host is loopback. */
  secure: boolean;
  user: string | null;
  password: string | null;
  /** Gives an access token (OAuth2), anew at each call; null when a password is used. Throws RelanceError. */
  token: (() => Promise<string>) | null;
}
