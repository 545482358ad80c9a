"""Sounds as pictures: synthesised and recorded sounds, and the mel spectrograms made of them."""
