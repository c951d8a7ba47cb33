export { FakeClock } from './fake-clock.js';
export {
  damagedRecordContract,
  rememberedEndingContract,
  storeContract,
  type ContractCase,
  type DamageableStore,
  type StoreUnderTest,
} from './store-contract.js';
