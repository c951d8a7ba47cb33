/** The server refused a request, or did not answer. The message says so. */
export class ServerError extends Error {}
