import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Query {
  /** With the variables of the dashboard replaced. */
  readonly expression: string;
  /** Such as `{{reason}}`. */
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  readonly type: string;
  readonly unit: string;
  /** Where the axis ends, if that is fixed. */
  readonly max: number | undefined;
  readonly place: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly queries: readonly Query[];
}

interface GrafanaPanel {
  readonly title: string;
  readonly type: string;
  readonly gridPos: Panel['place'];
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string; readonly max?: number } };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

/** The panels of deploy/grafana/nest-sessions.json, with `interval` as the window of rates. Rows have no queries. */
export function panels(interval: string): readonly Panel[] {
  const file = join(import.meta.dirname, '../../../deploy/grafana/nest-sessions.json');
  const dashboard = JSON.parse(readFileSync(file, 'utf8')) as { readonly panels: readonly GrafanaPanel[] };
  return dashboard.panels.map(({ title, type, gridPos, fieldConfig, targets = [] }) => ({
    title,
    type,
    unit: fieldConfig?.defaults.unit ?? '',
    max: fieldConfig?.defaults.max,
    place: gridPos,
    queries: targets.map(({ expr, legendFormat }) => ({
      expression: expr.replaceAll('$__rate_interval', interval).replaceAll('$instance', '.*'),
      legend: legendFormat,
    })),
  }));
}
