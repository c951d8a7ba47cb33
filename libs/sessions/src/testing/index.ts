export { FakeClock } from './fake-clock.js';
export {
  damagedRecordContract,
  followerContract,
  rememberedEndingContract,
  storeContract,
  type ContractCase,
  type DamageableStore,
  type SharedStoreUnderTest,
  type StoreUnderTest,
} from './store-contract.js';
