"""Pictures from the web: a transport that stays out of private networks, and who is asked."""
