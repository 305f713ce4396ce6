import { isAudited, type RouteName } from '../../core/route-functions.ts';
import { type Grant, readSettings } from '../shared/grants.ts';
import type { StageData } from '../shared/stage-data.ts';
import { tableGrants } from '../shared/table-grants.ts';
import type { RouteGrants } from './route-stage.ts';

/** These grants. A route by which operators change something also records the act. */
export const recordActs = <Name extends RouteName>(
  data: StageData,
  grants: RouteGrants<Name>,
): RouteGrants<Name> => {
  const record = [readSettings('auditDays'), tableGrants(data).audit('PutItem', 'UpdateItem')];
  const all = Object.entries(grants) as [Name, readonly Grant[]][];
  return Object.fromEntries(
    all.map(([name, own]) => [name, isAudited(name) ? [...own, ...record] : own]),
  ) as RouteGrants<Name>;
};
