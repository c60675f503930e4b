"""The way through the house, each stage importing only from those before it:

content   what was written, and where: text, values, and the line and column of each; problems
model     what it means: exhibition, hall, exhibit, lesson, screen, person, source; cross-checked
media     what it looks like: renditions, drawings, codes, fonts; a shelf keyed by content hash
pages     what is read: model -> (address, template, values)
site      where it is put together: the only module that knows MkDocs; inspection; manifest
commands  the `exhibit` command, a few lines over the stages
"""
