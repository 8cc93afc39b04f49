// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import dev.sparkbench.api.catalogue.CanonicalQuery;
import dev.sparkbench.api.catalogue.JobType;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Queries over named tables.
 *
 * @param type always {@code sql}
 * @param table the name of the main dataset in queries
 * @param tables further tables
 * @param queries the user's own queries, in the order in which they run
 * @param canonical queries that are made from the main dataset's schema; they run after the others
 * @param result what happens to the rows that a query returns
 */
public record SqlWorkload(
    JobType type,
    String table,
    List<NamedTable> tables,
    List<Query> queries,
    List<CanonicalQuery> canonical,
    QueryResult result)
    implements Workload {

  /** The main dataset's name, if the manifest does not set it. */
  public static final String DEFAULT_TABLE = "dataset";

  /** Copies the lists; null becomes empty, or the default. */
  public SqlWorkload {
    table = table == null ? DEFAULT_TABLE : table;
    tables = tables == null ? List.of() : List.copyOf(tables);
    queries = queries == null ? List.of() : List.copyOf(queries);
    canonical = canonical == null ? List.of() : List.copyOf(canonical);
    result = result == null ? QueryResult.Discard : result;
  }

  @Override
  public List<String> names() {
    return Stream.concat(
            queries.stream().map(Query::name).filter(Objects::nonNull),
            canonical.stream().map(CanonicalQuery::wireName))
        .toList();
  }

  @Override
  public List<Dataset> furtherDatasets() {
    return tables.stream().map(NamedTable::dataset).toList();
  }

  @Override
  public <R> R accept(Cases<R> cases) {
    return cases.sql(this);
  }

  /**
   * A query, or a folder of them.
   *
   * @param name names it in results; null for a folder, whose objects give the names
   * @param text its text; null if it is in the store
   * @param from {@code s3://bucket/key} of an object with its text, or, with a {@code /} at the
   *     end, of a folder in which every {@code *.sql} object is a query; null if the text is here
   */
  public record Query(String name, String text, String from) {}

  /**
   * A table in addition to the main dataset.
   *
   * @param name its name in queries
   * @param dataset where it is and how to read it
   */
  public record NamedTable(String name, Dataset dataset) {}
}
