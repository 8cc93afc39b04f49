// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.SuiteQueries;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.sql.NamedQuery;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** A standard suite: tables that are generated, and queries over them. */
public enum Suite {
  /** 22 queries over eight tables of a wholesale supplier. */
  TPCH(JobType.TPCH, "TPC-H", "io.trino.tpch", "tpch"),
  /** 103 queries over 24 tables of a retailer. */
  TPCDS(JobType.TPCDS, "TPC-DS", "io.trino.tpcds", "tpcds");

  private static final int NAMES_SUGGESTED = 3;

  private final JobType type;
  private final String benchmark;
  private final String group;
  private final String artifact;

  Suite(JobType type, String benchmark, String group, String artifact) {
    this.type = type;
    this.benchmark = benchmark;
    this.group = group;
    this.artifact = artifact;
  }

  /** The suite for a type of work. */
  static Suite of(JobType type) {
    return switch (type) {
      case TPCH -> TPCH;
      case TPCDS -> TPCDS;
      case DESCRIPTIVE, ML, SQL, APPLICATION ->
          throw new IllegalArgumentException(type + " is no suite");
    };
  }

  JobType type() {
    return type;
  }

  /** The name in manifests and documents. */
  String wireName() {
    return type.wireName();
  }

  /**
   * The notice that must be shown with times of these queries, as the TPC's fair use policy
   * requires for work derived from its benchmarks.
   */
  public String fairUse() {
    return "These queries and data are derived from %1$s, and the times are not comparable with published %1$s results, because this does not comply with the %1$s specification; %1$s is a trademark of the TPC."
        .formatted(benchmark);
  }

  /** The tables, by name. */
  List<SuiteTable> tables() {
    List<SuiteTable> tables =
        switch (this) {
          case TPCH -> TpchSuiteTable.all();
          case TPCDS -> TpcdsSuiteTable.all();
        };
    return tables.stream().sorted(Comparator.comparing(SuiteTable::name)).toList();
  }

  SuiteTable table(String name) {
    return tables().stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(this + " has no table " + name));
  }

  /** The generator and its version, in Maven's form. */
  String generator() {
    String resource = "/META-INF/maven/%s/%s/pom.properties".formatted(group, artifact);
    try (InputStream file = open(resource)) {
      Properties properties = new Properties();
      properties.load(file);
      return "%s:%s:%s".formatted(group, artifact, properties.getProperty("version"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  /**
   * Some of the queries, or all.
   *
   * @param names in the order in which they run; empty for all
   * @throws RunFailure {@code InvalidQuery} if the suite has no query with such a name
   */
  List<NamedQuery> queries(List<String> names) {
    List<String> all = SuiteQueries.of(type);
    List<String> unknown = names.stream().filter(name -> !all.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new RunFailure(
          FailureReason.INVALID_QUERY,
          unknown.stream()
              .map(
                  name ->
                      "jobConfig.%s.queries names '%s', which is none of its %d queries; nearest: %s"
                          .formatted(wireName(), name, all.size(), nearest(name, all)))
              .collect(Collectors.joining("; ")));
    }
    return (names.isEmpty() ? all : names)
        .stream().map(name -> new NamedQuery(name, text(name))).toList();
  }

  private static String nearest(String name, List<String> all) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return all.stream()
        .sorted(Comparator.comparingInt(other -> distance.apply(name, other)))
        .limit(NAMES_SUGGESTED)
        .map(other -> "'" + other + "'")
        .collect(Collectors.joining(", "));
  }

  private String text(String query) {
    String resource = "/suites/%s/%s.sql".formatted(wireName(), query);
    try (InputStream file = open(resource)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream file = Suite.class.getResourceAsStream(resource);
    if (file == null) {
      throw new IOException(resource + " is not in the runner's image");
    }
    return file;
  }
}
