import type { Quarantine } from './quarantine.js';
import type { RememberedEndings } from './remembered-endings.js';
import type { SessionRestorer } from './session-journal.js';
import type { SessionSlots } from './session-slots.js';

/** Fills these parts of a new memory store. */
export function restorerOf(slots: SessionSlots, quarantine: Quarantine, endings: RememberedEndings): SessionRestorer {
  return {
    put: (slot, serial, session, isReported) => {
      slots.restore(slot, serial, session, isReported);
    },
    formerId: (slot, id, until) => {
      slots.restoreFormerId(slot, id, until);
    },
    quarantined: (record) => {
      quarantine.restore(record);
    },
    remembered: (remembered) => {
      endings.restore(remembered);
    },
    done: () => {
      slots.restored();
    },
  };
}
