-- One server, a database and a login role per service: a role owns its own database and can connect to no other.
-- The passwords are for a local stack; elsewhere create the roles with passwords of your own.
-- Plain SQL, one statement a line, to be run outside a transaction by a superuser on an empty server.

CREATE ROLE participants LOGIN PASSWORD 'participants';
CREATE ROLE sessions LOGIN PASSWORD 'sessions';
CREATE ROLE evaluation LOGIN PASSWORD 'evaluation';
-- Reporting keeps contacts apart from statistics behind a role of its own, which its migrations create.
CREATE ROLE reporting LOGIN CREATEROLE PASSWORD 'reporting';

CREATE DATABASE participants OWNER participants;
CREATE DATABASE sessions OWNER sessions;
CREATE DATABASE evaluation OWNER evaluation;
CREATE DATABASE reporting OWNER reporting;

REVOKE CONNECT, TEMPORARY ON DATABASE participants FROM PUBLIC;
REVOKE CONNECT, TEMPORARY ON DATABASE sessions FROM PUBLIC;
REVOKE CONNECT, TEMPORARY ON DATABASE evaluation FROM PUBLIC;
REVOKE CONNECT, TEMPORARY ON DATABASE reporting FROM PUBLIC;
