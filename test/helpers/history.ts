import { addClient, addInvoice, addPayment, openBusiness, TODAY } from './claims.ts';
import { World } from './world.ts';

export const RECORDED_AT = '2026-05-01T10:00:00.000Z';

export const addStep = (
  world: World,
  client: number,
  invoice: number,
  step: string,
  channel: string,
  on: string,
) => {
  const contact = world.execute(
    `insert into contact (client_id, at, on_day, channel, direction, status, about_overdue, recorded_at)
     values (?, ?, ?, ?, 'out', ?, 1, ?)`,
    client,
    `${on}T09:00:00.000Z`,
    on,
    channel,
    channel === 'email' ? 'sent' : 'logged',
    RECORDED_AT,
  );
  world.execute(
    `insert into contact_invoice (contact_id, invoice_id, step, step_day, tone, remaining_cents, days_late, counts)
     values (?, ?, ?, 3, null, 1, 1, 1)`,
    contact,
    invoice,
    step,
  );
};

const addHold = (world: World, kind: string, invoice: number, untilOn: string | null, cents: number) =>
  world.execute(
    `insert into hold (kind, invoice_id, from_on, until_on, amount_cents, reason, recorded_at)
     values (?, ?, '2026-11-20', ?, ?, 'selon son e-mail', '2026-11-20T10:00:00.000Z')`,
    kind,
    invoice,
    untilOn,
    cents,
  );

const close = (world: World, invoice: number, as: string, on: string) =>
  world.execute(
    `update invoice set closed_on = ?, closed_as = ?, closed_reason = 'x' where id = ?`,
    on,
    as,
    invoice,
  );

/** A small history, whose every figure can be computed by hand. */
export const smallHistory = async (): Promise<World> => {
  const world = new World(TODAY);
  await openBusiness(world);
  const durand = addClient(world, 'Durand');
  const nour = addClient(world, 'Nour', { kind: 'particulier' });
  const frozen = addClient(world, 'Procédure');
  const lost = addClient(world, 'Perte');
  const bill = (client: number, number: string, issuedOn: string, dueOn: string, totalCents: number) =>
    addInvoice(world, client, number, { issuedOn, dueOn, totalCents });

  const d1 = bill(durand, 'D1', '2026-08-01', '2026-08-31', 100_000);
  addStep(world, durand, d1, 'relance-1', 'email', '2026-09-05');
  addPayment(world, d1, 100_000, '2026-09-10');
  const d2 = bill(durand, 'D2', '2026-09-01', '2026-10-01', 210_000);
  addStep(world, durand, d2, 'relance-1', 'email', '2026-10-04');
  addStep(world, durand, d2, 'appel', 'call', '2026-10-18');
  addStep(world, durand, d2, 'decide', 'decide', '2026-10-20');
  world.execute(
    `insert into payment (invoice_id, received_on, amount_cents, kind, method, recorded_at)
     values (?, '2026-10-10', 10000, 'credit-note', 'credit-note', ?)`,
    d2,
    RECORDED_AT,
  );
  addPayment(world, d2, 200_000, '2026-10-21');
  const d3 = bill(durand, 'D3', '2026-10-20', '2026-11-19', 300_000);
  const mistake = addPayment(world, d3, 300_000, '2026-11-20');
  world.execute(`update payment set reversed_on = '2026-11-21' where id = ?`, mistake);

  addPayment(world, bill(nour, 'N1', '2026-10-01', '2026-10-31', 50_000), 50_000, '2026-10-30');
  const n2 = bill(nour, 'N2', '2026-08-20', '2026-09-19', 80_000);
  addPayment(world, n2, 20_000, '2026-09-25');
  addHold(world, 'dispute', n2, null, 30_000);
  addHold(world, 'promise', bill(nour, 'N3', '2026-11-10', '2026-12-10', 40_000), '2026-11-27', 40_000);
  addInvoice(world, nour, 'U1', {
    issuedOn: '2026-11-01',
    dueOn: '2026-12-01',
    totalCents: 10_000,
    currency: 'USD',
  });

  bill(frozen, 'P1', '2026-07-01', '2026-07-31', 70_000);
  world.execute(
    `insert into insolvency (client_id, type, judged_on, recorded_at) values (?, 'redressement', '2026-11-01', ?)`,
    frozen,
    RECORDED_AT,
  );
  const w1 = bill(lost, 'W1', '2026-05-01', '2026-05-31', 90_000);
  addPayment(world, w1, 10_000, '2026-05-20');
  close(world, w1, 'written-off', '2026-11-01');
  close(world, bill(lost, 'C1', '2026-10-05', '2026-11-05', 500_000), 'cancelled', '2026-10-06');
  return world;
};
