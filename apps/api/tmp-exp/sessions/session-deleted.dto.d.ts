export declare class SuccessDto {
    readonly success: boolean;
}
export declare class SessionDeletedDto extends SuccessDto {
    readonly message: string;
    readonly data: SuccessDto;
}
//# sourceMappingURL=session-deleted.dto.d.ts.map