"""`python -m build_tools` is `exhibit`, for machines where scripts are not on the path."""

from build_tools.commands import main

main()
