import { describe, expect, it } from 'vitest';
import {
  MAIL_PROVIDERS,
  providerOfDomain,
  providerOfMx,
  providerOfServer,
} from '../../src/mail/providers.ts';

describe('whose mailbox an address is', () => {
  it.each([
    ['gmail.com', 'Gmail / Google Workspace'],
    ['Hotmail.FR', 'Outlook.com / Hotmail'],
    ['wanadoo.fr', 'Orange / Wanadoo'],
    ['pm.me', 'Proton (Bridge)'],
    ['exemple.fr', undefined],
    ['notgmail.com', undefined],
  ])('by its domain %s', (domain, name) => {
    expect(providerOfDomain(domain)?.name).toBe(name);
  });

  it.each([
    [['mx1.mail.ovh.net', 'mx2.mail.ovh.net'], 'OVH (MX Plan)'],
    [['aspmx.l.google.com.'], 'Gmail / Google Workspace'],
    [['exemple-fr.mail.protection.outlook.com'], 'Microsoft 365'],
    [['spool.mail.gandi.net', 'fb.mail.gandi.net'], 'Gandi'],
    [['in1-smtp.messagingengine.com'], 'Fastmail'],
    // A name that only ends alike is somebody else's.
    [['mx.fauxgoogle.com'], undefined],
    [['mx.exemple.fr'], undefined],
    [[], undefined],
  ])('by the servers that take its mail: %s', (hosts, name) => {
    expect(providerOfMx(hosts)?.name).toBe(name);
  });

  it('by a server that is set, under its other names too', () => {
    expect(providerOfServer({ host: 'IMAP.gmail.com', port: 993 })?.name).toBe('Gmail / Google Workspace');
    expect(providerOfServer({ host: 'imap.googlemail.com', port: 993 })?.filesSentItself).toBe(true);
    expect(providerOfServer({ host: 'imap-mail.outlook.com', port: 993 })?.secret).toBe('token');
    expect(providerOfServer({ host: 'ssl0.ovh.net', port: 465 })?.filesSentItself).toBe(false);
    expect(providerOfServer({ host: 'mail.exemple.fr', port: 993 })).toBeNull();
  });

  it('a server of this machine is nobody’s, but for the ports of a bridge', () => {
    expect(providerOfServer({ host: '127.0.0.1', port: 1143 })?.name).toBe('Proton (Bridge)');
    expect(providerOfServer({ host: '127.0.0.1', port: 10143 })).toBeNull();
  });

  it('no domain is claimed twice', () => {
    const domains = MAIL_PROVIDERS.flatMap((provider) => provider.domains);
    expect(new Set(domains).size).toBe(domains.length);
  });
});
