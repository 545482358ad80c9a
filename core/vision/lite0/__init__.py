"""EfficientNet-Lite0 without torch: its weights are read and its graph is written here."""
