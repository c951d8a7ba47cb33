import { BlockList, isIP } from 'node:net';
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');
/** Whether a server that listens there can be reached from this machine only. */
export function isLoopbackHost(host) {
    const version = isIP(host);
    if (version === 0)
        return host.toLowerCase() === 'localhost';
    return LOOPBACK.check(host, version === 4 ? 'ipv4' : 'ipv6');
}
//# sourceMappingURL=loopback.js.map