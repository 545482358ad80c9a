"""A campsite's season: a camera, an alarm that people may stop believing, a ranger's few looks."""
