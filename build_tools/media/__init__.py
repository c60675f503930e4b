"""What the exhibition looks like: every original made fit for every screen, once."""
