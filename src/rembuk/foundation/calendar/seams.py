"""What the calendar offers to the slots."""

from rembuk.foundation.kernel.seams import NavItem

NAV = (NavItem("Kalender kerja", "calendar:today", "calendar", 80, permission="calendar.edit"),)
