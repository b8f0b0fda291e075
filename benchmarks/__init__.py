"""What Civitac costs, measured beside what could not cost less: `make bench` prints the table.

Every figure is taken in the run that prints it, next to its floor on the same machine under the same load: figures of two
runs are not to be compared, their ratios are.
"""

PAGE_CACHE = "civitac.core.cache.PageCacheMiddleware"
