"""What stands between a browser and Streamlit: who may come in, how much they may bring."""
