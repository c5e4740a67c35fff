// PBKDF2 with two billion rounds.
// ends: stopped | content | DOMException | NotSupported
class Script {
  async process_incoming_request({ request }) {
    const key = await crypto.subtle.importKey('raw', new Uint8Array(8), 'PBKDF2', false, ['deriveBits']);
    await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-512', salt: new Uint8Array(8), iterations: 2 ** 31 - 1 }, key, 4096);
    return { content: { text: 'derived' } };
  }
}
