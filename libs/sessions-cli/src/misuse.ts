/** The command can't be run as it was given. The message says what is wrong, and what to do. */
export class Misuse extends Error {}
