const MIB = 1024 ** 2;

/** Round numbers on an axis from 0 to at least `most`, which is above 0. */
export function ticks(most: number, unit = ''): readonly number[] {
  const scale = unit === 'bytes' ? MIB : 1;
  const magnitude = 10 ** Math.floor(Math.log10(most / scale / 4));
  const steps = [1, 2, 5, 10].map((factor) => factor * magnitude * scale);
  const step = steps.find((one) => most / one <= 5) ?? most;
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, at) => at * step);
}

const SUFFIXES: Readonly<Record<string, string>> = { ops: ' /s', reqps: ' req/s' };

/** A value of a panel as Grafana writes it, by the unit of the panel. */
export function withUnit(value: number, unit: string): string {
  if (value === 0) return '0';
  if (unit === 'percentunit') return `${short(value * 100)} %`;
  if (unit === 'bytes') return `${short(value / MIB)} MiB`;
  if (unit !== 's') return `${short(value)}${SUFFIXES[unit] ?? ''}`;
  if (value >= 1) return `${short(value)} s`;
  return value >= 0.001 ? `${short(value * 1000)} ms` : `${short(value * 1e6)} µs`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
