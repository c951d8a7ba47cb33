import { io } from 'socket.io-client';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A browser: it keeps cookies for all instances of the shop. */
export class Browser {
  readonly #cookies = new Map<string, string>();
  /** The last `Set-Cookie` headers. */
  setCookies: readonly string[] = [];

  constructor(private readonly name = 'Firefox/141') {}

  async ask(url: string, request: string, body?: object): Promise<Answer> {
    const [method = '', path = ''] = request.split(' ');
    const response = await fetch(url + path, {
      method,
      headers: {
        cookie: this.cookie,
        'user-agent': this.name,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    this.setCookies = response.headers.getSetCookie();
    for (const cookie of this.setCookies) this.#keep(cookie);
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Another browser with the same cookies. */
  copiedTo(name: string): Browser {
    const thief = new Browser(name);
    for (const [key, value] of this.#cookies) thief.#cookies.set(key, value);
    return thief;
  }

  /** Connects to the gateway; gives what answers the message, and how the connection ends. */
  connect(url: string): { readonly orders: Promise<unknown>; readonly closed: Promise<unknown> } {
    const extraHeaders = { cookie: this.cookie, 'user-agent': this.name };
    const socket = io(url, { transports: ['websocket'], extraHeaders, forceNew: true, reconnection: false });
    const orders = new Promise((resolve) => socket.once('orders', resolve));
    let exception: unknown;
    socket.on('exception', (data: unknown) => (exception = data));
    const closed = new Promise((resolve) => {
      socket.once('disconnect', () => {
        resolve(exception);
      });
    });
    socket.emit('orders', {});
    return { orders, closed };
  }

  #keep(cookie: string): void {
    const [pair = ''] = cookie.split(';');
    const [name = '', value = ''] = pair.split('=');
    if (/Max-Age=0/i.test(cookie)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}
