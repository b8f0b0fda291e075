from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DataPagesConfig(AppConfig):
    name = "data_pages"
    verbose_name = _("Database")

    def ready(self) -> None:
        from wagtail.permission_policies.collections import CollectionPermissionPolicy
        from wagtail.permissions import register_permission_policy

        from civitac.core.cache import renews_pages
        from civitac.core.registry import article_blocks, query_parameters, space_owned_models, space_sections

        from .blocks import StatisticBlock
        from .documents import places as documents
        from .models import StatisticTable
        from .statistics.pages.sections import figures_section

        renews_pages("data_pages.Indicator", "data_pages.StatisticTable", "data_pages.StatisticTable_indicators")
        register_permission_policy(StatisticTable, CollectionPermissionPolicy(StatisticTable))
        read_write = ("add", "change", "choose")
        space_owned_models.register(
            "data_pages.StatisticTable", {"editors": read_write, "managers": (*read_write, "delete")}
        )
        documents.register()
        for name in ("t", "i", "ref", "debut", "fin", "par", "niveau", "periode", "acces"):
            query_parameters.register(name, None)
        space_sections.register("figures", figures_section, order=30)
        article_blocks.register("statistic", StatisticBlock)
