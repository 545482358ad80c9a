"""The drivetrain plan: objective, levers, data, models, in this order."""
