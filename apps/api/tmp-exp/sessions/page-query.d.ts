import * as z from 'zod';
/** The query of the list. Its values are texts; one that is given twice is a list of texts, which none of them takes. */
export declare const pageQuery: z.ZodObject<{
    limit: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>>;
    cursor: z.ZodOptional<z.ZodString>;
    userId: z.ZodOptional<z.ZodGUID>;
}, z.core.$strict>;
/** What of a query tells whether its cursor is known, whatever else is wrong with it. */
export declare const cursorQuery: z.ZodObject<{
    cursor: z.ZodString;
    userId: z.ZodCatch<z.ZodOptional<z.ZodGUID>>;
}, z.core.$strip>;
//# sourceMappingURL=page-query.d.ts.map