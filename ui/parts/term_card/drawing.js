// A drawing that takes its colours from the theme. The SVG is made by the app, every name in it
// escaped; `st.html` would take it out and `st.image` would not know the theme.
export default function ({ data, parentElement }) {
  parentElement.querySelector("div").innerHTML = data.svg
}
