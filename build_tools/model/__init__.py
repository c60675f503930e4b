"""What it means: exhibition, hall, exhibit, lesson, screen, person, source — complete when made.

Law of this stage: pure values and functions; no disk, no clock. It imports ``content`` only. Each
``…Form`` class is what staff fill in; the class that inherits from it is the complete value, which
exists only once everything is in order. Reading order: form, the kinds, wording, reading,
catalogue, target, links, rules, shape, library, surface.
"""
