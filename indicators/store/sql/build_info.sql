CREATE TABLE build_info (format BIGINT NOT NULL PRIMARY KEY, package_version VARCHAR NOT NULL);
COMMENT ON TABLE build_info IS 'One row: what wrote this database';
COMMENT ON COLUMN build_info.format IS 'Format of tables, views and macros; another format is built anew, never read';
COMMENT ON COLUMN build_info.package_version IS 'Version of indicators that wrote it';
