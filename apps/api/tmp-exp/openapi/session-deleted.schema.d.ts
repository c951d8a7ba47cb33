export declare class SuccessSchema {
    readonly success: true;
}
export declare class SessionDeletedSchema {
    readonly success: true;
    readonly message: string;
    readonly data: Pick<SuccessSchema, 'success'>;
}
//# sourceMappingURL=session-deleted.schema.d.ts.map