"""How a picture becomes numbers: one preprocessing, a backbone, and its cached embeddings."""
