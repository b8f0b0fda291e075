from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.search.tasks import insert_or_update_object_task
from wagtail.signals import page_published, post_page_move

from .models import ArticlePage, Author, Space, SpacePage
from .services import rename_space


@receiver(page_published, sender=SpacePage)
def carry_new_name_over(instance: SpacePage, **_signal: object) -> None:
    """A renamed space renames its collection and groups."""
    space = Space.objects.filter(page=instance).select_related("collection", "editors", "managers").first()
    if space and space.collection.name != instance.title[:255]:
        rename_space(space)


@receiver(post_page_move)
def follow_the_tree(instance: Page, **_signal: object) -> None:
    """An article moved to another space belongs to that space."""
    for article in ArticlePage.objects.descendant_of(instance, inclusive=True):
        article.place_in_tree()
        article.save(update_fields=["space", "territory"])


@receiver(post_save, sender=Author)
@receiver(pre_delete, sender=Author)
def index_bylines_again(instance: Author, created: bool = False, raw: bool = False, **_signal: object) -> None:
    """Articles are found by the names that readers see under them: one withheld, changed or deleted is found no more."""
    if created or raw:
        return
    for key in instance.signed.values_list("page", flat=True).distinct():
        insert_or_update_object_task.enqueue("spaces", "articlepage", str(key))
