import * as z from 'zod';
/** Data of the client. Nothing in it is renamed, dropped or copied. */
export declare const metadataSchema: z.ZodCustom<object, object>;
//# sourceMappingURL=metadata.d.ts.map