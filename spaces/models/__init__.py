from .articles import ArticleAuthor, ArticlePage, ArticleTag, RelatedArticle
from .authors import Author
from .citizens import CitizenIndexPage, QuestionIndexPage, QuestionPage, ServiceIndexPage, ServicePage
from .directories import CollectivityIndexPage, OrganisationIndexPage
from .enrolment import EnrolmentRequest
from .offices import OfficeHolder, OfficeTitle
from .review import ReviewTask
from .space import Space, shown_spaces
from .space_pages import SpacePage

__all__ = [
    "ArticleAuthor",
    "ArticlePage",
    "ArticleTag",
    "Author",
    "CitizenIndexPage",
    "CollectivityIndexPage",
    "EnrolmentRequest",
    "OfficeHolder",
    "OfficeTitle",
    "OrganisationIndexPage",
    "QuestionIndexPage",
    "QuestionPage",
    "RelatedArticle",
    "ReviewTask",
    "ServiceIndexPage",
    "ServicePage",
    "Space",
    "SpacePage",
    "shown_spaces",
]
