interface TextStyle {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly colour?: string;
  readonly size?: number;
  readonly weight?: number;
}

export function text(
  x: number,
  y: number,
  words: string,
  { anchor = 'start', colour = '#24292e', size = 11, weight = 400 }: TextStyle = {},
): string {
  const escaped = words.replace(/[&<>]/g, (character) => `&#${String(character.charCodeAt(0))};`);
  return `<text x="${fixed(x)}" y="${fixed(y)}" font-size="${String(size)}" font-weight="${String(weight)}" fill="${colour}" text-anchor="${anchor}">${escaped}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, colour: string): string {
  return `<line x1="${fixed(x1)}" y1="${fixed(y1)}" x2="${fixed(x2)}" y2="${fixed(y2)}" stroke="${colour}"/>`;
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function rectangle({ x, y, width, height }: Rectangle, fill: string, stroke = 'none'): string {
  return `<rect x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(height)}" fill="${fill}" stroke="${stroke}"/>`;
}

/** A number with at most one digit after the point. */
export function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
