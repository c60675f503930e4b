"""What is read: every page as an address, a template and the values it shows. Knows no site engine."""
