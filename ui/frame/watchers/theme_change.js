// When the theme changes, Streamlit paints its own things again but does not run the script: what a
// page has painted into its charts would keep the ink of the other theme. So a run is asked for
// when the page is not in `data.theme`, the theme of the last run.
const LOOK_EVERY_MS = 500

let look = 0

export default function ({ data, parentElement, setStateValue }) {
  const mail = mailbox("theme_change")
  mail.mount(parentElement, theme => setStateValue("theme", theme), 0)
  if (mail.message?.value === data.theme) mail.settle()
  clearInterval(look)
  look = setInterval(() => {
    const theme = themeNow()
    if (!data.theme || !theme || theme === data.theme) mail.settle()
    else if (theme !== mail.message?.value) mail.post(theme)
  }, LOOK_EVERY_MS)
}

function themeNow() {
  const app = document.querySelector("[data-testid=stApp]")
  const ground = app && getComputedStyle(app).backgroundColor.match(/\d+/g)
  return ground && (Number(ground[0]) < 128 ? "dark" : "light")
}
