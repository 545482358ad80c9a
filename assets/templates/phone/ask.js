// How a page asks the model of its server: the picture goes to `predict` beside the page.
import { filled, words } from "./words.js"

/** {said, milliseconds, bytes}; throws an Error whose message is for people. `wait` (seconds) and
 * `goes_on` say whether to try again. */
export async function ask(picture) {
  const begun = performance.now()
  let reply
  try {
    reply = await fetch("predict", { method: "POST", body: picture, credentials: "omit" })
  } catch {
    throw new Error(words.away)
  }
  const said = await reply.json().catch(() => ({}))
  if (!reply.ok) {
    const failed = new Error(said.error || words.no_answer)
    failed.wait = Number(reply.headers.get("Retry-After")) || 0
    failed.goes_on = failed.wait > 0
    throw failed
  }
  return { said, milliseconds: performance.now() - begun, bytes: picture.size }
}

/** What there is to say of an answer's speed. */
export function took({ said, milliseconds, size }) {
  return filled(words.took, { size, ms: Math.round(milliseconds), model_ms: Math.round(said.milliseconds) })
}
