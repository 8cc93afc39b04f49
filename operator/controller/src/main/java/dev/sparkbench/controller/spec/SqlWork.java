// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static java.util.Objects.requireNonNullElse;

import dev.sparkbench.api.catalogue.CanonicalQuery;
import dev.sparkbench.api.contract.BadRecords;
import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.PackedEndings;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.SqlWorkload;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.api.contract.SqlWorkload.Query;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.api.resource.DatasetSpec;
import dev.sparkbench.api.resource.DatasetSpec.Format;
import dev.sparkbench.api.resource.JobConfig;
import dev.sparkbench.api.resource.QuerySpec;
import dev.sparkbench.api.resource.SqlSpec;
import dev.sparkbench.api.resource.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Queries over named tables: type sql. */
final class SqlWork implements WorkSpec {

  private static final String SQL = "spec.jobConfig.sql";
  private static final Pattern QUERY = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final Set<String> USED = Set.of("format", "options", "schema", "badRecords");
  private static final int MAX_TEXT = 16_384;

  private static final String NO_QUERY_NAME =
      "'%s' is not a valid name of a query; give a letter from a to z and up to 62 of a-z, 0-9, _ and -";

  private final JobConfig config;
  private final SqlSpec sql;
  private final DatasetSpec dataset;
  private final Locations locations;
  private Violations violations = new Violations();

  SqlWork(JobConfig config, DatasetSpec dataset, Locations locations) {
    this.config = config;
    this.sql = requireNonNullElse(config.sql(), SqlSpec.EMPTY);
    this.dataset = dataset;
    this.locations = locations;
  }

  @Override
  public boolean readsDataset() {
    return true;
  }

  @Override
  public List<Violation> violations() {
    violations = new Violations();
    violations.addAll(WorkSpec.foreignMembers(config));
    violations.addAll(
        UnusedDataset.violations(
            dataset, USED, "type sql, where queries say which columns they read"));
    if (!TableChecks.isName(tableName())) {
      violations.add(SQL + ".table", TableChecks.NO_NAME, tableName());
    }
    tables();
    queries();
    return violations.toList();
  }

  private void tables() {
    TableChecks checks =
        new TableChecks(
            SQL + ".tables",
            tableName(),
            "give another one here, or in sql.table",
            Optional.ofNullable(dataset.format()),
            locations,
            violations);
    List<TableSpec> tables = requireNonNullElse(sql.tables(), List.of());
    for (int i = 0; i < tables.size(); i++) {
      TableSpec table = tables.get(i);
      String field = SQL + ".tables[%d]".formatted(i);
      checks.check(field, table.name(), table.s3Path(), formatOf(table));
      reading(field, table);
    }
    checks.end();
  }

  /** As {@link SpecCheck} does for the dataset. */
  private void reading(String field, TableSpec table) {
    if (table.s3Path() != null) {
      PackedEndings.of(table.s3Path())
          .ifPresent(
              ending ->
                  violations.add(
                      field + ".s3Path",
                      "'%s' cannot be decompressed: Spark does not know %s; use .gz, .bz2, .zst or .deflate",
                      table.s3Path(),
                      ending));
    }
    Optional<Format> format = formatOf(table);
    boolean depends =
        table.badRecords() == BadRecords.Drop
            || !requireNonNullElse(table.options(), Map.of()).isEmpty();
    if (format.isEmpty() && depends) {
      violations.add(
          field + ".format",
          "is missing, and the extension of '%s' does not show whether options and badRecords fit; give one of csv, json, parquet, orc, delta, iceberg",
          String.valueOf(table.s3Path()));
    }
    format.ifPresent(
        known -> violations.addAll(DatasetCheck.violations(field, known, asDataset(table))));
  }

  private void queries() {
    Map<String, String> names = new TreeMap<>();
    for (CanonicalQuery query : canonical()) {
      if (names.put(query.wireName(), "canonical") != null) {
        violations.add(
            SQL + ".canonical", "'%s' is there twice; canonical queries must be unique", query);
      }
    }
    List<QuerySpec> queries = requireNonNullElse(sql.queries(), List.of());
    for (int i = 0; i < queries.size(); i++) {
      query(SQL + ".queries[%d]".formatted(i), queries.get(i), names);
    }
  }

