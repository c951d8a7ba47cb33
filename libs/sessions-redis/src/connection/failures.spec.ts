import { describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from 'nest-sessions/store';
import { unavailable } from './failures.js';

describe('an error of the driver', () => {
  it('leaves the store as unavailable, with its cause and without what it quotes', () => {
    const cause = new Error('WRONGTYPE {sessions:1}:session:00secret holds the wrong kind of value');
    const error = unavailable(cause);
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect(error.cause).toBe(cause);
    expect(error.message).toContain('WRONGTYPE');
    expect(error.message).not.toContain('secret');
  });

  it.each([
    ["OOM command not allowed when used memory > 'maxmemory'. script: 0a, on @user_script:12.", 'out of memory'],
    [
      'ERR Error running script (call to f_0a): @user_script:9: @user_script: 9: -OOM command not allowed',
      'out of memory',
    ],
    ["READONLY You can't write against a read only replica.", 'replica'],
    ['LOADING Redis is loading the dataset in memory', 'loading'],
    ["CROSSSLOT Keys in request don't hash to the same slot", 'createCluster'],
    ['MOVED 3999 127.0.0.1:6381', 'createCluster'],
    ['NOAUTH Authentication required.', 'password'],
    ['ERR something new at redis://user:secret@host', 'refused the operation (ERR)'],
    ['NOREPLICAS Not enough good replicas to write.', 'min-replicas-to-write'],
    ['Socket closed unexpectedly', 'failed'],
  ])('%s is told in plain words', (message, meaning) => {
    expect(unavailable(new Error(message)).message).toContain(meaning);
    expect(unavailable(new Error(message)).message).not.toContain('secret');
  });

  it('is told by its code when it is one of the system', () => {
    expect(unavailable(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })).message).toContain(
      'ECONNREFUSED',
    );
    expect(unavailable('nonsense').message).toContain('failed (string)');
  });
});
