var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
let SuccessSchema = class SuccessSchema {
    success;
};
__decorate([
    ApiProperty({ type: 'boolean', enum: [true] }),
    __metadata("design:type", Boolean)
], SuccessSchema.prototype, "success", void 0);
SuccessSchema = __decorate([
    ApiSchema({ name: 'SuccessData' })
], SuccessSchema);
export { SuccessSchema };
let SessionDeletedSchema = class SessionDeletedSchema {
    success;
    message;
    data;
};
__decorate([
    ApiProperty({ type: 'boolean', enum: [true] }),
    __metadata("design:type", Boolean)
], SessionDeletedSchema.prototype, "success", void 0);
__decorate([
    ApiProperty({ type: 'string', example: 'The session was deleted.' }),
    __metadata("design:type", String)
], SessionDeletedSchema.prototype, "message", void 0);
__decorate([
    ApiProperty({ type: SuccessSchema }),
    __metadata("design:type", Object)
], SessionDeletedSchema.prototype, "data", void 0);
SessionDeletedSchema = __decorate([
    ApiSchema({ name: 'SessionDeleted' })
], SessionDeletedSchema);
export { SessionDeletedSchema };
//# sourceMappingURL=session-deleted.schema.js.map