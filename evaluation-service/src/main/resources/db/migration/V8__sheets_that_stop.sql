-- Why a sheet could not be taken in to its end. What was not taken waits, sealed, until somebody lets it go on, or some days.
alter table paper_import add failure text;
create index paper_import_failed on paper_import (finished_at) where state = 'failed';
