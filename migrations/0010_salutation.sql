-- The first line of a client's messages, when a person has typed it: null when it is derived from the contact.
alter table client add column salutation text;
