"""What editors compose articles from: one class per file, gathered by `body.ArticleBodyBlock`."""

from .body import ArticleBodyBlock

__all__ = ["ArticleBodyBlock"]
