// An AggregateError of AggregateErrors.
// ends: AggregateError | Error | stopped
class Script {
  process_incoming_request({ request }) {
    let e = new Error('x');
    for (let i = 0; i < 40; i++) e = new AggregateError([e, e], 'many');
    console.log(e);
    throw e;
  }
}
