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
let SuccessDto = class SuccessDto {
    success = true;
};
__decorate([
    ApiProperty({ enum: [true], example: true }),
    __metadata("design:type", Boolean)
], SuccessDto.prototype, "success", void 0);
SuccessDto = __decorate([
    ApiSchema({ name: 'SuccessData' })
], SuccessDto);
export { SuccessDto };
let SessionDeletedDto = class SessionDeletedDto extends SuccessDto {
    message = 'Session deleted successfully';
    data = new SuccessDto();
};
__decorate([
    ApiProperty({ example: 'Session deleted successfully' }),
    __metadata("design:type", String)
], SessionDeletedDto.prototype, "message", void 0);
__decorate([
    ApiProperty(),
    __metadata("design:type", SuccessDto)
], SessionDeletedDto.prototype, "data", void 0);
SessionDeletedDto = __decorate([
    ApiSchema({ name: 'SessionDeleted' })
], SessionDeletedDto);
export { SessionDeletedDto };
//# sourceMappingURL=session-deleted.dto.js.map