/** Sets the clock of a process ahead by CLOCK_AHEAD_MS, as on a machine whose clock is wrong. */
const ahead = Number(process.env.CLOCK_AHEAD_MS ?? 0);
const RightDate = Date;

globalThis.Date = class extends RightDate {
  constructor(...args) {
    if (args.length === 0) super(RightDate.now() + ahead);
    else super(...args);
  }

  static now() {
    return RightDate.now() + ahead;
  }
};
