export {};
//# sourceMappingURL=health-operations.d.ts.map