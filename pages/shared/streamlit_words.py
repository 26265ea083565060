"""The words on screen that are Streamlit's own, which it says in English only (version 1.67)."""

from __future__ import annotations

from babel import Locale

from core.i18n import N_, _, current_language

_WORDS = (
    # lists and fields
    N_("Clear value"), N_("Clear all"), N_("Open"), N_("Close"), N_("Selectbox options"), N_("Selected values"),
    N_("No results"), N_("Select all"), N_("Clear entry"), N_("Press Enter to apply"), N_("Press Ctrl+Enter to apply"),
    N_("Press ⌘+Enter to apply"), N_("Increment"), N_("Decrement"),
    N_("Number is above the allowed range."), N_("Number is below the allowed range."), N_("Invalid input."),
    # dates
    N_("Choose date and time"), N_("Clear date and time"), N_("Choose date"), N_("Clear date"), N_("Time"),
    N_("yyyy"), N_("mm"), N_("dd"),
    # files
    N_("Add files"), N_("Upload"), N_("Drag and drop a file here"), N_("Drag and drop files here"),
    N_("per file"), N_("KB"), N_("MB"), N_("GB"),
    # tables
    N_("Search"), N_("Type to search"), N_("Close Search"), N_("Next Result"), N_("Previous Result"),
    N_("Show/hide columns"), N_("Download as CSV"), N_("Fullscreen"), N_("Close fullscreen"), N_("Clear selection"),
    N_("Sort ascending"), N_("Sort descending"), N_("Format"), N_("Autosize"), N_("Pin column"), N_("Unpin column"),
    N_("Hide column"), N_("Copy column name"), N_("Dataframe column menu"), N_("Automatic"), N_("Localized"),
    N_("Plain"), N_("Compact"), N_("Dollar"), N_("Euro"), N_("Yen"), N_("Percent"), N_("Scientific"), N_("Accounting"),
    N_("Distance"), N_("Duration"), N_("Calendar"), N_("Minimum"), N_("Maximum"), N_("Average"), N_("Median"),
    N_("Standard deviation"), N_("Sum"), N_("Distinct"), N_("Empty"), N_("Values"), N_("Range"),
    N_("Minimum length"), N_("Maximum length"), N_("Average length"), N_("Based on sample"), N_("No data"),
    N_("Choose an option"), N_("Choose or add an option"), N_("Help for {name}"), N_("start"), N_("end"),
    N_("year"), N_("month"), N_("day"), N_("hour"), N_("minute"),
    # the frame of the page
    N_("Running..."), N_("Stop"), N_("Stopping..."), N_("Connecting"), N_("Connecting to Streamlit server"),
    N_("Connection error"), N_("Network issue"), N_("Download failed"), N_("App pages"), N_("Main menu"),
    N_("Collapse sidebar"), N_("Expand sidebar"), N_("Sidebar"), N_("Notifications"), N_("Page not found"),
    N_("Navigate to home page"), N_("Scroll tabs left"), N_("Scroll tabs right"),
)  # fmt: skip


_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def streamlit_words() -> dict[str, str]:
    """Each of the words in the reader's language, by its English form."""
    return {word: _(word) for word in _WORDS}


def calendar_words() -> dict[str, str]:
    """Names of months and weekdays for browsers that have none, by what words.js asks for: `` month long 11``."""
    locale, found = Locale.parse(current_language()), {}
    for ours, theirs in (("wide", "long"), ("abbreviated", "short"), ("narrow", "narrow")):
        months, days = locale.months["stand-alone"][ours], locale.days["stand-alone"][ours]
        found |= {f" month {theirs} {month}": name for month, name in months.items()}
        found |= {f" weekday {theirs} {_WEEK[day]}": name for day, name in days.items()}
    return found
