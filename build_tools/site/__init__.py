"""Where it is put together: pages and media into one tree a surface, looked over before anyone else sees it."""
