"""What the README promises about setting up."""

from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_torch_and_torchvision_are_pinned_first_and_together() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert [line.split("==")[0] for line in wanted[:2]] == ["torch", "torchvision"]


def test_every_requirement_is_pinned() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-homes.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            assert not line or line.startswith(("#", "-r")) or "==" in line, line


def test_the_readme_names_targets_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in ("run", "test", "check"):
        assert f"make {target}" in readme
        assert f"\n{target}:" in makefile


def test_both_themes_are_ours() -> None:
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    for section in ("[theme.light]", "[theme.dark]"):
        assert section in config
    assert "gatherUsageStats = false" in config
