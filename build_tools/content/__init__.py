"""What was written, and where: text, values, and the line and column of each.

Law of this stage: it knows files and the format, never what the values mean. It imports no other
stage. Reading order: problems, layout, text, repair, recovery, values,
source, blocks, body, folder.
"""
