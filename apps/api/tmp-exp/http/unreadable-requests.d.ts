import type { OutgoingHttpHeaders, Server } from 'node:http';
/** Answers in the one shape, too, what is no HTTP request and so reaches neither Nest nor the adapter. */
export declare function answerUnreadableRequests(server: Server): void;
interface FastifyReply {
    readonly raw: {
        writeHead(status: number, headers: OutgoingHttpHeaders): unknown;
        end(body: string): unknown;
    };
}
/**
 * What a `FastifyAdapter` of this server needs: its router by itself answers an address that it can't decode, in a shape
 * of its own, and takes no long parameters.
 */
export declare const fastifyOptions: {
    routerOptions: {
        maxParamLength: number;
    };
    frameworkErrors: (error: Error, _request: unknown, { raw }: FastifyReply) => void;
};
export {};
//# sourceMappingURL=unreadable-requests.d.ts.map