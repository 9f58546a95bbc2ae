"""Tables: duties between organisations; skills; and the work within: projects, tasks, places, who takes them."""

from ruammue.work.models.duties import Assignment, Duty, DutySignature, Work
from ruammue.work.models.skills import Absence, Apart, Availability, Competence, OwnSkill, Season
from ruammue.work.models.tasks import (
    Half,
    LessonOfProject,
    LineForProject,
    MonthPlan,
    Project,
    SignUp,
    Slot,
    Task,
    TaskChange,
    TaskInProject,
    TaskPart,
    Wish,
    WishLink,
)
from ruammue.work.who_where.models import ToldActivity, ToldSheet

__all__ = [
    "Absence",
    "Apart",
    "Assignment",
    "Availability",
    "Competence",
    "Duty",
    "DutySignature",
    "Half",
    "LessonOfProject",
    "LineForProject",
    "MonthPlan",
    "OwnSkill",
    "Project",
    "Season",
    "SignUp",
    "Slot",
    "Task",
    "TaskChange",
    "TaskInProject",
    "TaskPart",
    "ToldActivity",
    "ToldSheet",
    "Wish",
    "WishLink",
    "Work",
]
