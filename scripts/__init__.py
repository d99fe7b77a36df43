"""Tools for developers; none of them is needed where the program runs."""
