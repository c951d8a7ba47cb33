export {};
//# sourceMappingURL=session-operations.d.ts.map