-- A page of a list is read in its order, whatever the list is narrowed to. Of names the first letters are enough: with
-- them the pages of a frequent beginning come in order, and few have a longer one that is rare (person_by_name).
create index person_by_family_beginning on person (organization, left(family_folded, 3), position);
create index person_by_given_beginning on person (organization, left(given_folded, 3), position);
create index person_by_beginnings on person (organization, left(family_folded, 3), left(given_folded, 3), position);
create index person_leading on person (organization, position) where leader;

-- The same as ever, without looking for marks in names that cannot have any.
create or replace function folded(name text) returns text immutable parallel safe language sql return
    case when octet_length(name) = char_length(name) then lower(name collate "C") else
    lower(translate(name,
        'ÅÄÁÀÂÃĀĄÆåäáàâãāąæÖØÓÒÔÕŌŐöøóòôõōőÉÈÊËĒĘĚéèêëēęěÍÌÎÏĪİíìîïīÚÙÛÜŪŮŰúùûüūůűÇĆČçćčÑŃŇñńňŠŚşšśŞŽŹŻžźżÝýÿÐĐðđŁłŘřŤťĎďĞğ',
        'aaaaaaaaaaaaaaaaaaooooooooooooooooeeeeeeeeeeeeeeiiiiiiiiiiiuuuuuuuuuuuuuuccccccnnnnnnsssssszzzzzzyyyddddllrrttddgg')
        collate "C") end;
