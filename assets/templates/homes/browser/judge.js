// What follows from a model's probabilities: the class, and the action that was decided for it.
// The same steps as judge.py of the app.

const SMALLEST = 1e-12;
const HAIR = 1e-9;

/** {class, probabilities, action}; `decision` is decision.json, or null where nothing was decided. */
export function judged(shares, { vocab }, decision) {
  const best = shares.indexOf(Math.max(...shares));
  const probabilities = Object.fromEntries(vocab.map((name, n) => [name, shares[n]]));
  return { class: vocab[best], probabilities, ...(decision && { action: actionFor(shares, decision) }) };
}

function actionFor(shares, { temperature, seen, real, actions, costs, look }) {
  const soft = parts(shares.map((share) => Math.exp(Math.log(Math.max(share, SMALLEST)) / temperature)));
  const chances = parts(soft.map((share, n) => (Math.max(share, SMALLEST) * real[n]) / Math.max(seen[n], SMALLEST)));
  const sums = costs.map((row) => row.reduce((sum, cost, n) => sum + cost * chances[n], 0));
  const last = sums.length - 1;
  if (look !== null && look === actions[last]) sums[last] += HAIR * (1 + Math.abs(sums[last]));
  return actions[sums.indexOf(Math.min(...sums))];
}

/** {distance, line, strange}: 1 − the best cosine between a picture's embedding and the middles. */
export function strangeness(embedding, { middles, line }) {
  const length = Math.max(Math.hypot(...embedding), SMALLEST);
  const cosines = middles.map((middle) => middle.reduce((sum, part, n) => sum + part * embedding[n], 0) / length);
  const distance = 1 - Math.max(...cosines);
  return { distance, line, strange: distance > line };
}

function parts(values) {
  const sum = values.reduce((a, b) => a + b, 0);
  return values.map((value) => value / sum);
}
