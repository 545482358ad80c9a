"""Where a bear is seen: each background paints a canvas behind it and says how it is lit."""
