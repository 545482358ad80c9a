"""The tour: one night at a camp, told over eight stops."""
