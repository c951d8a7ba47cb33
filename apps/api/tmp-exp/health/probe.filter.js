var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Catch, ServiceUnavailableException } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
/** Answers a failed probe with Terminus' own result. */
let ProbeFilter = class ProbeFilter {
    host;
    constructor(host) {
        this.host = host;
    }
    catch(error, host) {
        this.host.httpAdapter.reply(host.switchToHttp().getResponse(), error.getResponse(), error.getStatus());
    }
};
ProbeFilter = __decorate([
    Catch(ServiceUnavailableException),
    __metadata("design:paramtypes", [HttpAdapterHost])
], ProbeFilter);
export { ProbeFilter };
//# sourceMappingURL=probe.filter.js.map