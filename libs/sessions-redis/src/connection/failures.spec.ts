import { describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from 'nest-sessions/store';
import { unavailable } from './failures.js';

describe('an error of the driver', () => {
  it('becomes StoreUnavailableError, with its cause, and without the values that it quotes', () => {
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
    ["ERR The user executing the script can't run this command or subcommand script: 0a", 'lacks the right'],
    ["ERR ACL failure in script: User secret has no permissions to run the 'xadd' command", '(NOPERM): its user lacks'],
    ['NOAUTH Authentication required.', 'password'],
    ['ERR something new at redis://user:secret@host', 'refused the operation (ERR): something new at ….'],
    [
      "ERR unknown command 'secret', with args beginning with: 'secret'",
      'refused the operation (ERR): unknown command ….',
    ],
    [
      'ERR Unknown Redis command called from script script: 0a, on @user_script:9.',
      '(ERR): Unknown Redis command called from script.',
    ],
    ['NEWCODE it is {sessions:1}:session:00secret-secret-secret', 'refused the operation (NEWCODE): it is ….'],
    ['DENIED Redis is running in protected mode because', 'protected mode'],
    ['WRONGPASS invalid username-password pair or user is disabled.', 'does not accept the user name or the password'],
    ['Connection timeout', "can't be reached: it accepted no connection in time"],
    ['The client is offline', "can't be reached: its client is not connected"],
    ['something of the driver at secret:6379', 'failed (Error something of the driver at …)'],
    ['NOREPLICAS Not enough good replicas to write.', 'min-replicas-to-write'],
    ['Socket closed unexpectedly', "can't be reached: it cut the connection"],
  ])('%s has plain words', (message, meaning) => {
    expect(unavailable(new Error(message)).message).toContain(meaning);
    expect(unavailable(new Error(message)).message).not.toContain('secret');
  });

  it.each([
    ['ECONNREFUSED', 'it refused the connection'],
    ['ENOTFOUND', 'its host name is unknown'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'its port does not speak TLS'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is not accepted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is not accepted'],
  ])('has the code %s of the system, and its meaning, but no address', (code, meaning) => {
    const { message } = unavailable(Object.assign(new Error('of 10.0.0.1:6379'), { code }));
    expect(message).toContain(`Redis can't be reached: ${meaning}`);
    expect(message).toContain(`(${code})`);
    expect(message).not.toContain('10.0.0.1');
  });

  it('shows the error code of the system if this package has no sentence for it', () => {
    expect(unavailable(Object.assign(new Error('x 10.0.0.1:6379'), { code: 'ENEW' })).message).toBe(
      "Redis can't be reached, or failed (ENEW x …).",
    );
    expect(unavailable('nonsense').message).toContain('failed (string)');
  });
});
