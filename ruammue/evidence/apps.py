from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "ruammue.evidence"
    label = "evidence"
