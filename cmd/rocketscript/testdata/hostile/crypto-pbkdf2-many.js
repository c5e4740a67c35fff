// PBKDF2 a hundred times at once.
// ends: stopped | content | DOMException | NotSupported
class Script {
  async process_incoming_request({ request }) {
    const key = await crypto.subtle.importKey('raw', new Uint8Array(8), 'PBKDF2', false, ['deriveBits']);
    const one = () => crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-512', salt: new Uint8Array(8), iterations: 1e6 }, key, 512);
    await Promise.all(Array.from({ length: 100 }, one));
    return { content: { text: 'derived' } };
  }
}