  private void query(String field, QuerySpec query, Map<String, String> names) {
    boolean isFolder = query.from() != null && query.from().endsWith("/");
    if ((query.text() == null) == (query.from() == null)) {
      violations.add(field, "must have either text or from");
    }
    if (isFolder != (query.name() == null)) {
      violations.add(
          field + ".name",
          isFolder
              ? "is not for a folder, whose objects give the names; remove it"
              : "is missing; name the query in results");
    } else if (query.name() != null) {
      if (!QUERY.matcher(query.name()).matches()) {
        violations.add(field + ".name", NO_QUERY_NAME, query.name());
      }
      String before = names.put(query.name(), "queries");
      if (before != null) {
        violations.add(
            field + ".name",
            before.equals("canonical")
                ? "'%s' is the name of a canonical query that runs too; give another one"
                : "'%s' is there twice; names of queries must be unique",
            query.name());
      }
    }
    if (query.from() != null) {
      locations.find(field + ".from", query.from(), violations);
      if (!isFolder && query.from().chars().anyMatch(c -> "*?[]{}".indexOf(c) >= 0)) {
        violations.add(
            field + ".from",
            "'%s' is a pattern; give an object, or a folder with a / at the end, whose *.sql objects are all used",
            query.from());
      }
    }
    if (query.text() != null) {
      text(field, query);
    }
  }

  private void text(String field, QuerySpec query) {
    if (query.text().length() > MAX_TEXT) {
      violations.add(
          field + ".text",
          "has %d characters, and %d fit; put it into the store and name it by from",
          query.text().length(),
          MAX_TEXT);
    }
    QueryText.problemWith(query.text())
        .ifPresent(
            problem ->
                violations.add(
                    new Violation(
                        field + ".text",
                        "query %s %s".formatted(Shown.of(String.valueOf(query.name())), problem))));
  }

  @Override
  public Workload workload() {
    return new SqlWorkload(
        config.type(),
        tableName(),
        requireNonNullElse(sql.tables(), List.<TableSpec>of()).stream().map(this::named).toList(),
        requireNonNullElse(sql.queries(), List.<QuerySpec>of()).stream().map(this::query).toList(),
        canonical(),
        sql.result());
  }

  @Override
  public Map<String, S3Uri> furtherData() {
    Map<String, S3Uri> data = new TreeMap<>();
    requireNonNullElse(sql.tables(), List.<TableSpec>of())
        .forEach(table -> data.put(table.name(), locations.get(table.s3Path())));
    return data;
  }

  /** All canonical queries, if there is no other work. */
  private List<CanonicalQuery> canonical() {
    return sql.queries() == null && sql.canonical() == null
        ? List.of(CanonicalQuery.values())
        : requireNonNullElse(sql.canonical(), List.of());
  }

  private NamedTable named(TableSpec table) {
    return new NamedTable(
        table.name(),
        new Dataset(
            locations.get(table.s3Path()).toString(),
            formatOf(table).map(Format::wireName).orElse(null),
            table.options(),
            table.schema(),
            table.badRecords(),
            null,
            null,
            null,
            null,
            null));
  }

  private Query query(QuerySpec query) {
    return new Query(
        query.name(),
        query.text(),
        Optional.ofNullable(query.from()).map(locations::get).map(S3Uri::toString).orElse(null));
  }

  private String tableName() {
    return requireNonNullElse(sql.table(), SqlWorkload.DEFAULT_TABLE);
  }

  private static Optional<Format> formatOf(TableSpec table) {
    return Optional.ofNullable(table.format())
        .or(() -> Optional.ofNullable(table.s3Path()).flatMap(DatasetFormats::ofPath));
  }

  private static DatasetSpec asDataset(TableSpec table) {
    return new DatasetSpec(
        table.format(), table.options(), table.schema(), table.badRecords(), null, null, null);
  }
}
