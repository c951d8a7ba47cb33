/** The rows of the dashboard, with their panels and queries. Each query is an expression with the legend of its lines. */

const ON = 'instance=~"$instance"';
const EVERY = '[$__rate_interval]';

/** The counts of a shared store are the same on all its instances, those of other stores are added. */
const count = (name) =>
  `max by (store, kind) (nest_sessions_${name}{${ON}, shared="true"}) or sum by (store, kind) (nest_sessions_${name}{${ON}, shared="false"})`;

const rate = (name, by, labels = '') =>
  `sum by (${by}) (rate(${name}{${ON}${labels === '' ? '' : `, ${labels}`}}${EVERY}))`;

const quantile = (share, name, by) =>
  `histogram_quantile(${share}, sum by (le, ${by}) (rate(${name}_bucket{${ON}}${EVERY})))`;

const HEALTH =
  `sum by (instance) (nest_sessions_health_status{${ON}, status="degraded"})` +
  ` + 2 * sum by (instance) (nest_sessions_health_status{${ON}, status="unhealthy"})`;

export const ROWS = [
  {
    title: 'Health',
    panels: [
      {
        title: 'Health',
        kind: 'states',
        width: 12,
        description: 'The status of each instance over time.',
        states: { 0: ['healthy', 'green'], 1: ['degraded', 'orange'], 2: ['unhealthy', 'red'] },
        queries: [[HEALTH, '{{instance}}']],
      },
      {
        title: 'Warnings',
        width: 12,
        unit: 'short',
        description: 'Corrupted records in quarantine, outages of the store, and instances that suspect a leak.',
        queries: [
          [count('quarantined'), 'in quarantine'],
          [`sum(increase(nest_sessions_store_outages_total{${ON}}${EVERY}))`, 'outages of the store'],
          [`sum(nest_sessions_leak_suspected{${ON}})`, 'suspect a leak'],
        ],
      },
    ],
  },
  {
    title: 'Sessions',
    panels: [
      {
        title: 'Sessions by state',
        width: 12,
        unit: 'short',
        description: 'All counts are exact, whether or not a sweep has run.',
        queries: [
          [count('active'), 'active'],
          [count('expiring_soon'), 'expiring soon'],
          [count('expired_unswept'), 'expired, not swept yet'],
        ],
      },
      {
        title: 'Capacity in use',
        width: 12,
        unit: 'percentunit',
        max: 1,
        description: 'Sessions and bytes, of the most that the store takes. Health is degraded from 90 % on.',
        queries: [
          [`max by (store) (nest_sessions_active{${ON}} / nest_sessions_capacity{${ON}})`, 'sessions'],
          [`max by (store) (nest_sessions_held_bytes{${ON}} / nest_sessions_capacity_bytes{${ON}})`, 'bytes'],
        ],
      },
    ],
  },
  {
    title: 'Flow',
    panels: [
      {
        title: 'Created and ended, by reason',
        width: 12,
        unit: 'ops',
        description: 'Sessions each second.',
        queries: [
          [`sum(rate(nest_sessions_created_total{${ON}}${EVERY}))`, 'created'],
          [rate('nest_sessions_ended_total', 'reason'), 'ended: {{reason}}'],
        ],
      },
      {
        title: 'Refused, by reason',
        width: 12,
        unit: 'ops',
        description: 'New sessions that were refused each second.',
        queries: [[rate('nest_sessions_refused_total', 'reason'), '{{reason}}']],
      },
      {
        title: 'Extended, by operation',
        width: 8,
        unit: 'ops',
        description: 'Sessions each second whose deadline moved.',
        queries: [[rate('nest_sessions_renewed_total', 'operation'), '{{operation}}']],
      },
      {
        title: 'Lookups, by result',
        width: 8,
        unit: 'ops',
        description: 'Many unknown ids may be somebody who guesses them.',
        queries: [[rate('nest_sessions_lookups_total', 'result'), '{{result}}']],
      },
      {
        title: 'Age of sessions at their end',
        width: 8,
        unit: 's',
        description: 'On average, by the reason of the end.',
        queries: [
          [
            `${rate('nest_sessions_lifetime_sum', 'reason')} / ${rate('nest_sessions_lifetime_count', 'reason')}`,
            '{{reason}}',
          ],
        ],
      },
    ],
  },
  {
    title: 'Store and sweeps',
    panels: [
      {
        title: 'Store latency, 99th percentile',
        width: 12,
        unit: 's',
        description: 'How long the store took, by operation. Health is degraded above 250 ms.',
        queries: [[quantile(0.99, 'nest_sessions_store_operation_duration', 'operation'), '{{operation}}']],
      },
      {
        title: 'Store errors, by code',
        width: 12,
        unit: 'ops',
        description: 'Of a store within the process, one operation in 32 is counted.',
        queries: [
          [rate('nest_sessions_store_operation_duration_count', 'error_type', 'error_type!=""'), '{{error_type}}'],
        ],
      },
      {
        title: 'Time since the last successful sweep',
        width: 12,
        unit: 's',
        description: 'Health is degraded after three intervals without one.',
        queries: [
          [`time() - max by (instance) (nest_sessions_sweep_last_success_timestamp_seconds{${ON}})`, '{{instance}}'],
        ],
      },
      {
        title: 'Duration of sweeps',
        width: 12,
        unit: 's',
        queries: [
          [quantile(0.5, 'nest_sessions_sweep_duration', 'outcome'), '{{outcome}}, median'],
          [quantile(0.99, 'nest_sessions_sweep_duration', 'outcome'), '{{outcome}}, 99th percentile'],
        ],
      },
    ],
  },
  {
    title: 'HTTP',
    panels: [
      {
        title: 'Requests, by status',
        width: 12,
        unit: 'reqps',
        queries: [
          [rate('http_server_request_duration_count', 'http_response_status_code'), '{{http_response_status_code}}'],
        ],
      },
      {
        title: 'Errors, by code',
        width: 12,
        unit: 'reqps',
        queries: [[rate('http_server_request_duration_count', 'error_type', 'error_type!=""'), '{{error_type}}']],
      },
      {
        title: 'Latency by route, 99th percentile',
        width: 24,
        unit: 's',
        queries: [
          [
            quantile(0.99, 'http_server_request_duration', 'http_request_method, http_route'),
            '{{http_request_method}} {{http_route}}',
          ],
        ],
      },
    ],
  },
  {
    title: 'Runtime',
    panels: [
      {
        title: 'Delay of the event loop',
        width: 8,
        unit: 's',
        description: 'The worst instance. It includes the 10 ms between two measurements.',
        queries: [
          [`max(nodejs_eventloop_delay_p50{${ON}})`, 'median'],
          [`max(nodejs_eventloop_delay_p99{${ON}})`, '99th percentile'],
        ],
      },
      {
        title: 'Heap',
        width: 8,
        unit: 'bytes',
        queries: [
          [`sum by (instance) (v8js_memory_heap_used{${ON}})`, '{{instance}}, used'],
          [`sum by (instance) (v8js_memory_heap_space_size{${ON}})`, '{{instance}}, reserved'],
        ],
      },
      {
        title: 'Time in garbage collection',
        width: 8,
        unit: 'percentunit',
        queries: [[rate('v8js_gc_duration_sum', 'v8js_gc_type'), '{{v8js_gc_type}}']],
      },
    ],
  },
];
