// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import dev.sparkbench.api.catalogue.CanonicalQuery;
import dev.sparkbench.runner.table.TableColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.RowOrdering;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Writes queries for a table from its schema alone. The same schema gives the same texts. No query
 * returns more rows than the table has.
 */
final class CanonicalQueries {

  /**
   * The number of columns that are aggregated, because Spark does not generate code for many more.
   */
  private static final int MOST_AGGREGATED = 32;

  private final String table;
  private final List<TableColumn> columns;
  private final List<TableColumn> orderable;

  /** Creates queries for a table. */
  CanonicalQueries(String table, List<TableColumn> columns) {
    this.table = table;
    this.columns = List.copyOf(columns);
    this.orderable = columns.stream().filter(column -> isOrderable(column.type())).toList();
  }

  /** Writes one query. If the table lacks a column for it, a mistake is recorded. */
  Optional<NamedQuery> make(CanonicalQuery query, Mistakes mistakes) {
    Optional<String> text =
        switch (query) {
          case SCAN -> Optional.of("SELECT * FROM " + quoted(table));
          case AGGREGATE -> Optional.of(aggregate());
          case GROUP_BY -> key().map(this::groupBy);
          case SORT -> order().map(this::sort);
          case JOIN -> key().map(this::join);
          case DISTINCT -> distinct();
          case WINDOW -> key().flatMap(key -> order().map(order -> window(key, order)));
        };
    if (text.isEmpty()) {
      mistakes.add(
          "the canonical query %s needs a column whose values %s, and table %s has none: name in sql.canonical only the queries that it can do"
              .formatted(query.wireName(), need(query), table));
    }
    return text.map(some -> new NamedQuery(query.wireName(), some));
  }

  private static String need(CanonicalQuery query) {
    return switch (query) {
      case SCAN, AGGREGATE -> throw new IllegalStateException(query + " needs no column");
      case GROUP_BY, JOIN ->
          "can be grouped by (text, whole numbers, dates, booleans, timestamps or decimals)";
      case SORT -> "have an order (maps have none)";
      case DISTINCT -> "can be compared (maps cannot)";
      case WINDOW -> "can be grouped by and have an order";
    };
  }

  private String aggregate() {
    return select(
        "SELECT",
        Stream.concat(
            Stream.of("count(*) AS n"),
            orderable.stream()
                .limit(MOST_AGGREGATED)
                .flatMap(column -> Stream.concat(counts(column), extremes(column)))));
  }

  private String groupBy(TableColumn key) {
    return select(
            "SELECT",
            Stream.concat(
                Stream.of(name(key), "count(*) AS n"),
                // With extremes of texts, Spark would sort instead of hash.
                columns.stream()
                    .filter(column -> column.type() instanceof NumericType && column != key)
                    .limit(MOST_AGGREGATED)
                    .flatMap(column -> Stream.concat(sum(column), extremes(column)))))
        + " GROUP BY "
        + name(key);
  }

  /**
   * Sums are computed as doubles, because sums of integers and decimals may not fit their types.
   */
  private static Stream<String> counts(TableColumn column) {
    String count = "count(%s)".formatted(name(column));
    return column.type() instanceof NumericType
        ? Stream.concat(Stream.of(count), sum(column))
        : Stream.of(count);
  }

  private static Stream<String> sum(TableColumn column) {
    return Stream.of("sum(CAST(%s AS DOUBLE))".formatted(name(column)));
  }

  private static Stream<String> extremes(TableColumn column) {
    return Stream.of("min(%s)".formatted(name(column)), "max(%s)".formatted(name(column)));
  }

  private String sort(TableColumn order) {
    return "SELECT * FROM %s ORDER BY %s".formatted(quoted(table), name(order));
  }

  /** Each row is joined with at most one other, because the second table has one row per key. */
  private String join(TableColumn key) {
    return "SELECT t.*, g.n FROM %1$s AS t JOIN (SELECT %2$s AS k, count(*) AS n FROM %1$s GROUP BY %2$s) AS g ON t.%2$s = g.k"
        .formatted(quoted(table), name(key));
  }

  private Optional<String> distinct() {
    if (orderable.size() == columns.size()) {
      return Optional.of("SELECT DISTINCT * FROM " + quoted(table));
    }
    return orderable.isEmpty()
        ? Optional.empty()
        : Optional.of(select("SELECT DISTINCT", orderable.stream().map(CanonicalQueries::name)));
  }

  /**
   * Uses a rank: unlike a row number, it does not depend on which of two equal rows comes first.
   */
  private String window(TableColumn key, TableColumn order) {
    return "SELECT *, rank() OVER (PARTITION BY %1$s ORDER BY %2$s) AS place, count(*) OVER (PARTITION BY %1$s) AS n FROM %3$s"
        .formatted(name(key), name(order), quoted(table));
  }

  private String select(String which, Stream<String> values) {
    return "%s %s FROM %s"
        .formatted(which, values.collect(Collectors.joining(", ")), quoted(table));
  }

  /** The first column with a type by which people group; texts are preferred. */
  private Optional<TableColumn> key() {
    return first(
        List.of(
            List.of(StringType.class),
            List.of(IntegerType.class, LongType.class, ShortType.class, ByteType.class),
            List.of(DateType.class),
            List.of(BooleanType.class),
            List.of(
                TimestampType.class,
                TimestampNTZType.class,
                org.apache.spark.sql.types.DecimalType.class)));
  }

  /** The first column with a type by which people sort; times and numbers are preferred. */
  private Optional<TableColumn> order() {
    return first(
        List.of(
            List.of(TimestampType.class, TimestampNTZType.class, DateType.class),
            List.of(NumericType.class),
            List.of(StringType.class),
            List.of(DataType.class)));
  }

  private Optional<TableColumn> first(List<List<Class<? extends DataType>>> preferred) {
    List<TableColumn> found = new ArrayList<>();
    for (List<Class<? extends DataType>> types : preferred) {
      orderable.stream()
          .filter(column -> types.stream().anyMatch(type -> type.isInstance(column.type())))
          .findFirst()
          .ifPresent(found::add);
    }
    return found.stream().findFirst();
  }

  private static boolean isOrderable(DataType type) {
    return RowOrdering.isOrderable(type);
  }

  private static String name(TableColumn column) {
    return quoted(column.name());
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
