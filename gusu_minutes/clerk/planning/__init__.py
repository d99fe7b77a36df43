"""The page on which all tasks of a meeting are made, corrected and assigned."""
