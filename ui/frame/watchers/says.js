// Makes live regions of the containers whose key begins with "says_": what changes in them, such as
// "Saved", is read aloud.
const LOOK_EVERY_MS = 500
let timer = 0

export default function () {
  clearInterval(timer)
  timer = setInterval(() => {
    for (const one of document.querySelectorAll("[class*='st-key-says_']:not([role])"))
      one.setAttribute("role", "status")
  }, LOOK_EVERY_MS)
}
