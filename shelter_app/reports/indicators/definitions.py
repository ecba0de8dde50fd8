"""What each indicator counts, in one sentence for the annex of a report.

The exact formula is in ``indicators.yaml``; these sentences say the same in words that are translated.
"""

from __future__ import annotations

from collections.abc import Mapping

from shelter_app.i18n import N_

DEFINITIONS: Mapping[str, str] = {
    "I01": N_(
        "Distinct persons with at least one bed-night in the period, accompanying children included. A night"
        " belongs to the day on which it begins; the day of exit has no night. Age on the first night in the"
        " period."
    ),
    "I02": N_("Distinct persons with a bed-night or a recorded service in the period."),
    "I03": N_(
        "Stays whose day of admission is in the period. A transfer between the "
        "organisation's own units is not an admission. Age on admission."
    ),
    "I04": N_("Persons whose first admission ever to the organisation is in the period."),
    "I05": N_("Admissions of persons who had left before, with at least one night in between."),
    "I06": N_(
        "Stays whose first day without a night is in the period. A transfer between the "
        "organisation's own units is not an exit. Age on exit."
    ),
    "I07": N_("Persons present on the night of the last day of the period. Age on that day."),
    "I08": N_(
        "Nights in the period on which a resident was present, or the bed was kept during "
        "leave or a stay in hospital. Nights that are not over do not count."
    ),
    "I09": N_(
        "Beds in service, night by night, within the licensed capacity. Extra beds and beds out of service do"
        " not count."
    ),
    "I10": N_("Bed-nights used, out of the bed-nights available."),
    "I11": N_(
        "Days from admission to exit of those who left in the period: mean and median. A stay of one day counts 0."
    ),
    "I12": N_("Days since admission of those in residence on the last night: mean and median."),
    "I13": N_("Distinct children who accompany a resident, with a bed-night in the period; part of I01."),
    "I14": N_("Requests for a place received in the period, one for each person and request."),
    "I15": N_("Requests declined because no bed was free, out of all requests."),
    "I16": N_(
        "Sessions held, in whole or in part. A group session is one session; participants "
        "are counted separately."
    ),
    "I17": N_("Distinct persons with at least one session held in the period. Age at the first of them."),
    "I18": N_(
        "Sessions missed or cancelled late by the resident, out of these and the sessions held. Cancellations by"
        " staff do not count."
    ),
    "I19": N_("Services recorded in the period, one for each record."),
    "I20": N_(
        "Residents on the last night who had been in the shelter longer than the deadline "
        "for the plan: how many had a plan in force."
    ),
    "I21": N_("Stays that reached the deadline for the plan in the period: how many had it signed by then."),
    "I22": N_("Plan reviews that fell due in the period: how many were done on time."),
    "I23": N_(
        "Goals closed in the period as achieved, partly achieved or not achieved: how many were achieved. Dropped"
        " goals do not count."
    ),
    "I24": N_("Reintegration milestones reached in the period."),
    "I25": N_(
        "Persons assessed at least twice, 30 days or more apart: how many improved by a point or more in a domain."
    ),
    "I26": N_("Persons above the cut-off at the start and assessed again: how many improved reliably."),
    "I27": N_(
        "Exits that reach six months in the period, excluding deaths and refusals of "
        "follow-up: how many persons were reached within the set window."
    ),
    "I28": N_("Persons reached six months after exit: how many live safely. The base is those reached."),
    "I29": N_(
        "Persons reached six months after exit: how many work, train or go to school. The "
        "base is those reached."
    ),
    "I30": N_("Distinct persons with a suspected or confirmed return to trafficking dated in the period."),
    "I31": N_(
        "Persons served who take part in criminal proceedings as an injured person, civil party or witness."
    ),
    "I32": N_("Final outcomes dated in the period, by class; one for each defendant and file."),
    "I33": N_("Claims for compensation by their status at the end of the period."),
    "I34": N_("Incidents of severity 3 or more, and their rate per 1,000 bed-nights."),
    "I35": N_("Serious incidents: how many were reported in time."),
    "I36": N_("Complaints due in the period: how many were answered in time."),
    "I37": N_("Mean score of the satisfaction questionnaires of the period."),
    "I38": N_("Operating costs entered for the period, divided by the bed-nights used."),
    "I39": N_("Average number of residents per night, divided by the number of full-time posts."),
    "I40": N_("Persons who obtained identity documents or a right of residence in the period."),
}
