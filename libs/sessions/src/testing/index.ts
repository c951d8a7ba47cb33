export { corruptRecord } from './corrupt-record.js';
export { FakeClock } from './fake-clock.js';
export { storeContract, type ContractCase, type StoreUnderTest } from './store-contract.js';
