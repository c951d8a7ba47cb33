import * as common from '@grafana/grafana-foundation-sdk/common';
import {
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  FieldColorBuilder,
  FieldColorModeId,
  MappingType,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatesBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as LinesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { ROWS } from './panels.mjs';

/** The data source is a variable that people choose in Grafana, so the dashboard loads anywhere without an edit. */
const SOURCE = { type: 'prometheus', uid: '${datasource}' };
const HEIGHT = 8;

/** The dashboard as Grafana reads it. */
export function dashboard() {
  const builder = new DashboardBuilder('nest-sessions')
    .uid('nest-sessions')
    .description('Sessions, their store, sweeps, requests and the Node.js runtime of a nest-sessions server.')
    .tags(['nest-sessions'])
    .time({ from: 'now-1h', to: 'now' })
    .refresh('30s')
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
    .withVariable(
      new QueryVariableBuilder('instance')
        .label('Instance')
        .datasource(SOURCE)
        .query('label_values(nest_sessions_build_info, instance)')
        .refresh(VariableRefresh.OnTimeRangeChanged)
        .multi(true)
        .includeAll(true)
        .allValue('.*')
        .current({ selected: true, text: 'All', value: '$__all' }),
    );
  let id = 0;
  for (const { title, panels } of ROWS) {
    builder.withRow(new RowBuilder(title).id((id += 1)));
    for (const panel of panels) {
      builder.withPanel((panel.kind === 'states' ? states(panel) : lines(panel)).id((id += 1)));
    }
  }
  return builder.build();
}

function lines({ unit, max, ...panel }) {
  const builder = new LinesBuilder()
    .unit(unit)
    .min(0)
    .fillOpacity(10)
    .lineWidth(1)
    .showPoints(common.VisibilityMode.Never)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending),
    );
  if (max !== undefined) builder.max(max);
  return withQueries(builder, panel);
}

function states({ states: names, ...panel }) {
  const options = Object.fromEntries(
    Object.entries(names).map(([value, [text, color]], index) => [value, { text, color, index }]),
  );
  const builder = new StatesBuilder()
    .mappings([{ type: MappingType.ValueToText, options }])
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .showValue(common.VisibilityMode.Never)
    .mergeValues(true);
  return withQueries(builder, panel);
}

/** Adds what all kinds of panels have. */
function withQueries(builder, { title, description, width, queries }) {
  builder.title(title).span(width).height(HEIGHT).datasource(SOURCE);
  if (description !== undefined) builder.description(description);
  for (const [at, [expression, legend]] of queries.entries()) {
    const refId = String.fromCharCode('A'.charCodeAt(0) + at);
    builder.withTarget(
      new DataqueryBuilder().expr(expression).legendFormat(legend).refId(refId).datasource(SOURCE).range(),
    );
  }
  return builder;
}
