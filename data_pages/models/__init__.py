from .boundaries import Boundary
from .documents import CivitacDocument, DocumentContent, DocumentKind, DocumentVersion
from .imports import ImportPage, TableImport, TableShape
from .statistics import Indicator, Observation, ObservationChange, StatisticTable

__all__ = [
    "Boundary",
    "CivitacDocument",
    "DocumentContent",
    "DocumentKind",
    "DocumentVersion",
    "ImportPage",
    "Indicator",
    "Observation",
    "ObservationChange",
    "StatisticTable",
    "TableImport",
    "TableShape",
]
