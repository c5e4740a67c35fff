// Dates written in every zone and language, without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    for (let i = 0; ; i++) new Date(i * 1e9).toLocaleString(['de', 'ja', 'ar', 'th'][i % 4], { timeZone: 'America/New_York', dateStyle: 'full', timeStyle: 'full' });
  }
}
