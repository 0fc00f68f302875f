import type { Context } from '../context.ts';
import { findCreditor } from '../db/creditor-row.ts';
import { type FactsQuery } from '../db/facts-query.ts';
import { loadFacts } from '../db/load-facts.ts';
import type { Database } from '../db/open.ts';
import { limitedByAgreement } from '../domain/schedule/asked.ts';
import type { InvoiceFacts } from '../domain/schedule/facts.ts';
import type { TemplateOf } from '../domain/schedule/constraints.ts';
import { type Action, type Plan } from '../domain/schedule/action.ts';
import { planActions } from '../domain/schedule/grouping.ts';
import { scenarioNameOf } from '../domain/schedule/scenario.ts';
import { decide, type Decision, type ScheduleRules } from '../domain/schedule/decision.ts';
import { loadScenarios, scenarioNamed, warnOfFaults, type Scenarios } from './scenarios.ts';

const templateIn =
  ({ known }: Scenarios): TemplateOf =>
  (scenario, step) =>
    known.get(scenario)?.steps.find(({ id }) => id === step)?.template;

/** Facts → decisions, for the commands that look at them one by one. */
export const decideInvoice = (
  facts: InvoiceFacts,
  scenarios: Scenarios,
  today: string,
  rules: ScheduleRules,
): Decision => {
  const name = scenarioNameOf(facts, facts.client);
  const scenario = scenarioNamed(scenarios, name, ` de la facture ${facts.number}`);
  const decision = decide(facts, scenario, today, { templateOf: templateIn(scenarios), ...rules });
  return limitedByAgreement(decision, today, rules);
};

/** The creditor's own settings of the schedule. */
export const scheduleRulesOf = (db: Database): ScheduleRules => {
  const creditor = findCreditor(db);
  return { minimumCents: creditor?.minimumCents ?? 100, zone: creditor?.holidayZone ?? 'metropole' };
};

interface PlanQuery extends FactsQuery {
  isPerInvoice?: boolean | undefined;
}

/** Rows → facts → decisions → actions. Synchronous, so that a transaction can decide again. */
export const planDay = (
  db: Database,
  scenarios: Scenarios,
  query: PlanQuery,
): { plan: Plan; decisions: Decision[] } => {
  const { isPerInvoice = false } = query;
  const rules: ScheduleRules = {
    ...scheduleRulesOf(db),
    // One message per invoice: each has its own words.
    ...(isPerInvoice && { templateOf: undefined }),
  };
  const decisions = loadFacts(db, query).map((facts) => decideInvoice(facts, scenarios, query.today, rules));
  return {
    decisions,
    plan: planActions(decisions, query.today, {
      zone: rules.zone,
      isPerInvoice,
    }),
  };
};

/** The plan of a day as `due`, `send` and the morning view see it. */
export const readDayPlan = async (
  ctx: Context,
  query: PlanQuery,
): Promise<{ plan: Plan; decisions: Decision[]; scenarios: Scenarios }> => {
  const scenarios = await loadScenarios(ctx);
  const day = planDay(ctx.db(), scenarios, query);
  warnOfFaults(ctx, scenarios);
  return { ...day, scenarios };
};

/** What would be done today but for a line of the bank that nobody has confirmed, invoice by invoice. */
export const withoutBankHold = (
  db: Database,
  scenarios: Scenarios,
  decisions: readonly Decision[],
  today: string,
): Action[] => {
  const rules = scheduleRulesOf(db);
  return decisions
    .filter(({ holds }) => holds.length > 0 && holds.every(({ kind }) => kind === 'bank' || kind === 'plan'))
    .filter(({ holds }) => holds.some(({ kind }) => kind === 'bank'))
    .flatMap(({ invoice }) => {
      const decision = decideInvoice({ ...invoice, bankLines: [] }, scenarios, today, rules);
      if (!decision.act || decision.step === null) return [];
      const { actions } = planActions([decision], today, rules);
      // The lines are kept to say which.
      return actions.map((action) => ({
        ...action,
        invoices: action.invoices.map((entry) => ({ ...entry, decision: { ...entry.decision, invoice } })),
      }));
    });
};

/** One invoice's decision, whatever its state; null when it was not issued yet on that day. */
export const readDecision = async (
  ctx: Context,
  query: FactsQuery & { invoiceId: number },
): Promise<Decision | null> => {
  const scenarios = await loadScenarios(ctx);
  const [facts] = loadFacts(ctx.db(), query);
  const decision = facts ? decideInvoice(facts, scenarios, query.today, scheduleRulesOf(ctx.db())) : null;
  warnOfFaults(ctx, scenarios);
  return decision;
};
