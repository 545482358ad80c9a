"""What axe-core finds on a page as it stands: contrast, names for screen readers, roles."""

from playwright.sync_api import Page

from bench.app_server import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
STREAMLITS_OWN = ("[data-testid=stSidebarNavItems]", "[data-testid=stFileUploaderDropzone]")
TRIES = 6  # a part that is just being drawn has its names and colours a moment later
FOUND = """async ([not, only]) => {
  const told = await axe.run(
    { exclude: not.map((one) => [one]) },
    { resultTypes: ["violations"], ...(only ? { runOnly: [only] } : {}), rules: only ? {} : {
      "region": { enabled: false },
      "label-content-name-mismatch": { enabled: false },  // it compares hostile names sign by sign
    } });
  return told.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.html.slice(0, 160)} ${(node.any[0] ?? node.all[0])?.message ?? ""}`));
}"""


def axe_finds(page: Page, only: str = "") -> list[str]:
    """One line for each place where what is ours breaks a rule of axe-core, or `only` this one;
    none is wanted."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))  # the rules for scripts on the page allow no tag
    for _ in range(TRIES):
        found: list[str] = page.evaluate(FOUND, [list(STREAMLITS_OWN), only])
        if not found:
            break
        page.wait_for_timeout(1000)
    return found
