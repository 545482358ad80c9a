// A sentence of assets/content with its places filled in: "{n} of {all}".
function filled(sentence, places) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => places[name])
}
