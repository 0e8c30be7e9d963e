-- An entry's page asks which versions of its template there are: of a million, without reading them.
create index entry_by_version on entry (template, version)
where siloed = '' and template <> '' and version <> '';
