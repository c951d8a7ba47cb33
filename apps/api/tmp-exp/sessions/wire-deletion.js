export const DELETED = { success: true, message: 'The session was deleted.', data: { success: true } };
//# sourceMappingURL=wire-deletion.js.map