CREATE TABLE build_info (
  format BIGINT NOT NULL PRIMARY KEY, package_version VARCHAR NOT NULL, data_version VARCHAR NOT NULL);
COMMENT ON TABLE build_info IS 'One row: what wrote this database, and from which version of the facts';
COMMENT ON COLUMN build_info.format IS 'Format of tables, views and macros; another format is built anew, never read';
COMMENT ON COLUMN build_info.package_version IS 'Version of indicators that wrote it';
COMMENT ON COLUMN build_info.data_version IS 'Semantic version of the facts: name it with the as-of date when you cite them';
