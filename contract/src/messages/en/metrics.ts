import type { metrics as source } from '../ko/metrics.ts';

export const metrics: Record<keyof typeof source, string> = {
  'metrics.period_reversed': 'The last month is before the first one.',
  'metrics.period_too_long': 'At most {months, number} months can be looked at at once.',
  'metrics.as_of_future': 'The as-of day is today or a day gone by.',
  'metrics.figure_unknown': 'These statistics do not have that figure.',
  'metrics.figure_without_rows': 'This figure is computed: it has no enquiries of its own.',
  'metrics.key_without_by': 'Say what the value is one of (by).',
  'spend.changed': 'Somebody else changed the spend meanwhile. Check the new value and save again.',
  'spend.twice': 'The same month and channel is there twice.',

  'metrics.name.lead-desk': 'Lead desk',
  'metrics.name.booking-cohorts': 'Booking rate by month of the enquiry',
  'metrics.name.unconnected': 'Unconnected and neglected',
  'metrics.name.first-response': 'First response',
  'metrics.name.promises': 'Call-backs kept',
  'metrics.name.attempts': 'Attempts to connect',
  'metrics.name.acquisition-channels': 'Acquisition channels',
  'metrics.name.bookings': 'Bookings by month',
  'metrics.name.reconsulted-holds': 'Bookings from re-consulted holds',
  'metrics.name.best-hours': 'Best hours to call',
  'metrics.name.invalid': 'Share of invalid enquiries',
  'metrics.name.channel-costs': 'Cost by channel',

  'metrics.definition.lead-desk':
    'The figures of the desk together. Enquiries, booking rates, connection and first response count by the month of the inflow; promises, bookings, new patients and calls by the month in which they happened. The owner is the one of now.',
  'metrics.definition.booking-cohorts':
    'Of the enquiries of each month of inflow (site time): the share whose first booking was made by the end of that month, of the next month, and by the as-of time. A booking counts once an enquiry and stays counted when it is cancelled; a visit without one counts as booked at that moment and is shown apart. Owner, channel and the like are those of now.',
  'metrics.definition.unconnected':
    'Where the enquiries of each month of inflow stood at the as-of time. Unconnected: no answer 1–5, promised call-back or later, or unreached without ever having been in consultation, booked or visited. Never called, and lost after consultation, are counted apart.',
  'metrics.definition.first-response':
    'Minutes of opening time, rounded up (to tens beyond two hours), from the inflow to the first call that a person made. Enquiries born in a connected call and imported ones are left out; those that nobody has called yet stay in the denominator of the shares only. Invalid ones are left out.',
  'metrics.definition.promises':
    'Of the promised call-backs that fell due (in the month in which their window ended): those on which we called within ±10 minutes (without a time: in the evening slot), or where the customer called first. Promises replaced before they were due, and those taken back, are not counted.',
  'metrics.definition.attempts':
    'At which call the enquiries of the months of inflow were first connected. Only calls that a person made count. Left out: enquiries born in a connected call, imported ones, those where the customer called and was connected before we were, and those not called yet.',
  'metrics.definition.acquisition-channels':
    'New patients by channel, in the month of their first visit. The share is of all of that month; a month that is not over is marked and left out of shares. The sums hold all months.',
  'metrics.definition.bookings':
    'Enquiries whose first booking was made in the month, whenever they came in. Invalid ones are left out; one that was cancelled later still counts. Goals are entered per site and always those of now.',
  'metrics.definition.reconsulted-holds':
    'Enquiries that were on hold after a consultation, were consulted again, and made their first booking in the month.',
  'metrics.definition.best-hours':
    'Calls that a person made, by weekday and hour (site time), and the share that reached the person herself. Calls of every enquiry count, but for those taken back, in the month in which they were made.',
  'metrics.definition.invalid':
    'Of the enquiries of each month of inflow: the share that is invalid (wrong number, fake, duplicate) at the as-of time. Invalid ones leave the denominator of the other rates, so this stands beside them.',
  'metrics.definition.channel-costs':
    'The enquiries of each month by channel, and the spend entered for that month and channel divided by enquiries, bookings and new patients. Bookings are the first bookings of that month’s enquiries up to the as-of time; new patients first visited in that month. Months without an entry are left out, and spend is always what is entered now.',

  'metrics.denominator.lead-desk': 'One for each rate: see the figure. A rate of fewer than 10 is not shown.',
  'metrics.denominator.booking-cohorts':
    'Enquiries of the month of inflow, without invalid ones and missed calls that nobody has answered.',
  'metrics.denominator.unconnected':
    'Enquiries of the month of inflow, without invalid ones and missed calls that nobody has answered. The neglected share alone is of the open ones.',
  'metrics.denominator.first-response':
    'Enquiries of the month of inflow, without those born in a connected call and imported ones.',
  'metrics.denominator.promises': 'Promised call-backs that fell due in the month.',
  'metrics.denominator.attempts': 'Enquiries of the months of inflow that were called at least once.',
  'metrics.denominator.acquisition-channels': 'All new patients with their first visit in the month.',
  'metrics.denominator.bookings': 'A number, not a rate.',
  'metrics.denominator.reconsulted-holds': 'A number, not a rate; all bookings of the month stand beside it.',
  'metrics.denominator.best-hours': 'Calls that a person made at that weekday and hour.',
  'metrics.denominator.invalid': 'Enquiries of the month of inflow, the invalid ones included.',
  'metrics.denominator.channel-costs':
    'Each cost has its own; its definition says which. Under 10 there is no cost per one.',

  'metrics.figure.enquiries': 'Enquiries',
  'metrics.figure.sameMonthBooked': 'Booked in the same month',
  'metrics.figure.nextMonthBooked': 'Booked by the next month',
  'metrics.figure.byNowBooked': 'Booked by now',
  'metrics.figure.withoutBooking': 'Visited without a booking',
  'metrics.figure.visited': 'Visited',
  'metrics.figure.sameMonth': 'Same-month booking rate',
  'metrics.figure.nextMonth': 'Next-month booking rate',
  'metrics.figure.byNow': 'Booking rate by now',
  'metrics.figure.visitRate': 'Visit rate',
  'metrics.figure.gainPoints': 'Gain (points)',
  'metrics.figure.gainRatio': 'Gain (ratio)',
  'metrics.figure.unconnected': 'Unconnected',
  'metrics.figure.neverCalled': 'Never called',
  'metrics.figure.lost': 'Lost after consultation',
  'metrics.figure.open': 'Open',
  'metrics.figure.neglected': 'Neglected',
  'metrics.figure.unconnectedShare': 'Unconnected share',
  'metrics.figure.neverCalledShare': 'Never-called share',
  'metrics.figure.lostShare': 'Lost-after-consultation share',
  'metrics.figure.neglectedShare': 'Neglected share',
  'metrics.figure.invalid': 'Invalid',
  'metrics.figure.invalidShare': 'Invalid share',
  'metrics.figure.responseDue': 'To be responded to',
  'metrics.figure.responded': 'Responded to',
  'metrics.figure.within5': 'Responded within 5 min',
  'metrics.figure.within30': 'Responded within 30 min',
  'metrics.figure.responseMedian': 'First response, median',
  'metrics.figure.responseP90': 'First response, 90%',
  'metrics.figure.promisesDue': 'Promises due',
  'metrics.figure.promisesKept': 'Promises kept',
  'metrics.figure.promisesKeptShare': 'Promise-kept rate',
  'metrics.figure.connected': 'Connected',
  'metrics.figure.notConnected': 'Not connected yet',
  'metrics.figure.connectedBy': 'Connected so far, share',
  'metrics.figure.newPatients': 'New patients',
  'metrics.figure.channelShare': 'Share',
  'metrics.figure.bookings': 'Bookings',
  'metrics.figure.reconsulted': 'From re-consulted holds',
  'metrics.figure.tries': 'Calls made',
  'metrics.figure.connects': 'Calls connected',
  'metrics.figure.connectRate': 'Connect rate',
  'metrics.figure.enquiryShare': 'Share of enquiries',
  'metrics.figure.spend': 'Spend',
  'metrics.figure.costPerEnquiry': 'Cost per enquiry',
  'metrics.figure.costPerBooked': 'Cost per booked',
  'metrics.figure.costPerNewPatient': 'Cost per new patient',
  'metrics.figure.bookingGoal': 'Booking goal',
  'metrics.figure.goalReached': 'Goal reached',

  'metrics.means.enquiries':
    'Enquiries that came in in the month, without those that are invalid at the as-of time and missed calls of unknown numbers that nobody has answered.',
  'metrics.means.sameMonthBooked': 'First booking (or visit without one) within the month of the inflow.',
  'metrics.means.nextMonthBooked': 'First booking by the end of the month after the inflow.',
  'metrics.means.byNowBooked': 'First booking by the as-of time; a later cancellation does not remove it.',
  'metrics.means.withoutBooking':
    'Visited without a booking: counted as booked at the visit. Included in “Booked by now”.',
  'metrics.means.visited': 'Visited by the as-of time.',
  'metrics.means.sameMonth': 'Booked in the same month ÷ enquiries.',
  'metrics.means.nextMonth':
    'Booked by the next month ÷ enquiries. Known once the next month is over. A sum of several months leaves out those that are not, so it may stand above “by now”, which counts all months.',
  'metrics.means.byNow': 'Booked by now ÷ enquiries.',
  'metrics.means.visitRate': 'Visited ÷ enquiries.',
  'metrics.means.gainPoints':
    'Booking rate by now − same-month booking rate: what following up after the month has added.',
  'metrics.means.gainRatio': 'Booking rate by now ÷ same-month booking rate − 1.',
  'metrics.means.unconnected':
    'No answer 1–5, promised call-back or consult later, or unreached without ever having been consulted, booked or visited.',
  'metrics.means.neverCalled': 'Still new or waiting for the first call.',
  'metrics.means.lost': 'Unreached after a consultation or a booking.',
  'metrics.means.open': 'Open (statuses 1–15).',
  'metrics.means.neglected':
    'Open, and the time of the next action went by without anybody doing it. An imported one counts as neglected until its first call, change of status, moved action or visit here.',
  'metrics.means.unconnectedShare': 'Unconnected ÷ enquiries.',
  'metrics.means.neverCalledShare': 'Never called ÷ enquiries.',
  'metrics.means.lostShare': 'Lost after consultation ÷ enquiries.',
  'metrics.means.neglectedShare': 'Neglected ÷ open.',
  'metrics.means.invalid':
    'Invalid (wrong number, fake, duplicate) at the as-of time. They are left out of the other figures.',
  'metrics.means.invalidShare': 'Invalid ÷ (enquiries + invalid).',
  'metrics.means.responseDue':
    'Enquiries whose first response is measured: not those born in a connected call, nor imported ones.',
  'metrics.means.responded': 'Those that a person has called at least once.',
  'metrics.means.within5': 'Called within 5 minutes of opening time ÷ to be responded to.',
  'metrics.means.within30': 'Called within 30 minutes of opening time ÷ to be responded to.',
  'metrics.means.responseMedian': 'The middle first response of those that were called, in minutes, rounded up.',
  'metrics.means.responseP90':
    'Nine of ten of those that were called had their first response within so many minutes, rounded up.',
  'metrics.means.promisesDue': 'Promises that fell due in the month; an enquiry may have several.',
  'metrics.means.promisesKept': 'Promises on which we called in time, or where the customer called first.',
  'metrics.means.promisesKeptShare': 'Promises kept ÷ promises due.',
  'metrics.means.connected': 'First connected with the person herself at this call.',
  'metrics.means.notConnected': 'Called so many times and not connected yet.',
  'metrics.means.connectedBy': 'Connected at this call or an earlier one ÷ called at least once.',
  'metrics.means.newPatients': 'Enquiries of new patients whose first visit was in the month.',
  'metrics.means.channelShare':
    'New patients of this channel ÷ new patients of the month. Not given for a month that is not over.',
  'metrics.means.bookings': 'First booking (or visit without one) in the month.',
  'metrics.means.reconsulted': 'Of the bookings of the month: those that were on hold after a consultation before.',
  'metrics.means.tries': 'Calls that a person made, without those taken back.',
  'metrics.means.connects': 'Of the calls made: those that reached the person herself.',
  'metrics.means.connectRate': 'Calls connected ÷ calls made.',
  'metrics.means.enquiryShare': 'Enquiries of this channel ÷ all enquiries of the month.',
  'metrics.means.spend': 'What was entered as spent on this channel in the month (won). No entry means unknown, not 0.',
  'metrics.means.costPerEnquiry': 'Spend ÷ enquiries, of the months with an entry.',
  'metrics.means.costPerBooked':
    'Spend ÷ first bookings so far of that month’s enquiries, of the months with an entry.',
  'metrics.means.costPerNewPatient':
    'Spend ÷ new patients who first visited in that month, of the months with an entry.',
  'metrics.means.bookingGoal':
    'First bookings that each site is to have in the month: the sum of the sites with a goal.',
  'metrics.means.goalReached': 'Bookings ÷ booking goal, of the months with a goal.',
};
